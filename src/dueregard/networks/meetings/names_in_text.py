"""Names of colleagues in a text that should name positions and not people: found, so that the writer looks again."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SHORTEST = 3


def found_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the words of a text that are part of the name of somebody in the directory, each once, as written.

    A word counts when it begins with a capital, as names do, or stands in the whole of a name in whatever letters: so
    that “will” and “may” in a sentence do not make the warning one that everybody learns to overlook.
    """
    people = [_parts(name) for name in names]
    whole = {part for parts in people for part in parts}
    single = {each for part in whole for each in (part, *part.split("-")) if len(each) >= SHORTEST}
    pairs = {(parts[0], parts[-1]) for parts in people if len(parts) > 1}
    words = [match.group() for match in _WORD.finditer(text)]
    plain = [_plain(word) for word in words]
    is_pair = [pair in pairs for pair in pairwise(plain)]
    named = [
        word
        for index, word in enumerate(words)
        if (word[0].isupper() and _is_part(plain[index], single))
        or any(is_pair[max(index - 1, 0) : index + 1])
    ]
    return list(dict.fromkeys(named))


def _is_part(word: str, single: set[str]) -> bool:
    """Whether a word is part of a name, by itself or joined to others by a hyphen."""
    return word in single or any(part in single for part in word.split("-"))


def _parts(name: str) -> list[str]:
    return [_plain(word) for word in name.split()]


def _plain(word: str) -> str:
    """Return a word without case, accents and the s of a possessive."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return letters.removesuffix("'s").removesuffix("'")
