"""Heat tables: a real table, every cell with its number, and no shade where there is none."""

import re
from html.parser import HTMLParser

import pytest

from figures import FigureError, HeatCell, HeatRow, Missing, css_text, heat_table
from figures.heat import SHADES, shade_of

TOO_FEW = Missing("Too few to say")
ROWS = [
    HeatRow("North", (HeatCell(0.2), HeatCell(0.4, "clearly more"))),
    HeatRow("South", (HeatCell(TOO_FEW), HeatCell(0.3))),
]
HOSTILE = '<b class="x">&\x00'


def drawn(rows: list[HeatRow] = ROWS) -> str:
    return heat_table("heat", "Rates", corner="Region, by sex", columns=["Male", "Female"], rows=rows)


class Cells(HTMLParser):
    """Collects each cell: its tag, its class and its words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(words)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag in {"td", "th"}:
            self.cells.append((tag, dict(attributes).get("class") or "", ""))

    def handle_data(self, words: str) -> None:
        if self.cells and words.strip():
            tag, kind, before = self.cells[-1]
            self.cells[-1] = (tag, kind, f"{before} {words.strip()}".strip())


def test_every_shaded_cell_says_its_number_and_its_note() -> None:
    cells = [cell for cell in Cells(drawn().split("</table>")[0]).cells if cell[0] == "td"]
    assert cells == [
        ("td", "figure-heat-1", "20.0%"),
        ("td", "figure-heat-5", "40.0% clearly more"),
        ("td", "figure-heat-missing", "Too few to say"),
        ("td", "figure-heat-3", "30.0%"),
    ]


def test_it_is_a_table_with_headings_a_caption_and_a_frame_for_the_keyboard() -> None:
    words = drawn()
    assert '<caption id="heat"><span>Rates</span></caption>' in words
    assert '<div class="figure-scroll" role="region" aria-labelledby="heat" tabindex="0">' in words
    assert re.findall(r'<th scope="col">(.*?)</th>', words) == ["Region, by sex", "Male", "Female"]
    assert re.findall(r'<th scope="row">(.*?)</th>', words) == ["North", "South"]


def test_the_key_says_where_each_shade_begins() -> None:
    assert "begin at 20.0%, 24.0%, 28.0%, 32.0% and 36.0%, and end at 40.0%." in drawn()
    same = [HeatRow("North", (HeatCell(0.2), HeatCell(0.2)))]
    assert "Every figure shown is 20.0%." in drawn(same)
    hidden = [HeatRow("North", (HeatCell(TOO_FEW), HeatCell(TOO_FEW)))]
    assert "figure-key" not in drawn(hidden)


def test_hostile_words_stay_words_and_nothing_has_a_style() -> None:
    rows = [HeatRow(HOSTILE, (HeatCell(0.2, HOSTILE), HeatCell(Missing(HOSTILE))))]
    words = heat_table("h", HOSTILE, corner=HOSTILE, columns=[HOSTILE, HOSTILE], rows=rows)
    found = Cells(words)
    assert found.tags == {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "p"}
    assert not {name for name in found.attributes if name == "style" or name.startswith("on")}
    assert "\x00" not in words


def test_every_class_is_in_the_style_sheet() -> None:
    css = css_text()
    used = set(" ".join(re.findall(r'class="([^"]+)"', drawn())).split())
    assert not {name for name in used if f".{name}" not in css}
    assert all(f".figure-heat-{shade}" in css for shade in range(1, SHADES + 1))


def test_shades_are_fifths_of_the_range() -> None:
    assert [shade_of(value, 0.0, 10.0) for value in (0, 1.9, 2, 5, 8, 10)] == [1, 1, 2, 3, 5, 5]
    assert shade_of(3.0, 3.0, 3.0) == 1


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_number_on_every_shade_has_enough_contrast() -> None:
    ink = luminance("#0b0c0c")
    shades = re.findall(r"\.figure-heat-\d \{ background: (#[0-9a-f]{6}); \}", css_text())
    assert len(shades) == SHADES
    assert all((luminance(shade) + 0.05) / (ink + 0.05) >= 4.5 for shade in shades)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "at least one row"),
        ([HeatRow("North", (HeatCell(0.1),))], "1 cells for 2"),
        ([HeatRow("North", (HeatCell(float("nan")), HeatCell(0.1)))], "not finite"),
    ],
)
def test_a_mistake_of_the_caller_is_refused(rows: list[HeatRow], words: str) -> None:
    with pytest.raises(FigureError, match=words):
        drawn(rows)
    with pytest.raises(FigureError, match="chart's id"):
        heat_table('h"', "t", corner="c", columns=["a"], rows=[HeatRow("r", (HeatCell(1.0),))])
