"""OpenDocument spreadsheets, the format that the government's open standards ask for."""

import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from figures.numerals import COUNT, DECIMAL, PERCENT
from figures.ods_text import attribute, paragraphs
from figures.sheets import held_cell, widths, with_cover
from figures.table import Column, Kind, Table

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
# The earliest moment that a zip file can name: the same tables give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_ods(path: Path, tables: Sequence[Table], *, title: str) -> None:
    """Write the tables as an OpenDocument spreadsheet, a sheet for each, behind a cover where several.

    On a sheet stand the title, the notes and the source, then the table, whose headings repeat on each
    printed page. Text is made formula-safe and numbers are numbers. The same tables give the same bytes.

    Raises `FigureError` for no tables, two sheets of one name, or a cell that no file can hold.
    """
    sheets = with_cover(tables, title)
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


def _content(tables: Sequence[Table]) -> str:
    every_width = sorted({width for table in tables for width in widths(table)})
    columns = "".join(
        f'<style:style style:name="wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.2f}cm"/></style:style>'
        for width in every_width
    )
    sheets = "".join(map(_sheet, tables))
    ranges = "".join(_range(number, table) for number, table in enumerate(tables, start=1))
    return (
        _part("content.xml")
        .replace("@COLUMNS@", columns)
        .replace("@SHEETS@", f"{sheets}<table:database-ranges>{ranges}</table:database-ranges>")
    )


def _above(table: Table) -> list[str]:
    return [table.title, *table.notes, *([f"Source: {table.source}"] if table.source else []), ""]


def _sheet(table: Table) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="wide{width}" table:default-cell-style-name="{column.kind}"/>'
        for column, width in zip(table.columns, widths(table), strict=True)
    )
    above = "".join(
        f"<table:table-row>{_text_cell(words, 'title' if first else 'text')}</table:table-row>"
        for first, words in zip([True] + [False] * len(_above(table)), _above(table), strict=False)
    )
    headings = "".join(_text_cell(column.name, "heading") for column in table.columns)
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row, table.columns))}</table:table-row>" for row in table.rows
    )
    return (
        f'<table:table table:name="{attribute(table.name)}">{columns}{above}'
        f"<table:table-header-rows><table:table-row>{headings}</table:table-row></table:table-header-rows>"
        f"{rows}</table:table>"
    )


def _cell(cell: object, column: Column) -> str:
    held = held_cell(cell)
    if held is None:
        return "<table:table-cell/>"
    if isinstance(held, str):
        return _text_cell(held, "text", is_safe=True)
    kind = "percentage" if column.kind == "percent" else "float"
    return (
        f'<table:table-cell table:style-name="{column.kind}" office:value-type="{kind}" '
        f'office:value="{held!r}"><text:p>{_shown(held, column.kind)}</text:p></table:table-cell>'
    )


def _shown(value: float, kind: Kind) -> str:
    numerals = {"count": COUNT, "decimal": DECIMAL, "percent": PERCENT}.get(kind)
    return numerals.show(value) if numerals else f"{value:g}"


def _text_cell(words: str, style: str, *, is_safe: bool = False) -> str:
    held = words if is_safe else str(held_cell(words))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{paragraphs(held)}</table:table-cell>"
    )


def _range(number: int, table: Table) -> str:
    """Return the table's range as a named database range, with its headings, so that it can be filtered."""
    top = len(_above(table)) + 1
    bottom = top + len(table.rows)
    name = table.name.replace("'", "''")
    address = f"'{name}'.A{top}:'{name}'.{_letters(len(table.columns))}{bottom}"
    return (
        f'<table:database-range table:name="Table_{number}" '
        f'table:target-range-address="{attribute(address)}" '
        'table:display-filter-buttons="true" table:contains-header="true"/>'
    )


def _letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
