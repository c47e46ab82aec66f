"""Heat tables: numbers in rows and columns, shaded by size. The number says it; the shade only helps to find it.

An HTML table rather than a picture, so that it is read cell by cell with its headings, and wraps and grows as
text does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from figures.chart import Missing, check_rows
from figures.errors import FigureError
from figures.numerals import PERCENT, Numerals
from figures.scale import check_finite
from figures.svg import check_identity, printable

SHADES = 5
"""How many shades there are: more cannot be told apart at a glance."""


@dataclass(frozen=True)
class HeatCell:
    """A value, or the words that stand in its place, and a note of a few words that stands under it."""

    value: float | Missing
    note: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One row: its label and a cell for each column."""

    label: str
    cells: tuple[HeatCell, ...]


def heat_table(
    identity: str,
    title: str,
    *,
    corner: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    numerals: Numerals = PERCENT,
) -> str:
    """Return an HTML table whose cells hold their number, on one of five shades from the lowest to the highest.

    ``corner`` heads the column of labels. The range of each shade is said in words below. A `Missing` cell has
    its words and no shade. The table lies in a frame that scrolls sideways and can be reached by keyboard.
    Colours come from the style sheet alone.

    Raises `FigureError` for no rows or columns, a row of another length than ``columns``, a number that is not
    finite, or an identity that cannot be an id.
    """
    check_identity(identity)
    check_rows(rows)
    check_rows(columns)
    for row in rows:
        if len(row.cells) != len(columns):
            raise FigureError(
                f"The row {row.label!r} has {len(row.cells)} cells for {len(columns)} columns. "
                "Give one for each."
            )
    shown = [cell.value for row in rows for cell in row.cells if not isinstance(cell.value, Missing)]
    check_finite(shown)
    lowest, highest = (min(shown), max(shown)) if shown else (0.0, 0.0)
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in (corner, *columns))
    body = "\n".join(
        f'<tr><th scope="row">{_text(row.label)}</th>'
        + "".join(_cell(cell, numerals, lowest, highest) for cell in row.cells)
        + "</tr>"
        for row in rows
    )
    key = f'<p class="figure-key">{_text(_key(lowest, highest, numerals))}</p>\n' if shown else ""
    return (
        f'<div class="figure-scroll" role="region" aria-labelledby="{identity}" tabindex="0">\n'
        f'<table class="figure-heat">\n<caption id="{identity}"><span>{_text(title)}</span></caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>\n{key}"
    )


def shade_of(value: float, lowest: float, highest: float) -> int:
    """Return the shade of a value, 1 for the lowest fifth of the range to 5 for the highest."""
    if highest <= lowest:
        return 1
    return min(int((value - lowest) / (highest - lowest) * SHADES), SHADES - 1) + 1


def _cell(cell: HeatCell, numerals: Numerals, lowest: float, highest: float) -> str:
    if isinstance(cell.value, Missing):
        return f'<td class="figure-heat-missing">{_text(cell.value.words)}</td>'
    note = f' <span class="figure-heat-note">{_text(cell.note)}</span>' if cell.note else ""
    shade = shade_of(cell.value, lowest, highest)
    return f'<td class="figure-heat-{shade}">{_text(numerals.show(cell.value))}{note}</td>'


def _key(lowest: float, highest: float, numerals: Numerals) -> str:
    if highest <= lowest:
        return f"Every figure shown is {numerals.show(lowest)}."
    ends = [numerals.show(lowest + (highest - lowest) * part / SHADES) for part in range(SHADES + 1)]
    return f"Shades from light to dark begin at {', '.join(ends[:-2])} and {ends[-2]}, and end at {ends[-1]}."


def _text(words: str) -> str:
    return escape(printable(words))
