"""How far a run has come: the rows read, the time that is left, and what is being done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from disparity.sources import Batch, Source

Progress = Callable[[int, int], None]
"""Called with the rows that were read, and about how many there are in all."""

WIDTH = 24
SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_BARS = 0.1
NEW_LINE, CLEAR = "\r", "\x1b[K"


def followed(source: Source, progress: Progress | None) -> Iterator[Batch]:
    """Yield the batches of a source, and tell how many rows have been read after each."""
    read = 0
    for batch in source.batches():
        yield batch
        read += len(batch.rows)
        if progress is not None:
            progress(read, max(source.expected, read))


class ProgressLine:
    """Tells on a stream how far a run has come: a bar that moves on a terminal, plain lines elsewhere.

    Parameters
    ----------
    stream
        Where it is told.
    now
        A clock that never goes back, in seconds.
    """

    def __init__(self, stream: TextIO, *, now: Callable[[], float]) -> None:
        self._stream = stream
        self._now = now
        self._is_terminal = stream.isatty()
        self._began = now()
        self._told: float | None = None

    def rows(self, read: int, expected: int) -> None:
        """Tell how many rows have been read, and about how long the others will take."""
        now = self._now()
        between = SECONDS_BETWEEN_BARS if self._is_terminal else SECONDS_BETWEEN_LINES
        is_last = read >= expected
        if self._told is not None and not is_last and now - self._told < between:
            return
        self._told = now
        words = f"Reading: {read:,} of {expected:,} rows ({read * 100 // max(expected, 1)}%)"
        if read and not is_last:
            words += f", {_lasting((now - self._began) * (expected - read) / read)} left"
        if self._is_terminal:
            full = read * WIDTH // max(expected, 1)
            words = f"[{'#' * full}{'.' * (WIDTH - full)}] {words}"
        self._tell(words)

    def step(self, words: str) -> None:
        """Tell what is being done now."""
        self._tell(words)

    def end(self) -> None:
        """Take the bar off the terminal again."""
        if self._is_terminal:
            self._stream.write(NEW_LINE + CLEAR)
            self._stream.flush()

    def _tell(self, words: str) -> None:
        self._stream.write(f"{NEW_LINE}{words}{CLEAR}" if self._is_terminal else f"{words}\n")
        self._stream.flush()


def _lasting(seconds: float) -> str:
    """Return how long that is, as one says it."""
    if seconds < 90:
        whole = max(1, round(seconds))
        return f"about {whole} second{'s' if whole != 1 else ''}"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} minutes"
    return f"about {round(seconds / 3600)} hours"
