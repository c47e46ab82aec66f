"""Lines over time, each named at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.chart import (
    INSET,
    WIDTH,
    Axis,
    Missing,
    check_rows,
    check_series,
    paragraph,
    series_class,
    words_at,
)
from figures.errors import FigureError
from figures.lettering import LINE_HEIGHT, SIZE, shortened, width_of, wrap
from figures.scale import Scale, scale_over
from figures.svg import Markup, document, element

_TALL = 200.0
_NAMES = 108.0
_ASIDE = 4.0


@dataclass(frozen=True)
class Line:
    """One series: its name and a value for each period, with the ends of its interval where there are any.

    ``ends`` is empty, or has a pair ``(low, high)`` or None for each period.
    """

    name: str
    values: tuple[float | Missing, ...]
    ends: tuple[tuple[float, float] | None, ...] = ()


def lines(
    identity: str,
    title: str,
    description: str,
    *,
    periods: Sequence[str],
    series: Sequence[Line],
    axis: Axis | None = None,
) -> str:
    """Return an SVG with a line for each series over the periods, its name and last value at its end.

    A `Missing` value breaks the line, and a note under the chart says why. The axis begins at zero unless
    it says otherwise, so that small changes do not look like great ones. Where a series has intervals, each
    value has an upright whisker; those of several series stand side by side, not on one another.

    Raises `FigureError` for no periods, more than six series, or a series of another length.
    """
    axis = axis or Axis(low=0.0)
    _check(periods, series)
    values = [value for line in series for value in line.values if not isinstance(value, Missing)]
    values += [end for line in series for pair in line.ends if pair for end in pair]
    upward = scale_over(
        values or [0.0], start=LINE_HEIGHT + _TALL, end=LINE_HEIGHT, low=axis.low, high=axis.high
    )
    right = WIDTH - _NAMES
    across = [
        INSET + (right - INSET) * (index / (len(periods) - 1) if len(periods) > 1 else 0.5)
        for index in range(len(periods))
    ]
    marks = _level_grid(upward, right)
    for index, line in enumerate(series):
        aside = (index - (len(series) - 1) / 2) * _ASIDE if any(each.ends for each in series) else 0.0
        beside = [min(max(x + aside, 0.0), right) for x in across]
        marks += _whiskers(line, index, beside, upward)
        marks += _drawn(line, index, beside, upward)
    # After the lines, so that no line runs over the words.
    marks += _tick_names(axis, upward)
    marks += _names(series, axis, upward, right)
    bottom = LINE_HEIGHT + _TALL
    marks += _period_names(periods, across, bottom + SIZE + 4)
    bottom += LINE_HEIGHT + 6
    for note in (axis.title, *_breaks(series)):
        block = paragraph(note, top=bottom, class_="figure-tick")
        marks += block.marks
        bottom += block.height
    return document(identity, title, description, width=WIDTH, height=bottom + 4, body=marks)


def _level_grid(upward: Scale, right: float) -> list[Markup]:
    marks: list[Markup] = []
    for tick in upward.ticks:
        y = upward.place(tick)
        kind = "figure-axis" if tick == upward.low else "figure-grid"
        marks.append(element("line", class_=kind, x1=0.0, x2=right, y1=y, y2=y))
    return marks


def _tick_names(axis: Axis, upward: Scale) -> list[Markup]:
    return [
        words_at(0, upward.place(tick) - 4, axis.numerals.tick(tick, upward.step), class_="figure-tick")
        for tick in upward.ticks
    ]


def _drawn(line: Line, index: int, across: Sequence[float], upward: Scale) -> list[Markup]:
    """Return the unbroken stretches of one series, and a dot where a stretch is a single point."""
    stretches: list[list[str]] = [[]]
    for x, value in zip(across, line.values, strict=True):
        if isinstance(value, Missing):
            stretches.append([])
        else:
            stretches[-1].append(f"{x:.2f},{upward.place(value):.2f}")
    marks: list[Markup] = []
    for points in filter(None, stretches):
        if len(points) == 1:
            x_text, y_text = points[0].split(",")
            kind = f"figure-point {series_class(index)}"
            marks.append(element("circle", class_=kind, cx=x_text, cy=y_text, r=3.5))
        else:
            kind = f"figure-line {series_class(index)}"
            marks.append(element("polyline", class_=kind, points=" ".join(points)))
    return marks


def _whiskers(line: Line, index: int, across: Sequence[float], upward: Scale) -> list[Markup]:
    """Return an upright line over each interval of one series, with a short bar at both ends."""
    marks: list[Markup] = []
    kind = f"figure-error {series_class(index)}"
    for x, value, ends in zip(across, line.values, line.ends, strict=False):
        if ends is None or isinstance(value, Missing):
            continue
        low, high = map(upward.place, ends)
        marks.append(element("line", class_=kind, x1=x, x2=x, y1=low, y2=high))
        marks += [element("line", class_=kind, x1=x - 2.5, x2=x + 2.5, y1=y, y2=y) for y in (low, high)]
    return marks


def _names(series: Sequence[Line], axis: Axis, upward: Scale, right: float) -> list[Markup]:
    """Return each series's name and last value beside its end, moved apart where they would touch."""
    wanted: list[tuple[float, int, tuple[str, ...]]] = []
    for index, line in enumerate(series):
        last = next((value for value in reversed(line.values) if not isinstance(value, Missing)), None)
        shown = "" if last is None else f" {axis.numerals.show(last)}"
        ending = upward.start if last is None else upward.place(last)
        wanted.append((ending, index, wrap(f"{line.name}{shown}", _NAMES - 18)))
    wanted.sort(key=lambda entry: (entry[0], entry[1]))
    tops = _moved_apart(
        [(y - SIZE / 2, len(words) * LINE_HEIGHT + 2) for y, _, words in wanted], upward.start
    )
    marks: list[Markup] = []
    for top, (_, index, words) in zip(tops, wanted, strict=True):
        kind = f"figure-part {series_class(index)}"
        marks.append(element("rect", class_=kind, x=right + 5, y=top + 4, width=8.0, height=8.0))
        marks += [
            words_at(right + 17, top + SIZE - 2 + line * LINE_HEIGHT, word, class_="figure-tick")
            for line, word in enumerate(words)
        ]
    return marks


