"""What all charts share: the page they are drawn on, its axis, words for what is missing.

Every chart is 360 units wide with letters of 15, so that it still reads in a window of 320 pixels, and every
label is a line of its own above what it labels, so that long names have room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from figures.errors import FigureError
from figures.lettering import LINE_HEIGHT, SIZE, width_of, wrap
from figures.numerals import PERCENT, Numerals
from figures.scale import Scale
from figures.svg import Markup, element, text

WIDTH = 360.0
INSET = 8.0
MOST_SERIES = 6


@dataclass(frozen=True)
class Missing:
    """A value that is not shown, and the words that stand in its place ("Too few to say")."""

    words: str


@dataclass(frozen=True)
class Axis:
    """How the values of a chart are shown, and where the axis ends.

    ``low`` and ``high`` are in the units of the values; None leaves the end to the data.
    """

    numerals: Numerals = PERCENT
    low: float | None = None
    high: float | None = None
    title: str = ""


def check_series(names: Sequence[str]) -> None:
    """Refuse more series than there are colours that can be told apart."""
    if not names:
        raise FigureError("A chart needs at least one series.")
    if len(names) > MOST_SERIES:
        raise FigureError(
            f"A chart was given {len(names)} series; at most {MOST_SERIES} can be told apart. Split it."
        )


def check_rows(rows: Sequence[object]) -> None:
    """Refuse an empty chart: its place is a sentence, not a picture of nothing."""
    if not rows:
        raise FigureError("A chart needs at least one row. Say in words that there is nothing to show.")


def series_class(index: int) -> str:
    """Return the class that gives the series its colour."""
    return f"figure-series-{index + 1}"


def words_at(
    x: float, baseline: float, words: str, *, class_: str = "figure-text", anchor: str = "start"
) -> Markup:
    """Return one line of text."""
    return element("text", text(words), class_=class_, x=x, y=baseline, text_anchor=anchor)


@dataclass(frozen=True)
class Block:
    """Lines of text and the height that they take."""

    marks: tuple[Markup, ...]
    height: float


def paragraph(
    words: str, *, top: float, x: float = 0.0, width: float = WIDTH, class_: str = "figure-text"
) -> Block:
    """Return the words wrapped to the width."""
    lines = wrap(words, width)
    marks = tuple(
        words_at(x, top + SIZE + index * LINE_HEIGHT, line, class_=class_) for index, line in enumerate(lines)
    )
    return Block(marks, len(lines) * LINE_HEIGHT)


def labelled(label: str, value: str, *, top: float, value_class: str = "figure-value") -> Block:
    """Return a label with its value after it: on the same line where there is room, else below."""
    lines = wrap(label, WIDTH)
    beside = (width_of(lines[-1]) if lines else 0.0) + 10.0
    fits = beside + width_of(value) <= WIDTH
    marks = [words_at(0, top + SIZE + index * LINE_HEIGHT, line) for index, line in enumerate(lines)]
    if not value:
        return Block(tuple(marks), len(lines) * LINE_HEIGHT)
    if fits:
        baseline = top + SIZE + max(len(lines) - 1, 0) * LINE_HEIGHT
        marks.append(words_at(WIDTH, baseline, value, class_=value_class, anchor="end"))
        return Block(tuple(marks), max(len(lines), 1) * LINE_HEIGHT)
    below = paragraph(value, top=top + len(lines) * LINE_HEIGHT, class_=value_class)
    return Block((*marks, *below.marks), len(lines) * LINE_HEIGHT + below.height)


def upright_grid(scale: Scale, *, top: float, bottom: float) -> list[Markup]:
    """Return a faint upright line at each mark of a level axis, no taller than the marks it stands behind.

    Behind the words between two rows there are none, because a line through a word makes both hard to read.
    """
    return [
        element("line", class_="figure-grid", x1=place, x2=place, y1=top, y2=bottom)
        for place in map(scale.place, scale.ticks)
    ]


def level_axis(axis: Axis, scale: Scale, *, top: float) -> Block:
    """Return the numbers under a level axis, as many as fit beside one another, and the axis's title."""
    named = [(scale.place(tick), axis.numerals.tick(tick, scale.step)) for tick in scale.ticks]
    every = 1
    while every < len(named) and not _apart(named[::every]):
        every += 1
    marks = [
        words_at(_inside(place, name), top + SIZE, name, class_="figure-tick", anchor="middle")
        for place, name in named[::every]
    ]
    if not axis.title:
        return Block(tuple(marks), LINE_HEIGHT)
    title = paragraph(axis.title, top=top + LINE_HEIGHT, class_="figure-tick")
    return Block((*marks, *title.marks), LINE_HEIGHT + title.height)


def _inside(place: float, name: str) -> float:
    half = width_of(name) / 2
    return min(max(place, half), WIDTH - half)


def _apart(named: Sequence[tuple[float, str]]) -> bool:
    edges = [
        (_inside(place, name) - width_of(name) / 2, _inside(place, name) + width_of(name) / 2)
        for place, name in named
    ]
    return all(first[1] + 8 <= second[0] for first, second in pairwise(edges))
