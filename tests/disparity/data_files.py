"""A small plan and the files of data that the tests of reading check against it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from disparity.checking import Receipt, check
from disparity.errors import DataError
from disparity.plan import Characteristic, Measure, Plan
from disparity.problems import Problem

SEX = Characteristic(
    "sex", "sex", reference="Male", levels=("Male", "Female"), map={"M": "Male", "F": "Female"}
)
PASSED = Measure("passed", "proportion", "result", event=("Pass",), levels=("Pass", "Fail"))
DAYS = Measure("days", "mean", "days", unknown=frozenset({"n/a"}))
PLAN = Plan("Trial", "person", (SEX,), (PASSED, DAYS))
OPEN = Plan(
    "Trial",
    "person",
    (Characteristic("sex", "sex"),),
    (Measure("passed", "proportion", "result", ("Pass",)),),
)

HEADER = "id,sex,result,days\n"
GOOD = HEADER + "1,M,Pass,3\n2,F,Fail,\n3,,,n/a\n"


def write(directory: Path, content: str | bytes, name: str = "data.csv") -> Path:
    path = directory / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def receipt_of(
    directory: Path, content: str | bytes, *, plan: Plan = PLAN, name: str = "data.csv"
) -> Receipt:
    return check(plan, write(directory, content, name))


def refusals_of(path: Path, *, plan: Plan = PLAN) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as refused:
        check(plan, path)
    for problem in refused.value.problems:
        assert problem.what
        assert problem.where
        assert problem.fix
        assert str(path.parent) not in str(problem), "a problem names the file, not the folder"
    return refused.value.problems


def refusal_of(
    directory: Path, content: str | bytes, *, plan: Plan = PLAN, name: str = "data.csv"
) -> Problem:
    problems = refusals_of(write(directory, content, name), plan=plan)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def repacked(book: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with some of its parts replaced or added."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return held.getvalue()
