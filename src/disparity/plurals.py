"""English plurals of the words that people count: child, case, person, registration."""

import re

_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "member of staff": "members of staff",
    "staff": "staff",
    "people": "people",
    "children": "children",
    "foot": "feet",
    "series": "series",
    "life": "lives",
}


def plural(word: str) -> str:
    """Return the plural of a word or of the last word of a phrase: "case file" becomes "case files"."""
    if word.casefold() in _IRREGULAR:
        return _in_case_of(word, _IRREGULAR[word.casefold()])
    *before, last = word.split(" ")
    return " ".join([*before, _plural_of_one(last)])


def counted(number: int, word: str) -> str:
    """Return a number with its word: "1 child", "1,200 children"."""
    return f"{number:,} {word if number == 1 else plural(word)}"


def _plural_of_one(word: str) -> str:
    folded = word.casefold()
    if folded in _IRREGULAR:
        return _in_case_of(word, _IRREGULAR[folded])
    for ending, many in (("woman", "women"), ("child", "children"), ("person", "people")):
        if folded.endswith(ending):
            return word[: -len(ending)] + many
    if re.search(r"(s|x|z|ch|sh)$", folded):
        return f"{word}es"
    if re.search(r"[^aeiou]y$", folded):
        return f"{word[:-1]}ies"
    return f"{word}s" if word else word


def _in_case_of(word: str, many: str) -> str:
    return many[:1].upper() + many[1:] if word[:1].isupper() else many
