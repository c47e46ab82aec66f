"""Excel workbooks: real numbers, named tables, a cover with contents and notes, and nothing that runs."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from figures.sheets import COVER_WIDTH, Cover, Sheet, held_cell, lines_of, sheets_of, widths, wraps
from figures.table import Kind, Table, safe_text

# One moment for every file, so that the same tables give the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "decimal": "#,##0.0",
    "thousandths": "#,##0.000",
    "percent": "0.0%",
    "number": "General",
}
LANGUAGE = "en-GB"
_END_OF_PROPERTIES = b"</cp:coreProperties>"
_LINE = 15.0
"""The height of a line of text, in points."""


def write_xlsx(path: Path, tables: Sequence[Table], *, title: str, cover: Cover | None = None) -> None:
    """Write the tables as an Excel workbook, a sheet for each, behind a cover where there are several.

    The sheets are laid out as the Analysis Function asks in "Releasing statistics in spreadsheets": a cover,
    the contents with links, the notes; then on each sheet its title, what a reader must know, the source, and
    straight below a table that is marked as one. There are no merged cells and no blank rows, and panes are
    not frozen, since for those who magnify the page frozen rows fill the window. Text is made formula-safe and
    numbers are numbers. The same tables give the same bytes.

    Raises `FigureError` for no tables, two sheets of one name, or a cell that no file can hold.
    """
    sheets = sheets_of(tables, title, cover)
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        workbook.set_properties({"title": safe_text(title), "created": _CREATED})
        looks = _looks(workbook)
        for number, sheet in enumerate(sheets, start=1):
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, number, looks)
    path.write_bytes(_in_language(held))


def _in_language(held: io.BytesIO) -> bytes:
    """Return the workbook with its language among its properties, which the writer has no word for."""
    written = io.BytesIO()
    with zipfile.ZipFile(held) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "docProps/core.xml":
                language = f"<dc:language>{LANGUAGE}</dc:language>".encode()
                part = part.replace(_END_OF_PROPERTIES, language + _END_OF_PROPERTIES)
            after.writestr(entry, part)
    return written.getvalue()


def _looks(workbook: Any) -> dict[str, Any]:
    """Return the formats of a workbook, by kind of column and by part of a sheet."""
    looks: dict[str, Any] = {
        kind: workbook.add_format({"num_format": code, "valign": "top"}) for kind, code in _FORMATS.items()
    }
    looks["mark"] = workbook.add_format({"num_format": "@", "valign": "top", "align": "right"})
    looks["title"] = workbook.add_format({"bold": True, "font_size": 14})
    looks["part"] = workbook.add_format({"bold": True, "font_size": 12})
    looks["words"] = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    looks["heading"] = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks["link"] = workbook.add_format({"font_color": "#1d70b8", "underline": 1, "valign": "top"})
    return looks


def _write_sheet(page: Any, sheet: Sheet, number: int, looks: dict[str, Any]) -> None:
    is_cover = sheet.table is None
    for row, words in enumerate(sheet.lines):
        look = "title" if row == 0 else "part" if row in sheet.headed else "words" if is_cover else None
        page.write_string(row, 0, held_cell(words), looks[look] if look else None)
    if sheet.table is None:
        page.set_column(0, 0, COVER_WIDTH)
        for row, words in enumerate(sheet.lines[1:], start=1):
            page.set_row(row, _LINE * lines_of(words, COVER_WIDTH))
    else:
        _write_table(page, sheet.table, len(sheet.lines), number, looks)
        for down, target in enumerate(sheet.links, start=len(sheet.lines) + 1):
            place = f"internal:'{target.replace(chr(39), chr(39) * 2)}'!A1"
            page.write_url(down, 0, place, looks["link"], string=safe_text(target))
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_table(page: Any, table: Table, top: int, number: int, looks: dict[str, Any]) -> None:
    for index, (column, width) in enumerate(zip(table.columns, widths(table), strict=True)):
        page.set_column(index, index, width, looks[column.kind])
    page.add_table(
        top,
        0,
        top + max(len(table.rows), 1),
        len(table.columns) - 1,
        {
            "name": f"Table_{number}",
            "style": "Table Style Light 1",
            "autofilter": False,
            "columns": [
                {"header": safe_text(column.name), "header_format": looks["heading"]}
                for column in table.columns
            ],
        },
    )
    words = looks["words" if wraps(table) else "text"]
    if wraps(table):
        wide = widths(table)
        for down, cells in enumerate(table.rows, start=top + 1):
            tall = [lines_of(cell, wide[index]) for index, cell in enumerate(cells) if isinstance(cell, str)]
            page.set_row(down, _LINE * max(tall, default=1))
    for down, cells in enumerate(table.rows, start=top + 1):
        for index, cell in enumerate(cells):
            if cell is not None:
                _write_cell(page, down, index, cell, looks, table.columns[index].kind, words)
    page.repeat_rows(top)


def _write_cell(
    sheet: Any, row: int, column: int, cell: object, looks: dict[str, Any], kind: Kind, words: Any
) -> None:
    held = held_cell(cell)
    if isinstance(held, str):
        sheet.write_string(row, column, held, words if kind == "text" else looks["mark"])
    else:
        # Under the text format Excel would take a number for words.
        sheet.write_number(row, column, held, looks["number" if kind == "text" else kind])
