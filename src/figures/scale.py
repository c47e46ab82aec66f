"""From values to places on the page, with marks at round numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from figures.errors import FigureError

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A straight line from values (``low`` to ``high``) to places (``start`` to ``end``), with its marks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    step: float

    def place(self, value: float) -> float:
        """Return where the value stands; values outside the scale stand at its ends."""
        held = min(max(value, self.low), self.high)
        return self.start + (held - self.low) / (self.high - self.low) * (self.end - self.start)


def check_finite(values: Iterable[float]) -> None:
    """Refuse infinite numbers and those that are none: there is no place on a page for them."""
    if not all(map(math.isfinite, values)):
        raise FigureError(
            "A chart was given a number that is not finite. Give `Missing` with its words instead."
        )


def scale_over(
    values: Iterable[float],
    *,
    start: float,
    end: float,
    low: float | None = None,
    high: float | None = None,
    marks: int = 4,
) -> Scale:
    """Return a scale that holds all the values, with about ``marks`` round steps.

    ``low`` and ``high`` fix an end (0 for bars, 1 for a share); an end that is not fixed moves out to the
    next mark.
    """
    held = [value for value in (*values, low, high) if value is not None]
    check_finite(held)
    lowest = min(held, default=0.0) if low is None else low
    highest = max(held, default=1.0) if high is None else high
    if highest <= lowest:
        if high is not None and low is not None:
            raise FigureError(f"An axis ends ({high}) before it begins ({low}).")
        room = abs(lowest) or 1.0
        lowest, highest = (lowest, lowest + room) if high is None else (highest - room, highest)
    step = _round_step((highest - lowest) / marks)
    first = math.floor(lowest / step + 1e-9) if low is None else math.ceil(lowest / step - 1e-9)
    last = math.ceil(highest / step - 1e-9) if high is None else math.floor(highest / step + 1e-9)
    ticks = tuple(round(index * step, 12) for index in range(first, last + 1))
    return Scale(
        low=lowest if low is not None else ticks[0],
        high=highest if high is not None else ticks[-1],
        start=start,
        end=end,
        ticks=ticks,
        step=step,
    )


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(step * size for step in _STEPS if step * size >= rough * (1 - 1e-9))
