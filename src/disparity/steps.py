"""Steps: what safe means, medians and their limits are rounded to, so that no value of one person shows."""

from __future__ import annotations

from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from disparity.intervals import Interval

FloatArray = NDArray[np.float64]

_SPECK = 1e-9
"""How much of a step floating point may be out by: less than this is not a step of its own."""


def default_step(deviation: float) -> float:
    """Give the step for values that spread by `deviation`: 1, 2 or 5 times a power of ten.

    It is the smallest such number that is at least a twentieth of the standard deviation of the whole data,
    so that it says nothing about a single group. Without any spread it is 1.

    Examples
    --------
    >>> default_step(12.0), default_step(3.1), default_step(0.0)
    (1.0, 0.2, 1.0)
    """
    least = deviation / 20
    if not least > 0:
        return 1.0
    exponent = floor(log10(least))
    for multiple, power in ((1, exponent), (2, exponent), (5, exponent), (1, exponent + 1)):
        step = float(f"{multiple}e{power}")
        if step >= least * (1 - _SPECK):
            break
    return step


def nearest(values: FloatArray, step: float) -> FloatArray:
    """Round to the nearest step, a half upwards."""
    return _clean(np.floor(values / step + 0.5 + _SPECK), step)


def outward(limits: Interval, step: float | None) -> Interval:
    """Round an interval to the step: its value to the nearest, its limits away from it. None leaves it."""
    if step is None:
        return limits
    return Interval(
        nearest(limits.value, step),
        _clean(np.floor(limits.low / step + _SPECK), step),
        _clean(np.ceil(limits.high / step - _SPECK), step),
    )


def _clean(steps: FloatArray, step: float) -> FloatArray:
    """Multiply, and drop the digits that floating point adds: 3 steps of 0.1 are 0.3."""
    # Adding 0 makes the negative zero that rounding leaves an ordinary one.
    return np.asarray(np.round(steps * step, max(0, 9 - floor(log10(step)))) + 0.0)
