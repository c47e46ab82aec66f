"""Line charts: a break where a value is missing, whiskers, and names that cover nothing."""

from xml.etree import ElementTree

import pytest

from figures import COUNT, Axis, FigureError, Line, lines
from figures.lettering import width_of
from tests.figures.test_charts import LONG, SVG, TOO_FEW, words_of


def test_a_missing_value_breaks_the_line() -> None:
    whole = Line("A", (1.0, 2.0, 3.0, 4.0))
    broken = Line("A", (1.0, TOO_FEW, 3.0, 4.0))
    periods = ["1", "2", "3", "4"]

    def marks(line: Line) -> tuple[int, int]:
        root = ElementTree.fromstring(lines("l", "t", "d", periods=periods, series=[line]))
        return len(list(root.iter(f"{SVG}polyline"))), len(list(root.iter(f"{SVG}circle")))

    assert marks(whole) == (1, 0)
    assert marks(broken) == (1, 1)


def test_a_line_has_a_whisker_for_each_interval_and_none_where_there_is_no_value() -> None:
    ends = ((1.0, 3.0), (1.0, 4.0), None)
    with_ends = Line("A", (2.0, TOO_FEW, 3.0), ends)
    svg = lines("l", "t", "d", periods=["1", "2", "3"], series=[with_ends])
    assert svg.count('class="figure-error figure-series-1"') == 3  # one upright line and its two bars
    assert "figure-error" not in lines("l", "t", "d", periods=["1"], series=[Line("A", (2.0,))])


def test_the_whiskers_of_two_lines_do_not_lie_on_one_another() -> None:
    series = [Line(name, (2.0, 3.0), ((1.0, 3.0), (2.0, 4.0))) for name in "AB"]
    svg = lines("l", "t", "d", periods=["1", "2"], series=series)
    root = ElementTree.fromstring(svg)
    whiskers = [node for node in root.iter(f"{SVG}line") if "figure-error" in node.get("class", "")]
    upright = [node.get("x1") for node in whiskers if node.get("x1") == node.get("x2")]
    assert len(upright) == len(set(upright)) == 4


def test_a_whisker_reaches_to_the_ends_of_its_interval_even_beyond_all_values() -> None:
    svg = lines(
        "l", "t", "d", periods=["1"], series=[Line("A", (2.0,), ((1.0, 30.0),))], axis=Axis(COUNT, low=0)
    )
    assert "30" in words_of(svg)


def test_six_lines_with_long_names_cover_nothing_and_stay_in_the_picture() -> None:
    series = [Line(f"{LONG} {n}", (0.01, 0.01 + n / 1000), ((0.0, 0.02), (0.0, 0.03))) for n in range(6)]
    svg = lines("l", "t", "d", periods=["2015", "2024"], series=series, notes=[LONG])
    root = ElementTree.fromstring(svg)
    tall = float((root.get("viewBox") or "").split()[3])
    boxes = []
    for node in root.iter(f"{SVG}text"):
        x, y, wide = float(node.get("x", "0")), float(node.get("y", "0")), width_of(node.text or "")
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor", "start")]
        boxes.append((left, y - 11, left + wide, y + 2))
        assert y - 11 >= 0
        assert y + 2 <= tall
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_line_is_told_by_its_letter_not_by_colour_alone_and_the_list_reads_as_the_lines_lie() -> None:
    series = [Line("Low", (1.0, 1.0)), Line("Gone", (TOO_FEW, TOO_FEW)), Line("High", (1.0, 3.0))]
    words = words_of(lines("l", "t", "d", periods=["1", "2"], series=series, axis=Axis(COUNT, low=0)))
    assert words.count("A") == words.count("B") == 2
    assert [word for word in words if word in {"High 3", "Low 1", "Gone"}] == ["High 3", "Low 1", "Gone"]
    assert "A" not in words_of(lines("l", "t", "d", periods=["1", "2"], series=series[:1]))


def test_as_many_periods_are_named_evenly_as_there_is_room_for() -> None:
    def named(periods: list[str]) -> list[str]:
        words = words_of(lines("l", "t", "d", periods=periods, series=[Line("A", (1.0,) * len(periods))]))
        return [word for word in words if word in periods]

    assert named([str(year) for year in range(2018, 2025)]) == [str(year) for year in range(2018, 2025)]
    assert named([str(year) for year in range(2015, 2025)]) == ["2015", "2018", "2021", "2024"]
    assert named([f"{year}/{year + 1}" for year in range(2006, 2018)]) == ["2006/2007", "2017/2018"]


def test_a_line_refuses_intervals_that_do_not_fit() -> None:
    with pytest.raises(FigureError, match="1 intervals"):
        lines("l", "t", "d", periods=["1", "2"], series=[Line("A", (1.0, 2.0), ((1.0, 2.0),))])
    with pytest.raises(FigureError, match="ends before it begins"):
        lines("l", "t", "d", periods=["1"], series=[Line("A", (1.0,), ((2.0, 1.0),))])
