"""The four-fifths rule of the United States, compared in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from disparity.arguments import FloatArray, plain, two_groups
from disparity.errors import ImpossibleNumbers

ORIGIN = (
    "A rule of thumb from the United States (29 CFR 1607.4 D, 1978). It is no test in British law, and it "
    "takes no account of chance."
)


@dataclass(frozen=True, eq=False)
class FourFifths:
    """Whether a rate reaches four fifths of its comparator's; where one has no rate, neither field is true.

    `rule` says where the rule comes from. Show it wherever the answer is shown.
    """

    met: NDArray[np.bool_]
    below: NDArray[np.bool_]
    rule: str = ORIGIN


def four_fifths(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> FourFifths:
    """Say whether the rate k1/n1 is at least four fifths of the rate k2/n2.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like
        Those selected, and all people, of the group and of its comparator, broadcast together; whole numbers.
        The rule is meant for selection, where a low rate is the worse one, and for the group with the
        highest rate as the comparator.

    Returns
    -------
    FourFifths
        `met` and `below` have the broadcast shape; where n1 or n2 is 0 both are False. Exactly four fifths
        is met. Where nobody of the comparator was selected, no rate can fall below it.

    Raises
    ------
    ImpossibleNumbers
        As for `wilson`; also if a count is not a whole number.

    Notes
    -----
    Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D (1978), of the United States. The
    comparison is 5 k1 n2 >= 4 k2 n1: in floating point 3/5 would be less than four fifths of 3/4.

    Examples
    --------
    >>> bool(four_fifths(3, 5, 3, 4).met), bool(four_fifths(48, 80, 56, 70).below)
    (True, True)
    """
    counted = two_groups(k1, n1, k2, n2)
    events1, people1, events2, people2 = _whole(counted)
    both = (people1 > 0) & (people2 > 0)
    enough = np.asarray(5 * events1 * people2 >= 4 * events2 * people1, dtype=np.bool_)
    return FourFifths(plain(both & enough), plain(both & ~enough))


def _whole(counted: tuple[FloatArray, ...]) -> tuple[NDArray[np.int64], ...]:
    """Give counts as integers: Python's own, which have no end, where products would not fit into 64 bits."""
    if any(np.any(part != np.floor(part)) for part in counted):
        raise ImpossibleNumbers("four_fifths needs whole numbers: counts of people, not rates or weights.")
    largest = max((float(part.max()) for part in counted if part.size), default=0.0)
    kind = np.int64 if largest < 1e9 else object
    return tuple(part.astype(np.int64).astype(kind) for part in counted)
