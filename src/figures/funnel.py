"""Funnels: each place by its size and its rate, with the limits that chance alone would mostly keep to."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.chart import INSET, WIDTH, Axis, Block, check_rows, level_axis, paragraph, words_at
from figures.errors import FigureError
from figures.lettering import LINE_HEIGHT, SIZE, width_of
from figures.numerals import COUNT, PERCENT
from figures.scale import Scale, scale_over
from figures.svg import Markup, document, element, short

_TALL = 230.0
_RADIUS = 4.5

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class FunnelPoint:
    """One place: its name, its size, its value, and how many of the limits it lies outside of."""

    label: str
    size: float
    value: float
    outside: int = 0


@dataclass(frozen=True)
class FunnelLimit:
    """One pair of limits, such as "95%", with its ends at each of the sizes of the chart."""

    name: str
    low: tuple[float, ...]
    high: tuple[float, ...]


def funnel(
    identity: str,
    title: str,
    description: str,
    *,
    points: Sequence[FunnelPoint],
    overall: float,
    sizes: Sequence[float],
    limits: Sequence[FunnelLimit],
    axis: Axis | None = None,
    size_title: str = "",
    overall_label: str = "everyone",
    notes: Sequence[str] = (),
) -> str:
    """Return an SVG with a mark for each point, a line at the overall value, and the limits around it.

    ``limits`` are the inner pair and then the outer one, each with an end for every one of ``sizes``, which
    rise. A point within the limits is a dot; outside the inner pair it is a square, outside the outer one a
    diamond, both with a letter that is explained under the chart. ``overall_label`` says whose value the line
    is, and ``notes`` what is not drawn, and why.

    Raises `FigureError` for no points, more than two pairs of limits, or limits of another length than ``sizes``.
    """
    axis = axis or Axis(PERCENT)
    check_rows(points)
    _check(points, sizes, limits)
    ends = [end for limit in limits for end in (*limit.low, *limit.high)]
    values = [overall, *(point.value for point in points), *ends]
    upward = scale_over(values, start=LINE_HEIGHT + _TALL, end=LINE_HEIGHT, low=axis.low, high=axis.high)
    across = scale_over([*sizes, *(point.size for point in points)], start=INSET, end=WIDTH - INSET)
    marks = _level_grid(upward)
    place = upward.place(overall)
    marks.append(element("line", class_="figure-reference", x1=0.0, x2=WIDTH, y1=place, y2=place))
    for number, limit in enumerate(limits, start=1):
        marks += _drawn(limit, sizes, number, across, upward)
    marks += [
        words_at(0, upward.place(tick) - 4, axis.numerals.tick(tick, upward.step), class_="figure-tick")
        for tick in upward.ticks
    ]
    outside = sorted((point for point in points if point.outside), key=lambda each: (-each.value, each.label))
    places = [(across.place(point.size), upward.place(point.value)) for point in points]
    marks += [_mark(point, x, y) for point, (x, y) in zip(points, places, strict=True)]
    marks += _names(points, places, outside)
    bottom = LINE_HEIGHT + _TALL + 4
    foot = level_axis(Axis(COUNT, title=size_title), across, top=bottom)
    marks += foot.marks
    line = f"{overall_label}, {axis.numerals.show(overall)}"
    key = _key(outside, overall, line, limits, axis, notes, bottom + foot.height + 4)
    marks += key.marks
    tall = bottom + foot.height + key.height + 8
    return document(identity, title, description, width=WIDTH, height=tall, body=marks)


def _level_grid(upward: Scale) -> list[Markup]:
    return [
        element("line", class_="figure-grid", x1=0.0, x2=WIDTH, y1=place, y2=place)
        for place in map(upward.place, upward.ticks)
    ]


def _drawn(
    limit: FunnelLimit, sizes: Sequence[float], number: int, across: Scale, upward: Scale
) -> list[Markup]:
    return [
        element(
            "polyline",
            class_=f"figure-limit figure-limit-{number}",
            points=" ".join(
                f"{short(across.place(size))},{short(upward.place(end))}"
                for size, end in zip(sizes, ends, strict=True)
            ),
        )
        for ends in (limit.low, limit.high)
    ]


def _letters(index: int) -> str:
    """Return A to Z, then A1 to Z1 and so on. Letters, because a number beside a dot reads as its size."""
    round_number, letter = divmod(index, 26)
    return f"{chr(ord('A') + letter)}{round_number or ''}"


def _mark(point: FunnelPoint, x: float, y: float) -> Markup:
    if not point.outside:
        return element("circle", class_="figure-dot", cx=x, cy=y, r=_RADIUS)
    if point.outside == 1:
        return element("rect", class_="figure-dot", x=x - 5, y=y - 5, width=10.0, height=10.0)
    corners = ((x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y))
    words = " ".join(f"{short(left)},{short(down)}" for left, down in corners)
    return element("polygon", class_="figure-dot figure-dot-reference", points=words)


def _names(
    points: Sequence[FunnelPoint], places: Sequence[tuple[float, float]], outside: Sequence[FunnelPoint]
) -> list[Markup]:
    """Return the letter of each point outside the limits, where it covers no mark and no other letter if it can."""
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in places]
    marks: list[Markup] = []
    for point, (x, y) in zip(points, places, strict=True):
        if not point.outside:
            continue
        letter = _letters(outside.index(point))
        wide = width_of(letter)
        boxes = [
            (left, top, left + wide, top + SIZE)
            for left, top in (
                (x + 9, y - SIZE / 2),
                (x - 9 - wide, y - SIZE / 2),
                (x - wide / 2, y - 9 - SIZE),
                (x - wide / 2, y + 9),
                (x + 7, y - 6 - SIZE),
                (x - 7 - wide, y + 6),
            )
        ]
        inside = [box for box in boxes if box[0] >= 0 and box[2] <= WIDTH] or boxes[:1]
        chosen = next((box for box in inside if not any(_touch(box, other) for other in taken)), inside[0])
        taken.append(chosen)
        marks.append(words_at(chosen[0], chosen[1] + SIZE - 2, letter, class_="figure-value"))
    return marks


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(
    outside: Sequence[FunnelPoint],
    overall: float,
    line: str,
    limits: Sequence[FunnelLimit],
    axis: Axis,
    notes: Sequence[str],
    top: float,
) -> Block:
    show = axis.numerals.show
    names = " and ".join(limit.name for limit in limits)
    sentences = [f"Dashed line: {line}. Curves: {names} limits."]
    if not outside:
        sentences.append("None lies outside the limits.")
    groups: dict[str, list[str]] = {}
    for index, point in enumerate(outside):
        side = "Above" if point.value > overall else "Below"
        heading = f"{side} the {limits[point.outside - 1].name} limits"
        groups.setdefault(heading, []).append(f"{point.label} ({_letters(index)}) {show(point.value)}")
    sentences += [f"{heading}: {'; '.join(names)}." for heading, names in groups.items()]
    sentences += notes
    marks: list[Markup] = []
    height = 0.0
    for words in sentences:
        block = paragraph(words, top=top + height, class_="figure-tick")
        marks += block.marks
        height += block.height
    return Block(tuple(marks), height)


def _check(points: Sequence[FunnelPoint], sizes: Sequence[float], limits: Sequence[FunnelLimit]) -> None:
    if not 1 <= len(limits) <= 2:
        raise FigureError(f"A funnel was given {len(limits)} pairs of limits. Give one or two.")
    for limit in limits:
        if not len(limit.low) == len(limit.high) == len(sizes):
            raise FigureError(f"The {limit.name} limits do not have an end for each of the sizes.")
    for point in points:
        if not 0 <= point.outside <= len(limits):
            raise FigureError(f"The point {point.label!r} lies outside of more limits than there are.")
