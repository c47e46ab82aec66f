"""OpenDocument spreadsheets, the format that the government's open standards ask for."""

import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from figures.numerals import COUNT, DECIMAL, PERCENT, THOUSANDTHS
from figures.ods_text import attribute, paragraphs
from figures.sheets import COVER_WIDTH, Cover, Sheet, held_cell, sheets_of, widths, wraps
from figures.table import Column, Kind, Table

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
# The earliest moment that a zip file can name: the same tables give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_NUMERALS = {"count": COUNT, "decimal": DECIMAL, "thousandths": THOUSANDTHS, "percent": PERCENT}


def write_ods(path: Path, tables: Sequence[Table], *, title: str, cover: Cover | None = None) -> None:
    """Write the tables as an OpenDocument spreadsheet, a sheet for each, behind a cover where several.

    The sheets are laid out as those of `write_xlsx` are. A table's headings repeat on each printed page. Text is
    made formula-safe and numbers are numbers. The same tables give the same bytes.

    Raises `FigureError` for no tables, two sheets of one name, or a cell that no file can hold.
    """
    sheets = sheets_of(tables, title, cover)
    parts = {
        "META-INF/manifest.xml": _part("manifest.xml"),
        "meta.xml": _part("meta.xml").replace("@TITLE@", attribute(title)),
        "styles.xml": _part("styles.xml"),
        "content.xml": _content(sheets),
    }
    with zipfile.ZipFile(path, "w") as package:
        # The standard asks for the type first and not compressed, so that the file can be told by its bytes.
        package.writestr(zipfile.ZipInfo("mimetype", _MOMENT), _MIMETYPE)
        for name, words in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, words.encode())


def _part(name: str) -> str:
    return files("figures").joinpath("ods", name).read_text(encoding="utf-8")


def _content(sheets: Sequence[Sheet]) -> str:
    every_width = sorted({COVER_WIDTH} | {width for sheet in sheets for width in _widths(sheet)})
    columns = "".join(
        f'<style:style style:name="wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.2f}cm"/></style:style>'
        for width in every_width
    )
    written = "".join(map(_sheet, sheets))
    ranges = "".join(
        _range(number, sheet, sheet.table) for number, sheet in enumerate(sheets, start=1) if sheet.table
    )
    return (
        _part("content.xml")
        .replace("@COLUMNS@", columns)
        .replace("@SHEETS@", f"{written}<table:database-ranges>{ranges}</table:database-ranges>")
    )


def _widths(sheet: Sheet) -> list[int]:
    return widths(sheet.table) if sheet.table else [COVER_WIDTH]


def _sheet(sheet: Sheet) -> str:
    table = sheet.table
    kinds = [column.kind for column in table.columns] if table else ["text"]
    columns = "".join(
        f'<table:table-column table:style-name="wide{width}" table:default-cell-style-name="{kind}"/>'
        for kind, width in zip(kinds, _widths(sheet), strict=True)
    )
    plain = "text" if table else "words"
    above = "".join(
        f"<table:table-row>{_text_cell(words, 'title' if not row else 'part' if row in sheet.headed else plain)}"
        "</table:table-row>"
        for row, words in enumerate(sheet.lines)
    )
    below = _table(table, sheet.links) if table else ""
    return f'<table:table table:name="{attribute(sheet.name)}">{columns}{above}{below}</table:table>'


def _table(table: Table, links: Sequence[str]) -> str:
    headings = "".join(_text_cell(column.name, "heading") for column in table.columns)
    rows = []
    text = "words" if wraps(table) else "text"
    styles = [text if column.kind == "text" else "mark" for column in table.columns]
    for number, row in enumerate(table.rows):
        cells = list(map(_cell, row, table.columns, styles))
        if number < len(links):
            cells[0] = _link(links[number])
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return (
        f"<table:table-header-rows><table:table-row>{headings}</table:table-row></table:table-header-rows>"
        + "".join(rows)
    )


def _link(target: str) -> str:
    place = "#'" + target.replace("'", "''") + "'.A1"
    return (
        '<table:table-cell table:style-name="text" office:value-type="string">'
        f'<text:p><text:a xlink:type="simple" xlink:href="{attribute(place)}">'
        f"{attribute(str(held_cell(target)))}</text:a></text:p></table:table-cell>"
    )


def _cell(cell: object, column: Column, text: str) -> str:
    """Return one cell; `text` is the style that words have in its column."""
    held = held_cell(cell)
    if held is None:
        return "<table:table-cell/>"
    if isinstance(held, str):
        return _text_cell(held, text, is_safe=True)
    kind = "percentage" if column.kind == "percent" else "float"
    return (
        f'<table:table-cell table:style-name="{column.kind}" office:value-type="{kind}" '
        f'office:value="{held!r}"><text:p>{_shown(held, column.kind)}</text:p></table:table-cell>'
    )


def _shown(value: float, kind: Kind) -> str:
    numerals = _NUMERALS.get(kind)
    return numerals.show(value) if numerals else f"{value:g}"


def _text_cell(words: str, style: str, *, is_safe: bool = False) -> str:
    held = words if is_safe else str(held_cell(words))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{paragraphs(held)}</table:table-cell>"
    )


def _range(number: int, sheet: Sheet, table: Table) -> str:
    """Return the table's range as a named database range with its headings, which marks it as a table."""
    top = len(sheet.lines) + 1
    bottom = top + max(len(table.rows), 1)
    name = sheet.name.replace("'", "''")
    address = f"'{name}'.A{top}:'{name}'.{_letters(len(table.columns))}{bottom}"
    return (
        f'<table:database-range table:name="Table_{number}" '
        f'table:target-range-address="{attribute(address)}" table:contains-header="true"/>'
    )


def _letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
