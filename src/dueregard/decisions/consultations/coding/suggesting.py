"""Which themes an answer may be about, by counting words: no cloud, no model, nothing kept.

For each theme, each word is weighed by how much more often it stands in answers with the theme than in those without:
the log of the ratio of the odds with half an answer added to each cell (Haldane 1956; Anscombe 1956), counted by
answers and not by how often a word is repeated. An answer is scored by the sum of the weights of its words over the
root of their number; a theme is suggested where the score passes a threshold. It only suggests: a person decides.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

LEAST_EXAMPLES = 3
"""Answers with a theme, below which nothing is suggested for it."""

THRESHOLD = 1.5
MOST = 3
"""Suggestions for one answer."""

_COMMON = """
a about after all also am an and any are as at be because been before being but by can could did do does for from
get had has have he her him his how i if in into is it its just like me more most my need no not of on one only or
other our out over people should so some than that the their them then there these they this those to too up us
very was we were what when where which who will with would you your
"""
COMMON = frozenset(_COMMON.split())


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text that may tell what it is about, small and without endings of the plural."""
    found = re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("’", "'"))
    return frozenset(_stem(word) for word in found if word not in COMMON and len(word) > 2)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word


@dataclass(frozen=True)
class Weights(Generic[T]):
    """How much each word speaks for each theme."""

    of: Mapping[T, Mapping[str, float]] = field(default_factory=dict)


def learn(examples: Iterable[tuple[str, Collection[T]]]) -> Weights[T]:
    """Return the weights that coded answers give. Each example is a text and its themes.

    A word that fewer than two answers of a theme have says nothing about it.
    """
    with_word: dict[T, Counter[str]] = {}
    everywhere: Counter[str] = Counter()
    sizes: Counter[T] = Counter()
    total = 0
    for text, themes in examples:
        words = words_of(text)
        everywhere.update(words)
        total += 1
        for theme in themes:
            sizes[theme] += 1
            with_word.setdefault(theme, Counter()).update(words)
    return Weights(
        {
            theme: {
                word: _log_odds(count, sizes[theme], everywhere[word] - count, total - sizes[theme])
                for word, count in counted.items()
                if count >= 2
            }
            for theme, counted in with_word.items()
            if sizes[theme] >= LEAST_EXAMPLES
        }
    )


def suggest(text: str, weights: Weights[T]) -> Sequence[T]:
    """Return the themes that the words of an answer speak for, the likeliest first."""
    words = words_of(text)
    if not words:
        return ()
    scores = {
        theme: sum(known.get(word, 0.0) for word in words) / math.sqrt(len(words))
        for theme, known in weights.of.items()
    }
    likely = sorted(
        ((score, index, theme) for index, (theme, score) in enumerate(scores.items()) if score >= THRESHOLD),
        key=lambda one: (-one[0], one[1]),
    )
    return tuple(theme for _, _, theme in likely[:MOST])


def _log_odds(with_both: int, with_theme: int, word_only: int, without_theme: int) -> float:
    return math.log(
        (with_both + 0.5)
        * (without_theme - word_only + 0.5)
        / ((with_theme - with_both + 0.5) * (word_only + 0.5))
    )
