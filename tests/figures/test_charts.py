"""Charts: every label and value is there, nothing runs, and nothing breaks the page."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from figures import (
    COUNT,
    PERCENT,
    Axis,
    BarRow,
    FigureError,
    FunnelLimit,
    FunnelPoint,
    IntervalRow,
    Line,
    Missing,
    Numerals,
    ReferenceLine,
    css_text,
    funnel,
    grouped_bars,
    intervals,
    lines,
    stacked_bars,
)
from figures.chart import WIDTH
from figures.lettering import width_of, wrap

TOO_FEW = Missing("Too few to say")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>",
    "&amp; & &#x3c;",
    "a\x00b\x08c\x1bd\ufffe",
    "half a pair \ud800 of surrogates",
    "x" * 300,
    "Children who are looked after away from home " * 7,
    "👩🏽‍🦽 families 👨‍👩‍👧",
    "שלום עולם",
    "\u202eright to left",
    "tab\tand\nnew line",
    "",
]


def bars_with(label: str) -> str:
    rows = [BarRow(label, (0.4, TOO_FEW)), BarRow("Male", (0.5, 0.25))]
    return grouped_bars("bars", f"Title {label}", f"About {label}", series=[label, "Later"], rows=rows)


def stack_with(label: str) -> str:
    rows = [BarRow(label, (0.4, TOO_FEW)), BarRow("Male", (0.5, 0.25))]
    return stacked_bars("stack", f"Title {label}", f"About {label}", series=[label, "Later"], rows=rows)


def lines_with(label: str) -> str:
    ends = ((0.3, 0.5), None, (0.2, 0.3))
    series = [Line(label, (0.4, TOO_FEW, 0.25), ends), Line("Male", (0.5, 0.3, 0.2))]
    return lines("lines", f"Title {label}", f"About {label}", periods=[label, "2024", "2025"], series=series)


def intervals_with(label: str) -> str:
    rows = [IntervalRow(label, 0.4, 0.3, 0.5), IntervalRow("Male", TOO_FEW)]
    return intervals(
        "ranges", f"Title {label}", f"About {label}", rows=rows, reference=ReferenceLine(0.45, label)
    )


SIZES = (10.0, 100.0, 1000.0)
LIMITS = (
    FunnelLimit("95%", (0.1, 0.3, 0.37), (0.7, 0.5, 0.43)),
    FunnelLimit("99.8%", (0.0, 0.25, 0.35), (0.9, 0.55, 0.45)),
)


def funnel_with(label: str) -> str:
    points = [
        FunnelPoint(label, 990, 0.5, 2),
        FunnelPoint("Male", 980, 0.44, 1),
        FunnelPoint("Third", 500, 0.4),
    ]
    return funnel(
        "funnel",
        f"Title {label}",
        f"About {label}",
        points=points,
        overall=0.4,
        sizes=SIZES,
        limits=LIMITS,
        size_title=label,
        notes=[f"Too few to say: {label}."],
    )


CHARTS = [bars_with, stack_with, lines_with, intervals_with, funnel_with]
Draw = Callable[[str], str]


def words_of(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", CHARTS)
def test_a_chart_is_named_and_described(draw: Draw) -> None:
    root = ElementTree.fromstring(draw("Female"))
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "Title Female")
    assert (description.tag, description.text) == (f"{SVG}desc", "About Female")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("draw", CHARTS)
def test_a_chart_shows_each_label_and_says_what_is_missing(draw: Draw) -> None:
    words = " ".join(words_of(draw("Female")))
    assert "Female" in words
    assert "Male" in words
    assert "too few to say" in words.lower()


@pytest.mark.parametrize(
    ("draw", "values"),
    [
        (bars_with, ["40.0%", "50.0%", "25.0%"]),
        (stack_with, ["Female 40.0%", "Female 50.0%", "Later 25.0%"]),
        (lines_with, ["Female 25.0%", "Male 20.0%"]),
        (intervals_with, ["40.0% (30.0% to 50.0%)"]),
        (funnel_with, ["Dashed line: everyone, 40.0%", "Female (A) 50.0%", "Male (B) 44.0%"]),
    ],
)
def test_a_chart_shows_each_value(draw: Draw, values: list[str]) -> None:
    words = words_of(draw("Female"))
    joined = " ".join(words)
    for value in values:
        assert value in joined


@pytest.mark.parametrize("draw", CHARTS)
@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_stays_words(draw: Draw, label: str) -> None:
    svg = draw(label)
    root = ElementTree.fromstring(svg.encode())
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "text", "rect", "line", "circle", "polygon", "polyline",
    }  # fmt: skip
    for node in root.iter():
        assert not [name for name in node.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("draw", CHARTS)
@pytest.mark.parametrize("label", HOSTILE)
def test_no_words_begin_or_end_outside_the_picture(draw: Draw, label: str) -> None:
    for node in ElementTree.fromstring(draw(label).encode()).iter(f"{SVG}text"):
        x, wide = float(node.get("x", "0")), width_of(node.text or "")
        start = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor", "start")]
        assert start >= -1
        assert start + wide <= WIDTH + 1


@pytest.mark.parametrize("draw", CHARTS)
def test_the_same_rows_give_the_same_picture(draw: Draw) -> None:
    assert draw("Female") == draw("Female")


@pytest.mark.parametrize("draw", CHARTS)
def test_every_class_of_a_chart_is_in_the_style_sheet(draw: Draw) -> None:
    css = css_text()
    used = set(" ".join(re.findall(r'class="([^"]+)"', draw("Female"))).split())
    assert {name for name in used if f".{name}" not in css} <= {"figure-text"}


def test_a_longer_value_has_a_longer_bar() -> None:
    rows = [BarRow("A", (10.0,)), BarRow("B", (20.0,)), BarRow("C", (0.0,))]
    svg = grouped_bars("b", "t", "d", series=["n"], rows=rows, axis=Axis(COUNT))
    wide = [float(node.get("width", "")) for node in ElementTree.fromstring(svg).iter(f"{SVG}rect")]
    assert wide[1] == pytest.approx(2 * wide[0], abs=0.02)
    assert wide[2] == 0


def test_bars_begin_at_zero_whatever_the_axis_says() -> None:
    svg = grouped_bars(
        "b", "t", "d", series=["n"], rows=[BarRow("A", (60.0,))], axis=Axis(COUNT, low=50, high=70)
    )
    (bar,) = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    assert float(bar.get("width", "")) > 0.8 * WIDTH


def test_a_missing_value_has_no_mark() -> None:
    svg = intervals("i", "t", "d", rows=[IntervalRow("A", TOO_FEW)])
    assert not list(ElementTree.fromstring(svg).iter(f"{SVG}circle"))
    svg = grouped_bars("b", "t", "d", series=["n"], rows=[BarRow("A", (TOO_FEW,))])
    assert not list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))


def test_the_reference_is_a_diamond_and_a_line() -> None:
    rows = [IntervalRow("A", 0.5, 0.4, 0.6), IntervalRow("B", 0.3, is_reference=True)]
    svg = intervals("i", "t", "d", rows=rows, reference=ReferenceLine(0.3, "B"))
    root = ElementTree.fromstring(svg)
    assert len(list(root.iter(f"{SVG}polygon"))) == 1
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert 'class="figure-reference"' in svg


def test_seven_series_are_refused() -> None:
    names = list("ABCDEFG")
    with pytest.raises(FigureError, match="at most 6"):
        grouped_bars("b", "t", "d", series=names, rows=[BarRow("r", (1.0,) * 7)])
    with pytest.raises(FigureError, match="at most 6"):
        lines("l", "t", "d", periods=["1"], series=[Line(name, (1.0,)) for name in names])
    assert grouped_bars("b", "t", "d", series=names[:6], rows=[BarRow("r", (1.0,) * 6)])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: grouped_bars("b", "t", "d", series=["n"], rows=[]), "at least one row"),
        (lambda: grouped_bars("b", "t", "d", series=[], rows=[BarRow("r", ())]), "at least one series"),
        (lambda: grouped_bars("b", "t", "d", series=["n"], rows=[BarRow("r", ())]), "0 values for 1"),
        (lambda: stacked_bars("b", "t", "d", series=["n"], rows=[BarRow("r", (-1.0,))]), "negative part"),
        (lambda: lines("l", "t", "d", periods=["1", "2"], series=[Line("n", (1.0,))]), "1 values for 2"),
        (lambda: intervals("i", "t", "d", rows=[IntervalRow("r", float("nan"))]), "not finite"),
        (lambda: intervals("i", " ", "d", rows=[IntervalRow("r", 1.0)]), "needs a title"),
        (lambda: intervals('i"', "t", "d", rows=[IntervalRow("r", 1.0)]), "chart's id"),
        (lambda: IntervalRow("r", 1.0, low=0.5), "half an interval|one end"),
        (lambda: IntervalRow("r", 1.0, low=2.0, high=1.0), "ends before"),
    ],
)
def test_a_mistake_of_the_caller_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(FigureError, match=words):
        call()


def test_numerals_show_what_a_reader_expects() -> None:
    assert Numerals().show(-1234.56) == "−1,234.6"
    assert Numerals(prefix="£", places=0).show(-1234.56) == "−£1,235"
    assert Numerals(multiply=100, suffix="%").show(-0.0001) == "0.0%"
    assert Numerals(multiply=100, suffix="%").tick(0.25, 0.25) == "25%"


@pytest.mark.parametrize("words", [label for label in HOSTILE if label])
def test_wrapping_loses_no_letter_and_keeps_the_width(words: str) -> None:
    broken = wrap(words, 200)
    assert "".join("".join(broken).split()) == "".join(words.split())
    assert all(width_of(line) <= 200 for line in broken)


def test_marks_two_and_a_half_apart_are_not_rounded_to_whole_numbers() -> None:
    assert [PERCENT.tick(value, 0.025) for value in (0.05, 0.075, 0.1)] == ["5.0%", "7.5%", "10.0%"]
    assert [PERCENT.tick(value, 0.05) for value in (0.05, 0.1)] == ["5%", "10%"]


LONG = "Any other mixed or multiple ethnic background, in the words of the census"


def test_a_row_that_is_held_against_a_value_of_its_own_has_a_mark_of_its_own() -> None:
    rows = [IntervalRow("A", 0.3, against=0.1), IntervalRow("B", 0.2, against=0.4), IntervalRow("C", 0.1)]
    svg = intervals("i", "t", "d", rows=rows, against="the group's share of the population")
    root = ElementTree.fromstring(svg)
    marks = [node for node in root.iter(f"{SVG}line") if node.get("class") == "figure-reference"]
    assert len(marks) == len({node.get("x1") for node in marks}) == 2
    assert "Dashed line in each row: the group's share" in " ".join(words_of(svg))


def test_an_interval_that_the_numerals_cannot_show_is_drawn_and_not_written() -> None:
    svg = intervals("i", "t", "d", rows=[IntervalRow("A", 0.0032, 0.0031, 0.0033)], axis=Axis(PERCENT))
    assert "0.3%" in words_of(svg)
    assert 'class="figure-whisker"' in svg


@pytest.mark.parametrize("draw", [bars_with, stack_with, intervals_with])
def test_no_line_of_the_grid_runs_through_the_words_of_a_row(draw: Draw) -> None:
    root = ElementTree.fromstring(draw("Female"))
    baselines = [float(node.get("y", "")) for node in root.iter(f"{SVG}text")]
    upright = [
        node for node in root.iter(f"{SVG}line") if node.get("class") in {"figure-grid", "figure-reference"}
    ]
    assert upright
    for node in upright:
        upper, lower = sorted((float(node.get("y1", "")), float(node.get("y2", ""))))
        assert not [y for y in baselines if upper < y - 2 < lower]


def test_a_point_of_a_funnel_is_marked_by_its_shape_and_letter_not_by_colour_alone() -> None:
    root = ElementTree.fromstring(funnel_with("Female"))
    shapes = [node.tag.removeprefix(SVG) for node in root.iter() if "figure-dot" in node.get("class", "")]
    assert shapes == ["polygon", "rect", "circle"]
    assert {"A", "B"} <= set(words_of(funnel_with("Female")))
    assert "C" not in words_of(funnel_with("Female"))


def test_the_letters_of_a_funnel_cover_no_other_mark() -> None:
    points = [FunnelPoint(f"P{n}", 500 + n * 14, 0.5, 2) for n in range(4)]
    svg = funnel("f", "t", "d", points=points, overall=0.4, sizes=SIZES, limits=LIMITS)
    boxes = []
    for node in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        if node.get("class") == "figure-value":
            left, base = float(node.get("x", "")), float(node.get("y", ""))
            boxes.append((left, base - 13, left + width_of(node.text or ""), base + 2))
    assert len(boxes) == 4
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": []}, "at least one row"),
        ({"limits": []}, "0 pairs"),
        ({"sizes": (1.0, 2.0)}, "an end for each"),
        ({"points": [FunnelPoint("P", 10, 0.5, 3)]}, "more limits than there are"),
        ({"points": [FunnelPoint("P", 10, float("inf"))]}, "not finite"),
    ],
)
def test_a_funnel_refuses_what_it_cannot_draw(changes: dict[str, object], words: str) -> None:
    given: dict[str, object] = {
        "points": [FunnelPoint("P", 10, 0.5)], "overall": 0.4, "sizes": SIZES, "limits": LIMITS,
    }  # fmt: skip
    with pytest.raises(FigureError, match=words):
        funnel("f", "t", "d", **(given | changes))  # type: ignore[arg-type]  # what it refuses
