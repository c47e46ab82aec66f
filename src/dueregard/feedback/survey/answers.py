"""One answer to a survey: how far somebody agrees with each statement, and what they say about themselves. Pure.

It is written as digits, always as many as there are questions, so that its length says nothing of what is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.feedback.apart.models import AGES, DISABLED, ETHNIC_GROUPS, SEXES

AGREE = ("Strongly agree", "Agree")
DISAGREE = ("Disagree", "Strongly disagree")
LEVELS = (*AGREE, "Neither agree nor disagree", *DISAGREE)
NOT_SAID = 0
"""Left out, or "Prefer not to say": the two are not told apart."""

ABOUT = {"sex": SEXES, "ethnic_group": ETHNIC_GROUPS, "disability": DISABLED, "age": AGES}
"""What people may say about themselves: the column, and its levels as the code lists of feedback have them."""


@dataclass(frozen=True)
class Answer:
    """For each statement the place of the answer in `LEVELS` from 1, and so for each characteristic; 0 for none."""

    said: tuple[int, ...]
    about: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse a place that is none: a slip of ours, the form offers the places."""
        most = [len(LEVELS)] * len(self.said) + [len(levels) for levels in ABOUT.values()]
        places = (*self.said, *self.about)
        if len(places) != len(most) or not all(
            0 <= place <= last for place, last in zip(places, most, strict=True)
        ):
            raise ValueError("An answer has a place for each question, from 0 to the last of its levels.")

    @property
    def written(self) -> str:
        """What is put in."""
        return f"{_digits(self.said)}-{_digits(self.about)}"

    @classmethod
    def read(cls, written: str) -> "Answer":
        """Return what was put in."""
        said, _, about = written.partition("-")
        return cls(tuple(map(int, said)), tuple(map(int, about)))

    @property
    def row(self) -> list[str]:
        """Its words, as a row of the dataset: the characteristics, then the statements; empty where nothing is said."""
        lists = [*ABOUT.values(), *[LEVELS] * len(self.said)]
        return [_word(levels, place) for levels, place in zip(lists, (*self.about, *self.said), strict=True)]


def _digits(places: Sequence[int]) -> str:
    return "".join(map(str, places))


def _word(levels: Sequence[str], place: int) -> str:
    return "" if place == NOT_SAID else levels[place - 1]
