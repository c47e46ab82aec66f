"""The names of lines over time: a letter at the end of each, and a list below with its name and last value."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.chart import WIDTH, Axis, Block, Missing, paragraph, series_class, words_at
from figures.lettering import LINE_HEIGHT, SIZE
from figures.scale import Scale
from figures.svg import Markup, element

LAST_FIGURES = "The last figure of each line:"
_SAMPLE = 30.0
"""How long the piece of a line is that stands before its name."""


@dataclass(frozen=True)
class Line:
    """One series: its name and a value for each period, with the ends of its interval where there are any.

    ``ends`` is empty, or has a pair ``(low, high)`` or None for each period.
    """

    name: str
    values: tuple[float | Missing, ...]
    ends: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True)
class Ended:
    """One series with its place among the colours, its letter, and its last value if it has one."""

    line: Line
    index: int
    letter: str
    last: float | None


def by_their_ends(series: Sequence[Line]) -> list[Ended]:
    """Return the series as they end, the highest first, so that the list reads as the lines lie."""
    lasts = [
        next((value for value in reversed(line.values) if not isinstance(value, Missing)), None)
        for line in series
    ]
    order = sorted(
        range(len(series)), key=lambda index: (lasts[index] is None, -(lasts[index] or 0.0), index)
    )
    return [
        Ended(series[index], index, chr(ord("A") + place) if len(series) > 1 else "", lasts[index])
        for place, index in enumerate(order)
    ]


def letters_at_ends(ended: Sequence[Ended], upward: Scale, right: float) -> list[Markup]:
    """Return each line's letter beside its end, moved apart where they would touch."""
    drawn = [each for each in ended if each.last is not None]
    tops = _moved_apart([upward.place(each.last or 0.0) - SIZE / 2 for each in drawn], upward.start)
    return [
        words_at(right + 4, top + SIZE - 2, each.letter, class_="figure-value")
        for top, each in zip(tops, drawn, strict=True)
    ]


def _moved_apart(wanted: Sequence[float], floor: float) -> list[float]:
    """Push lines of words, sorted by their tops, down until none touch, then up from the floor."""
    tops: list[float] = []
    for top in wanted:
        tops.append(max(top, tops[-1] + SIZE if tops else 0.0))
    limit = floor + 2.0  # not among the names of the periods
    for index in reversed(range(len(tops))):
        limit = min(tops[index], limit - SIZE)
        tops[index] = limit
    return tops


def key_of(ended: Sequence[Ended], axis: Axis, top: float) -> Block:
    """Return the list of the lines: a piece of each, its letter, its name and its last value."""
    head = paragraph(LAST_FIGURES, top=top, class_="figure-tick")
    marks = list(head.marks)
    height = head.height
    for each in ended:
        middle = top + height + SIZE - 5
        kind = f"figure-line {series_class(each.index)}"
        marks.append(element("line", class_=kind, x1=0.0, x2=_SAMPLE, y1=middle, y2=middle))
        if each.letter:
            marks.append(words_at(_SAMPLE + 6, top + height + SIZE, each.letter, class_="figure-value"))
        shown = "" if each.last is None else f" {axis.numerals.show(each.last)}"
        start = _SAMPLE + (24 if each.letter else 6)
        name = paragraph(f"{each.line.name}{shown}", top=top + height, x=start, width=WIDTH - start)
        marks += name.marks
        height += max(name.height, LINE_HEIGHT)
    return Block(tuple(marks), height)
