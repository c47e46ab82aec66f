"""Lines over time, each with a letter at its end and its name in a list below."""

from collections.abc import Sequence

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
from figures.lettering import LINE_HEIGHT, SIZE, shortened, width_of
from figures.line_names import Line, by_their_ends, key_of, letters_at_ends
from figures.scale import Scale, scale_over
from figures.svg import Markup, document, element

_TALL = 200.0
_ASIDE = 4.0
_LETTER = 20.0


def lines(
    identity: str,
    title: str,
    description: str,
    *,
    periods: Sequence[str],
    series: Sequence[Line],
    axis: Axis | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Return an SVG with a line for each series over the periods, and a list of their names and last values below.

    The list has a piece of each line, and a letter that stands at the line's end too, so that nobody has to
    tell them apart by colour. It grows with the names, and covers nothing; ``notes`` stand after it. A
    `Missing` value breaks the line, and a note says why. The axis begins at zero unless it says otherwise, so
    that small changes do not look like great ones. Where a series has intervals, each value has an upright
    whisker; those of several series stand side by side, not on one another.

    Raises `FigureError` for no periods, more than six series, or a series of another length.
    """
    axis = axis or Axis(low=0.0)
    _check(periods, series)
    values = [value for line in series for value in line.values if not isinstance(value, Missing)]
    values += [end for line in series for pair in line.ends if pair for end in pair]
    upward = scale_over(
        values or [0.0], start=LINE_HEIGHT + _TALL, end=LINE_HEIGHT, low=axis.low, high=axis.high
    )
    ticks = [(upward.place(tick), axis.numerals.tick(tick, upward.step)) for tick in upward.ticks]
    left = max(width_of(name) for _, name in ticks) + INSET
    right = WIDTH - (_LETTER if len(series) > 1 else INSET)
    across = [
        left + INSET + (right - left - 2 * INSET) * (index / (len(periods) - 1) if len(periods) > 1 else 0.5)
        for index in range(len(periods))
    ]
    marks = _level_grid(upward, left, right)
    for index, line in enumerate(series):
        aside = (index - (len(series) - 1) / 2) * _ASIDE if any(each.ends for each in series) else 0.0
        beside = [x + aside for x in across]
        marks += _whiskers(line, index, beside, upward)
        marks += _drawn(line, index, beside, upward)
    # After the lines, so that no line runs over the words.
    marks += [words_at(left - 6, y + 5, name, class_="figure-tick", anchor="end") for y, name in ticks]
    ended = by_their_ends(series)
    if len(series) > 1:
        marks += letters_at_ends(ended, upward, right)
    bottom = LINE_HEIGHT + _TALL
    marks += _period_names(periods, across, bottom + SIZE + 4)
    bottom += LINE_HEIGHT + 6
    if axis.title:
        title_block = paragraph(axis.title, top=bottom, class_="figure-tick")
        marks += title_block.marks
        bottom += title_block.height
    key = key_of(ended, axis, bottom + 2)
    marks += key.marks
    bottom += key.height + 4
    for note in (*_breaks(series), *notes):
        block = paragraph(note, top=bottom, class_="figure-tick")
        marks += block.marks
        bottom += block.height
    return document(identity, title, description, width=WIDTH, height=bottom + 4, body=marks)


def _level_grid(upward: Scale, left: float, right: float) -> list[Markup]:
    marks: list[Markup] = []
    for tick in upward.ticks:
        y = upward.place(tick)
        kind = "figure-axis" if tick == upward.low else "figure-grid"
        marks.append(element("line", class_=kind, x1=left, x2=right, y1=y, y2=y))
    return marks


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


def _period_names(periods: Sequence[str], across: Sequence[float], baseline: float) -> list[Markup]:
    """Return the first and the last period, and as many between them, evenly, as there is room for."""
    # A name has room for a third of the picture; a longer one is cut, as the table beside it has it whole.
    periods = [shortened(period, WIDTH / 3) for period in periods]
    last = len(periods) - 1
    places = [
        min(max(x, width_of(period) / 2), WIDTH - width_of(period) / 2)
        for x, period in zip(across, periods, strict=True)
    ]
    even = (step for step in range(1, last) if last % step == 0)
    every = next((step for step in even if _apart(places[::step], periods[::step])), max(last, 1))
    return [
        words_at(x, baseline, period, class_="figure-tick", anchor="middle")
        for x, period in list(zip(places, periods, strict=True))[::every]
    ]


def _apart(places: Sequence[float], names: Sequence[str]) -> bool:
    halves = [width_of(name) / 2 for name in names]
    return all(
        places[index] + halves[index] + 8 <= places[index + 1] - halves[index + 1]
        for index in range(len(places) - 1)
    )


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
