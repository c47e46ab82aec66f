"""Files of data, whatever their kind: the columns the plan reads, as text, with the number of each row.

The kind is what the first bytes say; a name that says otherwise is refused, because somebody is mistaken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from disparity.errors import DataError
from disparity.problems import Problem
from disparity.regular_file import refusal_of

PIECE = 1 << 20
"""Bytes read at a time where a whole file is gone through."""

OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENDINGS = {
    "csv": (".csv", ".txt", ".tsv", ""),
    "parquet": (".parquet", ".pq", ""),
    "xlsx": (".xlsx", ".xlsm", ""),
}
WORDS = {"csv": "text with commas (CSV)", "parquet": "a Parquet file", "xlsx": "an Excel workbook"}
SAVE_AS = "Save it as CSV UTF-8, as an Excel workbook (.xlsx) or as Parquet"


@dataclass(frozen=True)
class Malformed:
    """A row with too many or too few values, so that it cannot be told which is which."""

    row: int
    what: str


@dataclass(frozen=True)
class Batch:
    """Some rows: their numbers in the file, and for each column its text (an Arrow array; null is blank)."""

    rows: NDArray[np.int64]
    columns: Mapping[str, Any]


class Source(Protocol):
    """A file that has been opened and whose header is in order.

    `expected` is about how many rows there are. `notes` and `malformed` are complete once the batches have been
    read to their end.
    """

    expected: int
    sha256: str
    size: int
    notes: list[Problem]
    malformed: list[Malformed]

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in the order of the file; raises DataError if the rest cannot be read."""


def open_source(path: Path, columns: Sequence[str]) -> Source:
    """Open a file of data for its `columns`.

    Raises
    ------
    DataError
        If the file as a whole cannot be used: its kind, its encoding, its header, its size.
    """
    problem = refusal_of(path, called="the file of data")
    if problem is not None:
        raise DataError([problem])
    # Each kind of file brings a library of its own, and most runs need one of them.
    match kind_of(path):
        case "parquet":
            from disparity.parquet_source import ParquetSource

            return ParquetSource(path, columns)
        case "xlsx":
            from disparity.xlsx_source import XlsxSource

            return XlsxSource(path, columns)
        case _:
            from disparity.csv_source import CsvSource

            return CsvSource(path, columns)


def kind_of(path: Path) -> str:
    """Return ``csv``, ``parquet`` or ``xlsx``; a DataError says what else it seems to be."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise refusal("the file is empty", path, "Export it again from where it came", "empty-file")
    kind = _kind_of_bytes(path, head)
    ending = path.suffix.lower()
    if ending in ENDINGS[kind]:
        return kind
    told = next((other for other, endings in ENDINGS.items() if ending in endings), None)
    if told is None:
        what = f'the ending "{path.suffix}" is not that of a file of data'
        raise refusal(what, path, SAVE_AS, "unknown-format")
    what = f'the name ends in "{path.suffix}", but what is in the file is {WORDS[kind]}'
    fix = f'Change the ending to "{ENDINGS[kind][0]}" if that is right, or save the file again'
    raise refusal(what, path, fix, "wrong-ending")


def _kind_of_bytes(path: Path, head: bytes) -> str:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PARE"):
        raise refusal("the Parquet file is encrypted", path, "Save it without encryption", "encrypted")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx"
    if head.startswith(OFFICE_97):
        raise _old_office(path)
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")):
        raise refusal("the file is compressed", path, "Unpack it first", "unknown-format")
    if head.startswith(b"%PDF"):
        raise refusal("the file is a PDF, which holds no table to read", path, SAVE_AS, "unknown-format")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        what = "the file is a web page or XML, whatever its name says"
        raise refusal(what, path, f"Open it in a spreadsheet. {SAVE_AS}", "unknown-format")
    return "csv"


def _old_office(path: Path) -> DataError:
    """Tell a workbook with a password, which is wrapped in the old format, from an old workbook."""
    with path.open("rb") as file:
        start = file.read(PIECE)
        file.seek(max(0, path.stat().st_size - PIECE))
        end = file.read(PIECE)
    if "EncryptedPackage".encode("utf-16-le") in start + end:
        what = "the workbook is protected with a password"
        return refusal(what, path, "Remove the password in the spreadsheet and save it again", "encrypted")
    what = "the workbook is in the old Excel format (.xls)"
    return refusal(what, path, "Open it in a spreadsheet and save it as .xlsx or CSV UTF-8", "old-format")


def refusal(what: str, path: Path, fix: str, kind: str) -> DataError:
    """Return the refusal of a whole file; its place is the name of the file, never the folder."""
    return DataError([Problem(what, path.name, fix, kind=kind)])


def fingerprint(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of the bytes of a file, in hexadecimal, and how many there are."""
    hashed = sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            hashed.update(piece)
            size += len(piece)
    return hashed.hexdigest(), size


def state_of(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is written to, to see that it stayed the same while it was read."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
