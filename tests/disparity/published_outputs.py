"""Everything a report says in numbers, read back from its files as a stranger would: each count of people in it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

# Columns of rates, their limits and tests and, in the lists of a workbook, how long each sheet is and which note it is.
NOT_COUNTS = re.compile(
    r"(comparator_)?value|(difference|ratio)?_?(low|high)|difference|ratio|share|adjusted_\w+|p|q|"
    r"(Rate|Mean|Median)( compared with)?|(Lower|Upper) limit.*|(Adjusted )?[Dd]ifference.*|(Adjusted )?[Rr]atio|"
    r"Share known|Statistic|Rows|Note"
)
# What a sentence may hold besides counts of people. Rates and gaps have a decimal point or stand "in 100".
NOT_PEOPLE = re.compile(
    r"\b[0-9a-f]{64}\b|\b\w+@\d+\b|\d+(\.\d+)+|\d+%|\d[\d,]* in 1[0,]+\b|"
    r"\bunder 10\b|\bnearest 5\b|\bdot for each of \d+ groups?\b|\b\d+ more or longer tables\b"
)
WHOLE = re.compile(r"\d[\d,]*")
# Numbers of cells and of comparisons, not of people, and the rules themselves.
NOT_PEOPLE_IN_RECORD = re.compile(
    r"tables\.\d+\.(cells|shown|too_few|hidden)|rules\.(threshold|round)|"
    r"analysis\.(tests\..*|minimum|least_cover|adjusted\..*\.used)|attack\.(cells|narrowest)"
)


class Count(NamedTuple):
    """A number of people that a file shows."""

    file: str
    place: str
    number: int


def counts_in(directory: Path, names: Sequence[str]) -> list[Count]:
    """Return each count of people in the files of a report; `names` are levels that have digits in them."""
    found: list[Count] = []
    for path in sorted(directory.iterdir()):
        reader = _READERS.get(path.name) or _READERS[path.suffix]
        found += [Count(path.name, place, number) for place, number in reader(path, names)]
    return found


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def everything_in(directory: Path) -> bytes:
    """Return all bytes of a report, those of its workbook unpacked."""
    parts = []
    for path in sorted(directory.iterdir()):
        parts.append(path.read_bytes())
        if path.suffix in {".xlsx", ".ods"}:
            with ZipFile(path) as book:
                parts += [book.read(name) for name in book.namelist()]
    return b"\n".join(parts)


def _in_csv(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for number, row in enumerate(rows_of(path), start=2):
        for column, value in row.items():
            if not NOT_COUNTS.fullmatch(column):
                yield from ((f"row {number}, {column}", each) for each in in_prose(value, names))


def _in_workbook(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for sheet in load_workbook(path).worksheets:
        headings: dict[int, str] = {}
        for row in sheet.iter_rows():
            filled = [cell for cell in row if cell.value is not None]
            if not headings and len(filled) > 1:
                headings = {cell.column: str(cell.value) for cell in filled}
                continue
            for cell in filled:
                if not NOT_COUNTS.fullmatch(headings.get(cell.column, "")):
                    for each in in_prose(str(cell.value), names):
                        yield f"{sheet.title}!{cell.coordinate}", each


def _in_open_workbook(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        headings: list[str] = []
        for number, row in enumerate(book.get_sheet_by_name(name).to_python(), start=1):
            if not headings and sum(cell != "" for cell in row) > 1:
                headings = [str(cell) for cell in row]
                continue
            for column, cell in enumerate(row):
                heading = headings[column] if headings else ""
                if cell != "" and not NOT_COUNTS.fullmatch(heading):
                    # This reader gives every number as a float.
                    words = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
                    yield from ((f"{name}, row {number}, {heading}", each) for each in in_prose(words, names))


class _Texts(HTMLParser):
    """The text of a page, that of its charts included, and the words of attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        spoken = [text for name, text in attributes if name in {"aria-label", "title", "alt"} and text]
        self.found += [(tag, text) for text in spoken]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, text: str) -> None:
        if self._inside != "style" and text.strip():
            self.found.append((self._inside, text))


def _in_page(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    texts = _Texts()
    texts.feed(path.read_text(encoding="utf-8"))
    for tag, text in texts.found:
        yield from ((f"<{tag}> {text.strip()[:80]}", each) for each in in_prose(text, names))


def _in_record(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for place, value in _leaves(json.loads(path.read_bytes()), ""):
        if not NOT_PEOPLE_IN_RECORD.fullmatch(place) and not isinstance(value, bool | None):
            yield from ((place, each) for each in in_prose(str(value), names))


def _in_findings(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for number, row in enumerate(json.loads(path.read_bytes())["findings"]):
        for name, value in row.items():
            if not NOT_COUNTS.fullmatch(name):
                yield from ((f"finding {number}, {name}", each) for each in in_prose(str(value), names))


def _in_description(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for place, value in _leaves(json.loads(path.read_bytes()), ""):
        if not place.startswith("@context"):  # addresses of vocabularies
            yield from ((place, each) for each in in_prose(str(value), names))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{place}.{number}")
    else:
        yield place, value


def in_prose(text: str, names: Sequence[str]) -> list[int]:
    """Return the whole numbers in a text that are neither part of a name nor of a rate or a rule."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return [int(found.replace(",", "")) for found in WHOLE.findall(NOT_PEOPLE.sub(" ", text))]


_READERS = {
    ".csv": _in_csv,
    ".xlsx": _in_workbook,
    ".ods": _in_open_workbook,
    ".html": _in_page,
    "findings.json": _in_findings,
    "csv-metadata.json": _in_description,
    "release.json": _in_record,
}
