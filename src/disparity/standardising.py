"""Counts and directly standardised rates, with the limits of Byar and Dobson."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from disparity.arguments import FloatArray, counts_of, normal_quantile
from disparity.errors import ImpossibleNumbers
from disparity.intervals import Interval, interval_of

FEWEST_EVENTS = 10
"""Below so many events in all there is no standardised rate: the rule of the UK Health Security Agency."""


def byar(k: ArrayLike, *, level: float = 0.95) -> Interval:
    """Give a count of independent events with Byar's approximate interval.

    Parameters
    ----------
    k : array_like
        Events, 0 or more.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        In events. The lower limit is 0 where k is 0, and wherever the formula falls below 0. No part is NaN.

    Raises
    ------
    ImpossibleNumbers
        If a count is negative or not finite.

    Notes
    -----
    N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (IARC, 1987), equations 2.13: a
    close approximation to the exact limits of a Poisson count.

    Examples
    --------
    >>> limits = byar(65)
    >>> f"{limits.value:.0f} {limits.low:.3f} {limits.high:.3f}"
    '65 50.163 82.849'
    """
    events = counts_of(k, "k")
    return interval_of(events, *_byar_limits(events, normal_quantile(level)))


def standardise(
    k: ArrayLike, n: ArrayLike, weights: ArrayLike, *, level: float = 0.95, axis: int = -1
) -> Interval:
    """Give the rate that a group would have if it were made up as a standard population is.

    Parameters
    ----------
    k, n, weights : array_like
        Events, people (or years of people, so k may exceed n) and the standard population in each stratum,
        broadcast together.
    level : float
        Confidence level, between 0 and 1.
    axis : int
        The axis of the strata, which the result no longer has.

    Returns
    -------
    Interval
        Events for each person. All three are NaN, and there is no rate, where the events of all strata
        together are fewer than 10, where a stratum of the standard population has nobody in the group, and
        where the weights are all 0. A stratum without weight does not count, nor do its events.

    Raises
    ------
    ImpossibleNumbers
        If something is negative or not finite, or there are events in a stratum of nobody.

    Notes
    -----
    A. J. Dobson, K. Kuulasmaa, E. Eberle and J. Scherer, "Confidence intervals for weighted sums of Poisson
    parameters", Statistics in Medicine 10 (1991), with Byar's limits for the count; the rule of ten events
    is that of the UK Health Security Agency, after J. K. Morris, J. Tan, P. Fryers and J. Bestwick, Population
    Health Metrics 16 (2018).

    Examples
    --------
    >>> rate = standardise([10, 30], [100, 200], [1, 3])
    >>> f"{rate.value:.4f} {rate.low:.4f} {rate.high:.4f}"
    '0.1375 0.0977 0.1879'
    """
    z = normal_quantile(level)
    events, people, standard = (
        np.moveaxis(np.atleast_1d(part), axis, -1)
        for part in np.broadcast_arrays(counts_of(k, "k"), counts_of(n, "n"), counts_of(weights, "weights"))
    )
    # What has no weight does not count: neither its events nor the lack of people in it.
    events = np.where(standard > 0, events, 0.0)
    share = standard > 0
    if np.any((people == 0) & (events > 0)):
        raise ImpossibleNumbers("k has events in a stratum in which n has nobody.")
    observed, whole = events.sum(axis=-1), standard.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(share, standard / whole[..., np.newaxis] / people, 0.0)
        rate = (each * events).sum(axis=-1)
        scale = np.sqrt((each**2 * events).sum(axis=-1) / observed)
        low, high = _byar_limits(observed, z)
        limits = rate + scale * (low - observed), rate + scale * (high - observed)
    defined = (observed >= FEWEST_EVENTS) & np.all(~share | (people > 0), axis=-1)
    return interval_of(*(np.where(defined, part, np.nan) for part in (rate, *limits)))


def _byar_limits(events: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Give the limits of counts: the cube root of a Poisson count is nearly normal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        low = events * np.maximum(1 - 1 / (9 * events) - z / (3 * np.sqrt(events)), 0.0) ** 3
    more = events + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(events > 0, low, 0.0), high
