"""Bars that lie level, one under another, so that long labels have room: grouped and stacked."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.chart import (
    INSET,
    WIDTH,
    Axis,
    Block,
    Missing,
    check_rows,
    check_series,
    labelled,
    level_axis,
    paragraph,
    series_class,
    upright_grid,
    words_at,
)
from figures.errors import FigureError
from figures.lettering import LINE_HEIGHT, SIZE, width_of, wrap
from figures.scale import Scale, scale_over
from figures.svg import Markup, document, element

_BAR = 14.0
_GAP = 6.0
_SWATCH = 11.0
_OVER = 2.0
"""How far the lines of the grid reach beyond a bar, so that they are seen above and below it."""


@dataclass(frozen=True)
class BarRow:
    """One group of a bar chart: its label and one value for each series."""

    label: str
    values: tuple[float | Missing, ...]


def grouped_bars(
    identity: str,
    title: str,
    description: str,
    *,
    series: Sequence[str],
    rows: Sequence[BarRow],
    axis: Axis | None = None,
) -> str:
    """Return an SVG with a bar for each series in each row, every bar with its name and value beside it.

    Bars begin at zero, whatever the axis says, because their length is what is read; negative values lie
    to the left of it. A `Missing` value is its words and no bar. With one series its name is left out.

    Raises `FigureError` for no rows, more than six series or a row of another length than ``series``.
    """
    axis = axis or Axis()
    _check(series, rows)
    shown = [value for row in rows for value in row.values if not isinstance(value, Missing)]
    scale = scale_over(
        [0.0, *shown], start=INSET, end=WIDTH - INSET, low=_from_zero(axis.low), high=axis.high
    )
    marks: list[Markup] = []
    top = 0.0
    for row in rows:
        if len(series) > 1:
            name = paragraph(row.label, top=top, class_="figure-heading")
            marks += name.marks
            top += name.height
        for index, value in enumerate(row.values):
            block = _bar(series[index] if len(series) > 1 else row.label, value, index, axis, scale, top)
            marks += block.marks
            top += block.height
        top += _GAP
    foot = level_axis(axis, scale, top=top)
    return document(
        identity,
        title,
        description,
        width=WIDTH,
        height=top + foot.height + _GAP,
        body=[*marks, *foot.marks],
    )


def _bar(name: str, value: float | Missing, index: int, axis: Axis, scale: Scale, top: float) -> Block:
    if isinstance(value, Missing):
        words = labelled(name, value.words, top=top, value_class="figure-missing")
        return Block(words.marks, words.height + _GAP)
    words = labelled(name, axis.numerals.show(value), top=top)
    zero = scale.place(0.0)
    ends = sorted((zero, scale.place(value)))
    upper = top + words.height + 1
    bar = element(
        "rect",
        class_=f"figure-bar {series_class(index)}",
        x=ends[0],
        y=upper,
        width=ends[1] - ends[0],
        height=_BAR,
    )
    first, last = upper - _OVER, upper + _BAR + _OVER
    behind = upright_grid(scale, top=first, bottom=last)
    behind.append(element("line", class_="figure-axis", x1=zero, x2=zero, y1=first, y2=last))
    return Block((*behind, *words.marks, bar), words.height + _BAR + _GAP)


def _from_zero(low: float | None) -> float | None:
    return None if low is None else min(low, 0.0)


def stacked_bars(
    identity: str,
    title: str,
    description: str,
    *,
    series: Sequence[str],
    rows: Sequence[BarRow],
    axis: Axis | None = None,
) -> str:
    """Return an SVG with one bar for each row, made of its parts end to end.

    Under each bar stand its parts by name and value, each with a small square of its colour. A part that
    is `Missing` takes no room in the bar, and is named with its words. Values may not be negative.

    Raises `FigureError` for no rows, more than six series, a row of another length, or a negative part.
    """
    axis = axis or Axis()
    _check(series, rows)
    parts = [[0.0 if isinstance(value, Missing) else value for value in row.values] for row in rows]
    if any(part < 0 for row in parts for part in row):
        raise FigureError("A stacked bar was given a negative part. Parts of a whole are zero or more.")
    scale = scale_over([0.0, *map(sum, parts)], start=INSET, end=WIDTH - INSET, low=0.0, high=axis.high)
    marks: list[Markup] = []
    top = 0.0
    for row, lengths in zip(rows, parts, strict=True):
        name = paragraph(row.label, top=top)
        marks += name.marks
        top += name.height + 1
        marks += upright_grid(scale, top=top - _OVER, bottom=top + _BAR + _OVER)
        start = 0.0
        for index, length in enumerate(lengths):
            left, right = scale.place(start), scale.place(start + length)
            if length > 0:
                kind = f"figure-part {series_class(index)}"
                marks.append(element("rect", class_=kind, x=left, y=top, width=right - left, height=_BAR))
            start += length
        key = _key(series, row, axis, top + _BAR + 2)
        marks += key.marks
        top += _BAR + key.height + 2 * _GAP
    foot = level_axis(axis, scale, top=top)
    return document(
        identity,
        title,
        description,
        width=WIDTH,
        height=top + foot.height + _GAP,
        body=[*marks, *foot.marks],
    )


def _key(series: Sequence[str], row: BarRow, axis: Axis, top: float) -> Block:
    """Return the parts of a stacked bar by name, colour and value, wrapped to the width."""
    marks: list[Markup] = []
    left, line = 0.0, 0
    for index, (name, value) in enumerate(zip(series, row.values, strict=True)):
        shown = value.words if isinstance(value, Missing) else axis.numerals.show(value)
        entry = f"{name} {shown}"
        needed = _SWATCH + 5 + width_of(entry)
        if left and left + needed > WIDTH:
            left, line = 0.0, line + 1
        y = top + line * LINE_HEIGHT
        broken = wrap(entry, WIDTH - _SWATCH - 5)
        kind = f"figure-part {series_class(index)}"
        marks.append(
            element("rect", class_=kind, x=left, y=y + SIZE - _SWATCH + 1, width=_SWATCH, height=_SWATCH)
        )
        for down, words in enumerate(broken):
            baseline = y + SIZE + down * LINE_HEIGHT
            marks.append(words_at(left + _SWATCH + 5, baseline, words, class_="figure-tick"))
        line += len(broken) - 1
        left = WIDTH if len(broken) > 1 else left + needed + 12
    return Block(tuple(marks), (line + 1) * LINE_HEIGHT)


def _check(series: Sequence[str], rows: Sequence[BarRow]) -> None:
    check_series(series)
    check_rows(rows)
    for row in rows:
        if len(row.values) != len(series):
            raise FigureError(
                f"The row {row.label!r} has {len(row.values)} values for {len(series)} series. "
                "Give one for each."
            )
