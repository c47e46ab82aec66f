"""Periods: the months, quarters and financial years in which figures are given.

A period knows its first and last day, its label in plain words and its neighbours. Periods of one kind can be
compared and sorted; a month and a quarter cannot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

APRIL = 4


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months. `Month`, `Quarter` and `FinancialYear` are the kinds there are."""

    first: date

    months: ClassVar[int]
    # The month of the year in which a period of this kind may begin, counted on by `months`.
    anchor: ClassVar[int]

    def __post_init__(self) -> None:
        if self.first != self._beginning(self.first):
            raise ValueError(
                f"No {type(self).__name__} begins on {self.first}. Use {type(self).__name__}.containing."
            )

    @classmethod
    def containing(cls, day: date) -> Self:
        """Return the period in which a day falls."""
        return cls(cls._beginning(day))

    @classmethod
    def between(cls, first: date, last: date) -> Iterator[Self]:
        """Yield the periods from the one with the day `first` to the one with the day `last`."""
        period, end = cls.containing(first), cls.containing(last)
        while period <= end:
            yield period
            period = period.next()

    @classmethod
    def _beginning(cls, day: date) -> date:
        over = (day.month - cls.anchor) % cls.months
        return _add_months(day.replace(day=1), -over)

    @property
    def last(self) -> date:
        """The last day."""
        return _add_months(self.first, self.months) - timedelta(days=1)

    @property
    def label(self) -> str:
        """What people call it."""
        raise NotImplementedError

    def next(self) -> Self:
        """Return the period that follows."""
        return type(self)(_add_months(self.first, self.months))

    def previous(self) -> Self:
        """Return the period before."""
        return type(self)(_add_months(self.first, -self.months))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.label


class Month(Period):
    """A calendar month: “June 2024”."""

    months = 1
    anchor = 1

    @property
    def label(self) -> str:
        """The month and the year."""
        return f"{MONTH_NAMES[self.first.month - 1]} {self.first.year}"


class Quarter(Period):
    """Three months, from January, April, July or October: “April to June 2024”."""

    months = 3
    anchor = 1

    @property
    def label(self) -> str:
        """The first and last month, and the year."""
        return f"{MONTH_NAMES[self.first.month - 1]} to {MONTH_NAMES[self.last.month - 1]} {self.first.year}"


class FinancialYear(Period):
    """April to March: “2023 to 2024”."""

    months = 12
    anchor = APRIL

    @property
    def label(self) -> str:
        """The two years."""
        return f"{self.first.year} to {self.first.year + 1}"


# Written out, so that a label does not depend on the language of the machine.
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _add_months(first: date, count: int) -> date:
    """Return the first day of the month `count` months on."""
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(year, month + 1, 1)
