"""A row of the benchmarks: something that is timed, and what it is held against."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing that was timed, in seconds, or measured in another `unit`.

    `limit` is a promise, `beside` another way to the same end.
    """

    name: str
    seconds: float
    limit: float | None = None
    beside: str = ""
    beside_seconds: float | None = None
    unit: str = "s"

    @property
    def is_kept(self) -> bool:
        """Whether the promise was kept."""
        return self.limit is None or self.seconds <= self.limit

    def __str__(self) -> str:
        words = f"{self.name}: {self.seconds:.2f} {self.unit}"
        if self.limit is not None:
            words += f" (at most {self.limit:.3g} {self.unit}: {'kept' if self.is_kept else 'NOT KEPT'})"
        if self.beside_seconds is not None:
            times = self.beside_seconds / self.seconds
            if times >= 1:
                words += f"; {self.beside}: {self.beside_seconds:.2f} s, {times:.1f} times as long"
            else:
                words += f"; {1 / times:.1f} times {self.beside}, {self.beside_seconds:.2f} s"
        return words


def fastest(work: Callable[[], object], *, times: int) -> float:
    """Return the seconds of the fastest of some runs: what the machine can do when nobody else is on it."""
    return min(_seconds(work) for _ in range(times))


def side_by_side(
    one: Callable[[], object], other: Callable[[], object], *, times: int
) -> tuple[float, float]:
    """Return the fastest seconds of both, run in turns, so that a busy machine is busy for both."""
    pairs = [(_seconds(one), _seconds(other)) for _ in range(times)]
    return min(first for first, _ in pairs), min(second for _, second in pairs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
