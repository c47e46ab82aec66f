"""Going through the bytes of a CSV file once, for its hash and for what no reader of values would notice."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from disparity.errors import DataError
from disparity.headings import MOST_COLUMNS, too_many_columns
from disparity.sources import PIECE, refusal

HEAD = 256 * 1024
"""Bytes the header may take: 2,000 columns with names of 100 letters fit in it."""

BLANK_LINE = re.compile(rb"\n[ \t,\r]*\n")
BLANK_OLD_LINE = re.compile(rb"\r[ \t,]*\r")
OVERLAP = 4 * MOST_COLUMNS
"""Bytes of the piece before that are looked at again, so that a blank line across two pieces is seen."""

SAVE_UTF_8 = 'Save it again as "CSV UTF-8"'
END = "the end of the file"


@dataclass(frozen=True)
class Scan:
    """What the bytes told: hash, size, lines, and whether blank lines or an odd number of quotes occur."""

    sha256: str
    size: int
    lines: int
    blank_lines: bool
    odd_quotes: bool


def header_of(path: Path) -> list[str]:
    """Return the headings in the first row, looking at no more of the file than a header may take."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        more = bool(file.read(1))
    _refuse_utf_16(path, head)
    text = head.decode("utf-8-sig", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        headings = next(reader)
        ended = next(reader, None) is not None or not more
    except csv.Error:
        headings, ended = [], False
    if len(headings) > MOST_COLUMNS:
        count = f"{len(headings):,}" if ended else f"more than {len(headings) - 1:,}"
        raise DataError([too_many_columns(count, where=f"{path.name}, row 1")])
    if not ended:
        what = f"the first row does not end within {HEAD:,} bytes"
        fix = "Put the names of the columns in the first row, and close every quotation mark"
        raise refusal(what, path, fix, "no-heading")
    return headings


def scan(path: Path) -> Scan:
    """Read the whole file as bytes; a DataError says where it is not UTF-8 text."""
    hashed, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
    size = feeds = returns = quotes = 0
    blank_lines, tail = False, b"\n"
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            pending = len(decoder.getstate()[0])
            line = (feeds or returns) + 1
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                raise _not_utf_8(path, error, before=size - pending, line=line) from error
            if b"\0" in piece:
                line += piece.count(b"\n", 0, piece.index(b"\0"))
                what, fix = (
                    "the file holds NUL bytes, which are not text",
                    "Export it again from where it came",
                )
                raise refusal(f"{what} (the first in line {line:,})", path, fix, "nul-bytes")
            hashed.update(piece)
            size += len(piece)
            feeds += piece.count(b"\n")
            returns += piece.count(b"\r")
            quotes += piece.count(b'"')
            tail = tail[-OVERLAP:] + piece
            blank_lines = blank_lines or _has_blank_line(tail)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _not_utf_8(path, error, before=size - len(error.object), line=feeds + 1) from error
    ended = tail.endswith((b"\n", b"\r"))
    if not ended:
        blank_lines = blank_lines or _has_blank_line(tail[-OVERLAP:] + (b"\n" if feeds else b"\r"))
    return Scan(hashed.hexdigest(), size, (feeds or returns) + (not ended), blank_lines, quotes % 2 == 1)


def _has_blank_line(piece: bytes) -> bool:
    # Two searches, each for a pattern that begins with a fixed byte, take a fifth of the time of one for both.
    if BLANK_LINE.search(piece):
        return True
    return b"\r" in piece and BLANK_OLD_LINE.search(piece) is not None


def unclosed_quote(path: Path) -> int | None:
    """Return the line where the row starts whose quotation mark is never closed, if there is one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(_with_end(file))
        start = following = 1
        last: list[str] = []
        try:
            for row in reader:
                start, following, last = following, reader.line_num + 1, row
        except csv.Error:  # a value longer than any value is: the quotation mark was opened by mistake
            return following
    return None if last == [END] else start


def _with_end(lines: Iterator[str]) -> Iterator[str]:
    yield from lines
    yield "\n"
    # Inside an open quotation mark this becomes part of the value; otherwise it is a row by itself.
    yield END


def _refuse_utf_16(path: Path, head: bytes) -> None:
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    # Latin letters in UTF-16 have a NUL at every second byte, and hardly any between: else it is no text at all.
    fewer, more = sorted(head[start:2000:2].count(0) for start in (0, 1))
    patterned = more > len(head[:2000]) // 4 and fewer * 4 < more
    if marked or patterned:
        what = "the file is in UTF-16 (which some programs call Unicode text)"
        raise refusal(what, path, SAVE_UTF_8, "utf-16")


def _not_utf_8(path: Path, error: UnicodeDecodeError, *, before: int, line: int) -> DataError:
    byte = error.object[error.start]
    line += error.object.count(b"\n", 0, error.start)
    what = f"the file is not in UTF-8: byte {before + error.start + 1:,}, in line {line:,}, cannot be read"
    shown = bytes([byte]).decode("cp1252", errors="ignore")
    if shown:
        what += f' (in Windows-1252 it would be "{shown}")'
    return refusal(what, path, SAVE_UTF_8, "not-utf-8")
