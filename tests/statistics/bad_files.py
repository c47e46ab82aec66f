"""Files that cannot be used, each with the words that tell its sender so; and one that is in order."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq

PLAN = """\
format = "disparity/plan@1"
title = "Invented learners"
unit = "learner"

[[characteristic]]
name = "sex"
column = "sex"
levels = ["Female", "Male"]
reference = "Male"

[[measure]]
name = "passed"
kind = "proportion"
column = "passed"
event = "yes"

[[measure]]
name = "days absent"
kind = "mean"
column = "days"
"""
MISSPELT_PLAN = PLAN.replace("event =", "evnt =")
ABOUT_THE_PLAN = (
    'measure 1 ("passed") → evnt',
    'there is no key called "evnt" here',
    'Did you mean "event"? Otherwise remove it',
)

HEADER = "sex,passed,days\n"
ROWS = ["Female,yes,3\n", "Male,no,4\n", "Female,no,0\n", "Male,yes,1.5\n"] * 40
GOOD = (HEADER + "".join(ROWS)).encode()
MEGABYTES_100 = 100_000_000


@dataclass(frozen=True)
class BadFile:
    """A file that is refused as a whole: what is wrong with it, where, and what to do."""

    name: str
    made: bytes | Callable[[], bytes]
    what: str
    fix: str
    where: str = ""

    @property
    def content(self) -> bytes:
        """The file; a large one is made when it is first needed."""
        return self.made if isinstance(self.made, bytes) else self.made()

    @property
    def words(self) -> tuple[str, str, str]:
        """What a page or a terminal must say."""
        return self.what, self.where or self.name, self.fix


@dataclass(frozen=True)
class BadRows:
    """A file with some rows that are refused, and the others accepted."""

    name: str
    rows: tuple[str, ...]
    what: str
    where: str
    fix: str

    @property
    def content(self) -> bytes:
        return GOOD + "".join(self.rows).encode()

    @property
    def words(self) -> tuple[str, str, str]:
        return self.what, self.where, self.fix


@cache
def workbook_that_swells() -> bytes:
    """Return a workbook of 400 KB that unpacks to 100 MB, most of it rows without anything in them."""
    row = b"<row/>"
    sheet = b"<worksheet><sheetData>" + row * (MEGABYTES_100 // len(row)) + b"</sheetData></worksheet>"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        book.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        missing = 400_000 - len(held.getvalue())
        book.writestr("docProps/thumbnail.jpeg", random.Random(7).randbytes(missing))
    return held.getvalue()


@cache
def a_million_columns() -> bytes:
    return b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n" + b"," * 999_999 + b"\n"


def truncated_parquet() -> bytes:
    held = io.BytesIO()
    pq.write_table(pa.table({"sex": ["Female"] * 999, "passed": ["yes"] * 999, "days": [1.0] * 999}), held)
    return held.getvalue()[:-200]


def zip_of_texts() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("notes.txt", "nothing to see")
    return held.getvalue()


ONLY_A_HEADER = BadFile(
    "only-a-header.csv",
    HEADER.encode(),
    "the file has a header and no rows",
    "Export it again, with its rows",
)
SWELLS = BadFile(
    "swells.xlsx",
    workbook_that_swells,
    "the workbook unpacks to 100 MB, and 80 MB is the most that is read",
    "Save it as CSV UTF-8, which has no such limit",
)
MILLION_COLUMNS = BadFile(
    "a-million-columns.csv",
    a_million_columns,
    "columns, and 2,000 is the most that is read",
    "Keep the columns that the plan names, with one row for each case",
    where="a-million-columns.csv, row 1",
)
BAD_FILES = (
    ONLY_A_HEADER,
    BadFile(
        "semicolons.csv",
        GOOD.replace(b",", b";"),
        "the columns are separated by semicolons",
        "Save it with commas (CSV UTF-8)",
    ),
    BadFile(
        "no-sex.csv",
        GOOD.replace(b"sex,", b"gender,", 1),
        'there is no column called "sex"',
        'Add it, or name another column in the plan. The columns are "gender", "passed", "days"',
        where="no-sex.csv, row 1",
    ),
    BadFile(
        "semicolons-no-sex.csv",
        GOOD.replace(b"sex,", b"gender,", 1).replace(b",", b";"),
        "the columns are separated by semicolons",
        "Save it with commas (CSV UTF-8)",
    ),
    MILLION_COLUMNS,
    SWELLS,
    BadFile(
        "nul.csv",
        GOOD.replace(b"Female,yes,3\n", b"Female,\0yes,3\n", 1),
        "the file holds NUL bytes, which are not text (the first in line 2)",
        "Export it again from where it came",
    ),
    BadFile(
        "utf-16.csv",
        GOOD.decode().encode("utf-16"),
        "the file is in UTF-16",
        'Save it again as "CSV UTF-8"',
    ),
    BadFile(
        "text-called.xlsx",
        GOOD,
        'the name ends in ".xlsx", but what is in the file is text with commas (CSV)',
        'Change the ending to ".csv" if that is right, or save the file again',
    ),
    BadFile(
        "zip-called.xlsx",
        zip_of_texts,
        "the file is a zip file, but not an Excel workbook",
        "Save it as CSV UTF-8, as an Excel workbook (.xlsx) or as Parquet",
    ),
    BadFile(
        "truncated.parquet",
        truncated_parquet,
        "the Parquet file breaks off before its end",
        "Copy or export it again from where it came",
    ),
)
UNKNOWN_LEVEL = BadRows(
    "unknown-level.csv",
    ("Femal,yes,1\n", "Femal,no,2\n"),
    '"Femal" is not one of the levels of "sex"',
    'column "sex", rows 162 and 163',
    'Did you mean "Female"? Correct the data, or add map = { "Femal" = "Female" } '
    'or unknown = ["Femal"] to the plan',
)
TEXT_IN_A_NUMBER = BadRows(
    "text-in-a-number.csv",
    ("Male,yes,three\n",),
    '"three" is not a number',
    'column "days", row 162',
    '"days absent" is a mean. Leave it blank where it is not known, or add unknown = ["three"] to the plan',
)
BAD_ROWS = (UNKNOWN_LEVEL, TEXT_IN_A_NUMBER)
EMPTY = BadFile("empty.csv", b"", "the file is empty", "Export it again from where it came")
NOTHING_BUT_NUL = BadFile(
    "nothing-but-nul.csv",
    bytes(5_000),
    "the file holds NUL bytes, which are not text (the first in line 1)",
    "Export it again from where it came",
)
