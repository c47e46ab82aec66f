"""Looking into an Excel workbook before it is opened: how large it becomes, and what its cells conceal.

A workbook is a zip file of XML. A few hundred kilobytes can unpack to gigabytes, or claim a cell in the last
column of the last row; and the reader of values shows an error such as #N/A as a blank.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path, PurePosixPath

from disparity.faults import NOT_WORKED_OUT
from disparity.sources import PIECE, SAVE_AS, refusal

MOST_UNPACKED = 80_000_000
"""Bytes of all parts together."""

MOST_CELLS = 5_000_000
"""Rows times columns of the used area, since empty cells inside it take memory too."""

MOST_TEXT = 400_000_000
"""Bytes of all shared texts written out in every cell that shows them."""

MOST_PARTS = 10_000
USE_CSV = "Save it as CSV UTF-8, which has no such limit"

SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")
SHARED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>(\d+)<")
SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b")
CELL_END = re.compile(rb"</(?:\w+:)?c>")
CELL_START = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


class Parts:
    """The parts of a workbook, each unpacked no further than the limit allows."""

    def __init__(self, path: Path, workbook: bytes) -> None:
        self._path = path
        try:
            with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
                self._read(archive)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            what, fix = "the workbook is damaged", "Copy or export it again from where it came"
            raise refusal(what, path, fix, "damaged") from error

    def _read(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if "xl/workbook.xml" not in names:
            what = "the file is a zip file, but not an Excel workbook with the ending .xlsx"
            raise refusal(what, self._path, SAVE_AS, "unknown-format")
        if len(entries) > MOST_PARTS or len(names) < len(entries):
            raise refusal("the workbook has too many parts", self._path, USE_CSV, "too-large")
        declared = sum(entry.file_size for entry in entries)
        if declared > MOST_UNPACKED:
            raise self.too_large(declared)
        self._texts: dict[str, bytes] = {}
        total = 0
        for entry in entries:
            kept = entry.filename.startswith("xl/") and entry.filename.endswith((".xml", ".rels"))
            pieces = []
            with archive.open(entry) as part:
                # The sizes declared are only a claim, so they are counted again while unpacking.
                while piece := part.read(PIECE):
                    total += len(piece)
                    if total > MOST_UNPACKED:
                        raise self.too_large(total)
                    if kept:
                        pieces.append(piece)
            if kept:
                self._texts[entry.filename] = b"".join(pieces)

    def too_large(self, size: int) -> Exception:
        """Return the refusal of a workbook that unpacks to `size` bytes."""
        most = f"{MOST_UNPACKED / 1e6:.0f} MB is the most that is read"
        what = f"the workbook unpacks to {size / 1e6:,.0f} MB, and {most}"
        return refusal(what, self._path, USE_CSV, "too-large")

    def sheets(self) -> list[bytes]:
        """Return the XML of the sheets, in the order of the workbook; empty where a sheet is not a table."""
        links = {}
        for found in RELATIONSHIP.finditer(self._texts.get("xl/_rels/workbook.xml.rels", b"")):
            attributes = _attributes(found[1])
            links[attributes.get("Id", "")] = attributes.get("Target", "")
        sheets = []
        for found in SHEET.finditer(self._texts["xl/workbook.xml"]):
            link = next((value for key, value in _attributes(found[1]).items() if key.endswith(":id")), "")
            target = links.get(link, "")
            name = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            sheets.append(self._texts.get(name, b""))
        return sheets

    def refuse_oversized(self) -> None:
        """Refuse a workbook whose cells would fill the memory though its bytes are few."""
        texts = self._texts.get("xl/sharedStrings.xml", b"")
        starts = [found.start() for found in SHARED_TEXT.finditer(texts)] + [len(texts)]
        lengths = [end - start for start, end in pairwise(starts)]
        written = 0
        for sheet in self.sheets():
            columns, rows = set(), 0
            for column, row in CELL.findall(sheet):
                columns.add(column)
                rows = max(rows, int(row))
            area = rows * max(map(_column_number, columns), default=0)
            if area > MOST_CELLS:
                what = f"a sheet reaches over {area:,} cells, and {MOST_CELLS:,} is the most that is read"
                raise refusal(
                    what, self._path, f"Delete what stands far from the table. {USE_CSV}", "too-large"
                )
            shown = (int(index) for index in SHARED_CELL.findall(sheet))
            written += sum(lengths[index] for index in shown if index < len(lengths))
            if written > MOST_TEXT:
                what = f"the texts of the workbook unpack to more than {MOST_TEXT / 1e6:,.0f} MB"
                raise refusal(what, self._path, USE_CSV, "too-large")


def concealed_cells(sheet: bytes) -> dict[tuple[int, int], str]:
    """Return the cells, by row and column from 0, that hold an error or a formula never worked out."""
    concealed = {}
    for piece in CELL_END.split(sheet):
        formula = FORMULA.search(piece)
        if formula is None and b"#" not in piece:
            continue
        *_, start = [b"", *CELL_START.findall(piece)]
        attributes, value = _attributes(start), VALUE.search(piece)
        place = re.fullmatch(r"([A-Za-z]+)(\d+)", attributes.get("r", ""))
        shown = value[1].decode("utf-8", errors="replace").strip() if value else ""
        if attributes.get("t") == "e":
            text = shown or "#N/A"
        elif formula and not shown and attributes.get("t", "n") == "n":
            text = NOT_WORKED_OUT
        else:
            continue
        if place:
            concealed[int(place[2]) - 1, _column_number(place[1].encode()) - 1] = text
    return concealed


def _attributes(written: bytes) -> dict[str, str]:
    found = re.findall(
        r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", written.decode("utf-8", errors="replace")
    )
    return {name: double or single for name, double, single in found}


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
