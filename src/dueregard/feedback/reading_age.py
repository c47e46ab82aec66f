"""The reading age of a text: the Flesch-Kincaid grade level, plus 5.

Kincaid, Fishburne, Rogers and Chissom (1975), "Derivation of new readability formulas for Navy enlisted personnel",
Research Branch Report 8-75: grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59. A child in
grade 1 of the United States is 6, so the age is the grade and 5. Numbers, such as those of a phone, are left out: they
are dialled, not read. Syllables are counted by groups of vowels, with the silent endings of English taken away.
"""

import re

HARDEST_FOR_CHILDREN = 9.0
"""The reading age that no page for children goes beyond."""

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*", re.IGNORECASE)


def reading_age(text: str) -> float:
    """Return the reading age of a text. Each line, and each `.`, `!`, `?` and `:`, ends a sentence."""
    sentences = [words for part in re.split(r"[.!?:\n]+", text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """Return how many syllables a word has, as in ``syllables("worker") == 2``; never none."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    if re.search(r"[^aeiouyl]e$", letters):
        count -= 1  # have, page; but not table or people
    elif re.search(r"[^aeioutd]ed$|[^aeioucghlsxz]es$", letters):
        count -= 1  # asked, homes; but not wanted, pages or tables
    return max(count, 1)
