"""Heat tables of two characteristics crossed: every group's figure at once, and where it clearly differs."""

from __future__ import annotations

from collections.abc import Sequence

from disparity.findings import Finding
from disparity.report_contents import Measured
from disparity.tables import CROSS
from disparity.wording import NONE_RECORDED, is_clear, numerals_of, status_words
from figures import HeatCell, HeatRow, Missing, heat_table

MOST_CELLS = 400
"""A larger heat table is not looked at; its figures are in the files."""

MORE, LESS = "clearly more", "clearly less"


def heat_of(
    identity: str, title: str, rows: Sequence[Finding], measure: Measured, *, against: str, minimum: int = 0
) -> str:
    """Return the heat table of two characteristics, or "" where there are not two, or nothing to show.

    `rows` has one finding for each group, compared with `against` where it is compared. The characteristic
    with more levels runs down. A cell whose difference is clear, between `minimum` people or more on each side,
    says so in words, and one that is not shown says why.
    """
    names = rows[0].characteristic.split(CROSS) if rows else []
    levels = [tuple(row.group.split(CROSS)) for row in rows]
    is_grid = len(names) == 2 and all(len(each) == 2 for each in levels)
    if not is_grid or len(rows) > MOST_CELLS or all(row.value is None for row in rows):
        return ""
    held = dict(zip(levels, rows, strict=True))
    down, across = (tuple(dict.fromkeys(each[side] for each in levels)) for side in (0, 1))
    corner = f"{names[0]}, by {names[1]}"
    if len(across) > len(down):
        down, across, corner = across, down, f"{names[1]}, by {names[0]}"
        held = {(second, first): row for (first, second), row in held.items()}
    return heat_table(
        identity,
        title,
        corner=f"{corner[:1].upper()}{corner[1:]}",
        columns=across,
        rows=[
            HeatRow(label, tuple(_cell(held.get((label, column)), against, minimum) for column in across))
            for label in down
        ],
        numerals=numerals_of(measure, rows),
    )


def range_of(
    rows: Sequence[Finding], measure: Measured, against: str, *, minimum: int = 0
) -> tuple[str, ...]:
    """Return what leads a heat table: the highest and the lowest figure of known levels, and the comparator."""
    shown = [(row.value, row.group) for row in rows if row.value is not None and row.comparator]
    if not shown:
        return ()
    show = numerals_of(measure, rows).show
    (low, lowest), (high, highest) = min(shown), max(shown)
    said = [f"Every group shown has {show(low)}."]
    if low < high:
        said = [f"The highest figure is {show(high)} ({highest}), the lowest {show(low)} ({lowest})."]
    if any(is_clear(row, minimum=minimum) and row.comparator == against for row in rows):
        said.append(f"“{MORE.capitalize()}” and “{LESS}” are said against {against}.")
    return tuple(said)


def _cell(row: Finding | None, against: str, minimum: int) -> HeatCell:
    if row is None or row.value is None:
        return HeatCell(Missing(status_words(row) if row else NONE_RECORDED))
    if row.group == against:
        return HeatCell(row.value, "comparison group")
    if row.comparator != against or not is_clear(row, minimum=minimum):
        return HeatCell(row.value)
    return HeatCell(row.value, MORE if (row.difference or 0.0) > 0 else LESS)
