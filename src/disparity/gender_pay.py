"""The six figures on pay that an employer of 250 or more in Great Britain must publish each year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from disparity.arguments import FloatArray
from disparity.errors import ImpossibleNumbers

MEN, WOMEN = frozenset({"male", "m", "man", "men"}), frozenset({"female", "f", "woman", "women"})
"""How each sex may be written, in capitals or not."""

_EXTRA = {0: (), 1: (0,), 2: (0, 2), 3: (0, 1, 2)}
"""Which quarters take one person more where the number does not divide by four, as the guidance has it."""


@dataclass(frozen=True, eq=False)
class GenderPayGap:
    """The six figures, all in per cent and not rounded; a gap is above 0 where women are paid less.

    A figure is NaN where one of its two sides has nobody, or where men's pay is 0; the figures on bonuses
    also where no bonuses were given to compare.
    """

    mean: float
    """Men's mean hourly pay less women's, of men's (regulation 8)."""
    median: float
    """The same for medians (regulation 9)."""
    bonus_mean: float
    """The same for the mean bonus of those who were paid one (regulation 10)."""
    bonus_median: float
    """The same for the median bonus of those who were paid one (regulation 11)."""
    bonus_men: float
    """Men who were paid a bonus, of all men (regulation 12)."""
    bonus_women: float
    """Women who were paid a bonus, of all women (regulation 12)."""
    quarters_men: FloatArray
    """Men in the lower, lower middle, upper middle and upper quarter of pay, of all there (regulation 13)."""
    quarters_women: FloatArray
    """Women in the same four quarters."""
    men: int
    """Men whose hourly pay counts."""
    women: int
    """Women whose hourly pay counts."""
    left_out: int
    """People whose sex is neither, or is not known; they are in none of the figures."""


def gender_pay_gap(pay: ArrayLike, sex: ArrayLike, bonus: ArrayLike | None = None) -> GenderPayGap:
    """Give the six figures of the gender pay gap, from one row for each employee.

    Parameters
    ----------
    pay : array_like
        Hourly pay, (people,), in pounds; NaN for somebody who was on less than full pay because of leave,
        whose bonus counts and whose pay does not.
    sex : array_like
        The word ``male`` or ``female`` for each, or ``m``, ``man``, ``f``, ``woman``, in capitals or not.
        Anybody else is left out of all figures, and counted.
    bonus : array_like, optional
        Bonus pay in the twelve months, (people,), in pounds; 0 or NaN for none.

    Returns
    -------
    GenderPayGap
        Per cent, exact. Nothing is hidden: in a small workforce the figures can give a person's pay away.

    Raises
    ------
    ImpossibleNumbers
        If the arguments are not of one length, or an amount is negative or infinite.

    Notes
    -----
    The Equality Act 2010 (Gender Pay Gap Information) Regulations 2017 (SI 2017/172), regulations 8 to 13;
    for public bodies in England the same in schedule 1 of SI 2017/353. Where people with the same pay fall
    into two quarters, each quarter has the share of men among them (regulation 13(2)), here to the fraction
    of a person. People left over by a division by four go as in the government's guidance: to the lower,
    then the upper middle, and if there are three to the lower middle quarter.

    Examples
    --------
    >>> figures = gender_pay_gap([20, 18, 16, 10], ["male", "female", "male", "female"])
    >>> f"{figures.mean:.1f} {figures.median:.1f} {figures.quarters_women.tolist()}"
    '22.2 22.2 [100.0, 0.0, 100.0, 0.0]'
    """
    hourly, paid = (
        _amounts(pay, "pay"),
        _amounts(np.full(np.shape(pay), np.nan) if bonus is None else bonus, "bonus"),
    )
    words = np.asarray(sex, dtype=object)
    if not hourly.shape == words.shape == paid.shape or hourly.ndim != 1:
        raise ImpossibleNumbers("pay, sex and bonus differ in length; each has one entry for each person.")
    written = [word.strip().lower() if isinstance(word, str) else "" for word in words]
    men = np.array([word in MEN for word in written], dtype=np.bool_)
    women = np.array([word in WOMEN for word in written], dtype=np.bool_)
    counts, rewarded = ~np.isnan(hourly), paid > 0
    quarters = _quarters(hourly[counts & (men | women)], men[counts & (men | women)])
    asked = bonus is not None
    return GenderPayGap(
        mean=_gap(_mean(hourly[men & counts]), _mean(hourly[women & counts])),
        median=_gap(_median(hourly[men & counts]), _median(hourly[women & counts])),
        bonus_mean=_gap(_mean(paid[men & rewarded]), _mean(paid[women & rewarded])),
        bonus_median=_gap(_median(paid[men & rewarded]), _median(paid[women & rewarded])),
        bonus_men=100 * _mean(rewarded[men]) if asked else np.nan,
        bonus_women=100 * _mean(rewarded[women]) if asked else np.nan,
        quarters_men=100 * quarters,
        quarters_women=100 * (1 - quarters),
        men=int(np.sum(men & counts)),
        women=int(np.sum(women & counts)),
        left_out=int(np.sum(~men & ~women)),
    )


def _quarters(pay: FloatArray, men: NDArray[np.bool_]) -> FloatArray:
    """Give the share of men in each quarter of pay, from the lowest; NaN for a quarter of nobody."""
    each, left = divmod(len(pay), 4)
    size = np.array([each + (quarter in _EXTRA[left]) for quarter in range(4)])
    # How many of the lowest paid are men, were all with the same pay lined up evenly.
    _, place, people = np.unique(pay, return_inverse=True, return_counts=True)
    reached = np.concatenate([[0], np.cumsum(people)])
    men_reached = np.concatenate([[0.0], np.cumsum(np.bincount(place, weights=men, minlength=len(people)))])
    ends = np.interp(np.concatenate([[0], np.cumsum(size)]), reached, men_reached)
    share: FloatArray = np.divide(np.diff(ends), size, out=np.full(4, np.nan), where=size > 0)
    return share


def _amounts(values: ArrayLike, name: str) -> FloatArray:
    amounts = np.asarray(values, dtype=np.float64)
    if np.any(np.isinf(amounts) | (amounts < 0)):
        raise ImpossibleNumbers(f"{name} has an amount that is negative or not finite.")
    return amounts


def _mean(values: FloatArray | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else np.nan


def _median(values: FloatArray) -> float:
    return float(np.median(values)) if len(values) else np.nan


def _gap(men: float, women: float) -> float:
    return 100 * (men - women) / men if men > 0 else np.nan
