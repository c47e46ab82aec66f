"""Dots with whiskers: a value for each group and the range that it plausibly lies in."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.chart import (
    INSET,
    WIDTH,
    Axis,
    Block,
    Missing,
    check_rows,
    labelled,
    level_axis,
    paragraph,
    upright_grid,
)
from figures.errors import FigureError
from figures.scale import Scale, scale_over
from figures.svg import Markup, document, element, short

_BAND = 20.0
_GAP = 8.0
_RADIUS = 5.0


@dataclass(frozen=True)
class IntervalRow:
    """One group: its value with the ends of its interval, or the words that stand in their place.

    ``low`` and ``high`` are None where there is no interval. ``is_reference`` marks the group that the
    others are held against: a diamond instead of a dot. ``against`` is the value that this row alone is held
    against, where each has one of its own: a dashed mark in its row.
    """

    label: str
    value: float | Missing
    low: float | None = None
    high: float | None = None
    is_reference: bool = False
    against: float | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise FigureError(
                f"The row {self.label!r} has one end of an interval. Give both ends or neither."
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise FigureError(f"The interval of the row {self.label!r} ends before it begins.")


@dataclass(frozen=True)
class ReferenceLine:
    """An upright line that the groups are held against, with its name."""

    value: float
    label: str


def intervals(
    identity: str,
    title: str,
    description: str,
    *,
    rows: Sequence[IntervalRow],
    axis: Axis | None = None,
    reference: ReferenceLine | None = None,
    against: str = "",
) -> str:
    """Return an SVG with a dot and its whisker for each row, label and figures on a line above it.

    A `Missing` row shows its words and no mark, so that "too few to say" never looks like zero. An interval that
    the numerals cannot tell from its value is drawn, but not written. ``against`` says what the dashed marks of
    the rows' own are.
    Raises `FigureError` for no rows or half an interval.
    """
    axis = axis or Axis()
    check_rows(rows)
    values = [
        end
        for row in rows
        for end in (row.value, row.low, row.high, row.against)
        if isinstance(end, (int, float))
    ]
    if reference:
        values.append(reference.value)
    scale = scale_over(values, start=INSET, end=WIDTH - INSET, low=axis.low, high=axis.high)
    marks: list[Markup] = []
    top = 0.0
    for words in _key(reference, against):
        name = paragraph(words, top=top, class_="figure-tick")
        marks += name.marks
        top += name.height + _GAP
    for row in rows:
        block = _row(row, axis, scale, top, reference.value if reference else row.against)
        marks += block.marks
        top += block.height
    foot = level_axis(axis, scale, top=top)
    return document(
        identity,
        title,
        description,
        width=WIDTH,
        height=top + foot.height + _GAP,
        body=[*marks, *foot.marks],
    )


def _key(reference: ReferenceLine | None, against: str) -> list[str]:
    """Return what the dashed lines are: one value for all rows, or one for each."""
    said = [f"Dashed line: {reference.label}"] if reference else []
    return [*said, f"Dashed line in each row: {against}"] if against else said


def _row(row: IntervalRow, axis: Axis, scale: Scale, top: float, held_against: float | None) -> Block:
    if isinstance(row.value, Missing):
        words = labelled(row.label, row.value.words, top=top, value_class="figure-missing")
        return Block(words.marks, words.height + _GAP)
    show = axis.numerals.show
    figures = show(row.value)
    if row.low is not None and row.high is not None and not show(row.low) == figures == show(row.high):
        figures += f" ({show(row.low)} to {show(row.high)})"
    words = labelled(row.label, figures, top=top)
    upper, lower = top + words.height, top + words.height + _BAND
    middle = (upper + lower) / 2
    marks = [*upright_grid(scale, top=upper, bottom=lower), *words.marks]
    if held_against is not None:
        place = scale.place(held_against)
        marks.append(element("line", class_="figure-reference", x1=place, x2=place, y1=upper, y2=lower))
    if row.low is not None and row.high is not None:
        left, right = scale.place(row.low), scale.place(row.high)
        marks.append(element("line", class_="figure-whisker", x1=left, x2=right, y1=middle, y2=middle))
        marks += [
            element("line", class_="figure-whisker", x1=end, x2=end, y1=middle - 4, y2=middle + 4)
            for end in (left, right)
        ]
    marks.append(_mark(scale.place(row.value), middle, is_reference=row.is_reference))
    return Block(tuple(marks), words.height + _BAND + _GAP)


def _mark(x: float, y: float, *, is_reference: bool) -> Markup:
    if not is_reference:
        return element("circle", class_="figure-dot", cx=x, cy=y, r=_RADIUS)
    r = _RADIUS + 2
    corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    points = " ".join(f"{short(left)},{short(down)}" for left, down in corners)
    return element("polygon", class_="figure-dot figure-dot-reference", points=points)
