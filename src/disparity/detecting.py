"""How large a gap would have had to be for these numbers of people to show it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from disparity.arguments import FloatArray, counts_of, finite, normal_quantile, plain
from disparity.errors import ImpossibleNumbers

_STEPS = 60
"""Newton's method needs about six; where the rate is 0 or 1 a few more."""


def detectable_gap(
    n1: ArrayLike,
    n2: ArrayLike,
    p: ArrayLike,
    power: float = 0.8,
    *,
    level: float = 0.95,
    direction: Literal["above", "below"] = "above",
) -> FloatArray:
    """Give the smallest gap between two proportions that so many people would probably have shown.

    Parameters
    ----------
    n1, n2 : array_like
        People of the group and of its comparator, broadcast together.
    p : array_like
        The proportion of the comparator, 0 to 1.
    power : float
        How probably the gap would have been found; at least 0.5 and below 1.
    level : float
        Confidence level of the two-sided test by which it would have been found.
    direction : {"above", "below"}
        Whether the group's proportion would have been the higher or the lower one.

    Returns
    -------
    array
        The gap as a difference of proportions, above 0 in both directions: the group's proportion would have
        been p + gap, or p - gap. NaN where no proportion up to 1, or down to 0, would have been far enough
        from p, and where n1 or n2 is 0.

    Raises
    ------
    ImpossibleNumbers
        If a count is negative, something is not finite, p is not between 0 and 1, or the power is not as
        above.

    Notes
    -----
    J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions (2003), chapter 4:
    the score test with the pooled rate, without a correction for continuity. That the test should show a
    difference the wrong way round is not counted as finding it.

    Examples
    --------
    >>> f"{detectable_gap(50, 50, 0.5, power=0.9):.4f}"
    '0.3026'
    """
    people1, people2, base = np.broadcast_arrays(counts_of(n1, "n1"), counts_of(n2, "n2"), finite(p, "p"))
    if np.any((base < 0) | (base > 1)):
        raise ImpossibleNumbers("p has a value that is not between 0 and 1.")
    if not 0.5 <= power < 1:
        raise ImpossibleNumbers(f"power is {power}; it must be at least 0.5 and below 1, such as 0.8.")
    if direction not in ("above", "below"):
        raise ImpossibleNumbers(f"direction is {direction!r}; it must be 'above' or 'below'.")
    # To look down from p is to look up from 1 - p.
    lower = base if direction == "above" else 1 - base
    asked = _Question(people1, people2, lower, normal_quantile(level), NormalDist().inv_cdf(power))
    gap: FloatArray = plain(asked.answer())
    return gap


@dataclass(frozen=True, eq=False)
class _Question:
    """People, the comparator's proportion, and the standard errors to go beyond without and with a gap."""

    n1: FloatArray
    n2: FloatArray
    p: FloatArray
    certain: float
    powerful: float

    def answer(self) -> FloatArray:
        """Find by Newton's method where the gap is just as large as the errors that it must exceed.

        The excess is a convex function of the gap, since the root of a concave one is concave. It is not
        above 0 for no gap, so it has one root at most, and from the right Newton's steps never pass it.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            widest = 1 - self.p
            # No error is larger than that of a proportion of one half.
            enough = (self.certain + self.powerful) / 2 * np.sqrt(1 / self.n1 + 1 / self.n2)
            possible = (self.n1 > 0) & (self.n2 > 0) & (widest > 0) & (self.excess(widest)[0] >= 0)
            # A hair inside of the widest gap, where the slope may be infinite.
            gap = np.where(possible, np.minimum(widest * (1 - 1e-12), enough), np.nan)
            for _ in range(_STEPS):
                excess, slope = self.excess(gap)
                step = np.maximum(excess / slope, 0.0)
                gap = gap - step
                # Each step squares what is still missing: after one of a hundred-millionth, nothing is.
                if not np.any(step > 1e-8 * gap):
                    break
        return gap

    def excess(self, gap: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return by how much a gap exceeds what would just be found, and the slope of that."""
        rate, part = self.p + gap, self.n1 / (self.n1 + self.n2)
        pooled = self.p + part * gap
        apart = 1 / self.n1 + 1 / self.n2
        without = np.sqrt(np.maximum(pooled * (1 - pooled), 0.0) * apart)
        with_gap = np.sqrt(np.maximum(rate * (1 - rate), 0.0) / self.n1 + self.p * (1 - self.p) / self.n2)
        slope = (
            1
            - self.certain * (1 - 2 * pooled) * part * apart / (2 * without)
            - self.powerful * (1 - 2 * rate) / (2 * self.n1 * with_gap)
        )
        return gap - self.certain * without - self.powerful * with_gap, slope
