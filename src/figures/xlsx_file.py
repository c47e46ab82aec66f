"""Excel workbooks: real numbers, named tables, headings that stay in sight, and nothing that runs."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from figures.sheets import held_cell, sheet_name, widths, with_cover
from figures.table import Kind, Table, safe_text

# One moment for every file, so that the same tables give the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "number": "General",
}
_MOST_FROZEN = 6


def write_xlsx(path: Path, tables: Sequence[Table], *, title: str) -> None:
    """Write the tables as an Excel workbook, a sheet for each, behind a cover where there are several.

    On a sheet stand the title, the notes and the source, then the table under its headings. Text is made
    formula-safe and numbers are numbers. The same tables give the same bytes.

    Raises `FigureError` for no tables, two sheets of one name, or a cell that no file can hold.
    """
    sheets = with_cover(tables, title)
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        workbook.set_properties({"title": safe_text(title), "created": _CREATED})
        looks = _looks(workbook)
        for number, table in enumerate(sheets, start=1):
            _write_sheet(workbook.add_worksheet(sheet_name(table)), table, number, looks)
        if len(sheets) > 1:
            _link_cover(workbook.worksheets()[0], sheets[1:], looks["link"])
    path.write_bytes(held.getvalue())


def _looks(workbook: Any) -> dict[str, Any]:
    """Return the formats of a workbook, by kind of column and by part of a sheet."""
    looks: dict[str, Any] = {
        kind: workbook.add_format({"num_format": code, "valign": "top"}) for kind, code in _FORMATS.items()
    }
    looks["title"] = workbook.add_format({"bold": True, "font_size": 14})
    looks["heading"] = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks["link"] = workbook.add_format({"font_color": "#1d70b8", "underline": 1, "valign": "top"})
    return looks


def _write_sheet(sheet: Any, table: Table, number: int, looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, held_cell(table.title), looks["title"])
    above = [*table.notes, *([f"Source: {table.source}"] if table.source else [])]
    for row, words in enumerate(above, start=1):
        sheet.write_string(row, 0, held_cell(words))
    top = len(above) + 2 if above else 1
    for index, (column, width) in enumerate(zip(table.columns, widths(table), strict=True)):
        sheet.set_column(index, index, width, looks[column.kind])
    last = top + max(len(table.rows), 1)
    sheet.add_table(
        top,
        0,
        last,
        len(table.columns) - 1,
        {
            "name": f"Table_{number}",
            "style": "Table Style Light 1",
            "columns": [
                {"header": safe_text(column.name), "header_format": looks["heading"]}
                for column in table.columns
            ],
        },
    )
    for down, cells in enumerate(table.rows, start=top + 1):
        for index, cell in enumerate(cells):
            if cell is not None:
                _write_cell(sheet, down, index, cell, looks, table.columns[index].kind)
    # Headings under a long list of notes would fill a small window if they were frozen.
    if top < _MOST_FROZEN:
        sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Any, row: int, column: int, cell: object, looks: dict[str, Any], kind: Kind) -> None:
    held = held_cell(cell)
    if isinstance(held, str):
        sheet.write_string(row, column, held, looks["text"])
    else:
        # Under the text format Excel would take a number for words.
        sheet.write_number(row, column, held, looks["number" if kind == "text" else kind])


def _link_cover(cover: Any, tables: Sequence[Table], look: Any) -> None:
    for row, table in enumerate(tables, start=2):
        name = sheet_name(table)
        target = name.replace("'", "''")
        cover.write_url(row, 0, f"internal:'{target}'!A1", look, string=safe_text(name))
