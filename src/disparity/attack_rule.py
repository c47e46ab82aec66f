"""The rule of the attack: when a hidden count is known too well (docs/adr/0012-the-first-attack.md)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from disparity.cube import Integers
from disparity.plan import Protection


def is_broken(low: Integers, high: Integers, rules: Protection) -> NDArray[np.bool_]:
    """Say which hidden counts are known too well, if they are known to lie from `low` to `high`.

    A count that is shown is one of `round` whole numbers; one that is hidden must be one of as many at least.
    Where it is known to be under the threshold, nothing may be known beyond that: it may still be 0, or
    anything up to the threshold.
    """
    numbers = high - low + 1
    return np.asarray(
        (numbers < rules.round) | ((high < rules.threshold) & (numbers < rules.threshold)), dtype=bool
    )
