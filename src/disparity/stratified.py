"""Comparing like with like: one ratio, difference and odds ratio from many strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from disparity.arguments import FloatArray, normal_quantile, two_groups
from disparity.intervals import Interval, interval_of


@dataclass(frozen=True, eq=False)
class MantelHaenszel:
    """What the Mantel-Haenszel method makes of strata: a ratio and a difference of rates, and an odds ratio."""

    risk_ratio: Interval
    risk_difference: Interval
    odds_ratio: Interval


def mantel_haenszel(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, axis: int = -1, *, level: float = 0.95
) -> MantelHaenszel:
    """Compare two groups within each stratum, and give one adjusted figure over all of them.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like
        Events and people of the group and of its comparator in each stratum, broadcast together.
    axis : int
        The axis of the strata, which the result no longer has. Single numbers are one stratum.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    MantelHaenszel
        `risk_ratio`, `risk_difference` (-1 to 1) and `odds_ratio`, each an `Interval`.

        A stratum that lacks people on either side compares nobody with nobody, and adds nothing. Where no
        stratum has both, every part is NaN. A ratio is 0, infinite or NaN where its numerator, its
        denominator or both are 0, and its limits are then NaN, as for `ratio`. A difference has no limits (NaN)
        where its standard error is 0, since an interval without width would claim a certainty that is not
        there: so where nobody has the outcome, or everybody, in all strata.

    Raises
    ------
    ImpossibleNumbers
        As for `wilson`.

    Notes
    -----
    N. Mantel and W. Haenszel, JNCI 22 (1959). The variances, which hold for many small strata as for a few
    large ones, are those of S. Greenland and J. M. Robins, Biometrics 41 (1985), for the logarithm of the
    risk ratio; T. Sato, Biometrics 45 (1989), for the risk difference; J. Robins, N. Breslow and
    S. Greenland, Biometrics 42 (1986), for the logarithm of the odds ratio.

    Examples
    --------
    >>> adjusted = mantel_haenszel([8, 22], [60, 40], [20, 10], [120, 30])
    >>> f"{adjusted.risk_ratio.value:.3f} {adjusted.odds_ratio.value:.3f} {adjusted.risk_difference.value:.3f}"
    '1.192 1.285 0.042'
    """
    z = normal_quantile(level)
    # A single number is one stratum, so there is always an axis to sum over.
    strata = _Strata(*(np.moveaxis(np.atleast_1d(part), axis, -1) for part in two_groups(k1, n1, k2, n2)))
    return MantelHaenszel(_risk_ratio(strata, z), _risk_difference(strata, z), _odds_ratio(strata, z))


@dataclass(frozen=True, eq=False)
class _Strata:
    """Events and people of two groups, with the strata along the last axis."""

    k1: FloatArray
    n1: FloatArray
    k2: FloatArray
    n2: FloatArray

    @property
    def people(self) -> FloatArray:
        """Return the people of each stratum; 1 where one of the groups is empty, and nothing is summed."""
        return np.where((self.n1 > 0) & (self.n2 > 0), self.n1 + self.n2, 1.0)

    def total(self, parts: FloatArray) -> FloatArray:
        """Sum over the strata that have people of both groups."""
        return np.asarray(np.sum(np.where((self.n1 > 0) & (self.n2 > 0), parts, 0.0), axis=-1))


def _risk_ratio(strata: _Strata, z: float) -> Interval:
    k1, n1, k2, n2, people = strata.k1, strata.n1, strata.k2, strata.n2, strata.people
    above, below = strata.total(k1 * n2 / people), strata.total(k2 * n1 / people)
    # The paper's n1 n2 (k1 + k2) - k1 k2 (n1 + n2), written as a sum so that nothing cancels.
    spread = strata.total((k1 * n1 * (n2 - k2) + k2 * n2 * (n1 - k1)) / people**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _log_interval(above, below, spread / (above * below), z)


def _odds_ratio(strata: _Strata, z: float) -> Interval:
    k1, n1, k2, n2, people = strata.k1, strata.n1, strata.k2, strata.n2, strata.people
    agree, differ = (k1 + n2 - k2) / people, (k2 + n1 - k1) / people
    above, below = k1 * (n2 - k2) / people, k2 * (n1 - k1) / people
    r, s = strata.total(above), strata.total(below)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (
            strata.total(agree * above) / (2 * r**2)
            + strata.total(agree * below + differ * above) / (2 * r * s)
            + strata.total(differ * below) / (2 * s**2)
        )
    return _log_interval(r, s, variance, z)


def _risk_difference(strata: _Strata, z: float) -> Interval:
    k1, n1, k2, n2, people = strata.k1, strata.n1, strata.k2, strata.n2, strata.people
    weight = strata.total(n1 * n2 / people)
    p = (n1**2 * k2 - n2**2 * k1 + n1 * n2 * (n2 - n1) / 2) / people**2
    q = (k1 * (n2 - k2) + k2 * (n1 - k1)) / (2 * people)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = strata.total((k1 * n2 - k2 * n1) / people) / weight
        spread = value * strata.total(p) + strata.total(q)
        # The sum is never below 0, but rounding can leave a speck of it where it should be 0.
        error = np.sqrt(np.where(spread > 1e-14 * strata.total(q), spread, np.nan)) / weight
    return interval_of(value, value - z * error, value + z * error)


def _log_interval(above: FloatArray, below: FloatArray, variance: FloatArray, z: float) -> Interval:
    """Give the ratio of two sums, with limits where both are above 0 and so have a logarithm."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = above / below
        factor = np.exp(z * np.sqrt(np.where((above > 0) & (below > 0), variance, np.nan)))
        return interval_of(value, value / factor, value * factor)