def _moved_apart(boxes: Sequence[tuple[float, float]], floor: float) -> list[float]:
    """Push boxes (top, height), sorted by top, down until none touch, then up from the floor."""
    tops: list[float] = []
    for top, _ in boxes:
        above = tops[-1] + boxes[len(tops) - 1][1] if tops else 0.0
        tops.append(max(top, above))
    limit = floor + SIZE
    for index in reversed(range(len(boxes))):
        tops[index] = min(tops[index], limit - boxes[index][1])
        limit = tops[index]
    return tops


def _period_names(periods: Sequence[str], across: Sequence[float], baseline: float) -> list[Markup]:
    """Return the first and the last period, and the middle one where there is room."""
    # A name has room for a third of the picture; a longer one is cut, as the table beside it has it whole.
    periods = [shortened(period, WIDTH / 3) for period in periods]
    last = len(periods) - 1
    if last == 0:
        return [words_at(across[0], baseline, periods[0], class_="figure-tick", anchor="middle")]
    marks = [
        words_at(0, baseline, periods[0], class_="figure-tick"),
        words_at(across[last] + INSET, baseline, periods[last], class_="figure-tick", anchor="end"),
    ]
    middle = last // 2
    room = across[last] - width_of(periods[0]) - width_of(periods[last])
    if last > 1 and last % 2 == 0 and width_of(periods[middle]) + 24 <= room:
        marks.append(
            words_at(across[middle], baseline, periods[middle], class_="figure-tick", anchor="middle")
        )
    return marks


def _breaks(series: Sequence[Line]) -> list[str]:
    words = {value.words for line in series for value in line.values if isinstance(value, Missing)}
    return [f"Where a line breaks: {word[:1].lower()}{word[1:]}." for word in sorted(words)]


def _check(periods: Sequence[str], series: Sequence[Line]) -> None:
    check_rows(periods)
    check_series([line.name for line in series])
    for line in series:
        if len(line.values) != len(periods):
            raise FigureError(
                f"The line {line.name!r} has {len(line.values)} values for {len(periods)} periods. "
                "Give one for each, `Missing` where there is none."
            )
        if line.ends and len(line.ends) != len(periods):
            raise FigureError(f"The line {line.name!r} has {len(line.ends)} intervals for its periods.")
        if any(ends and ends[0] > ends[1] for ends in line.ends):
            raise FigureError(f"An interval of the line {line.name!r} ends before it begins.")
