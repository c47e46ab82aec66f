"""Reading a report back from its folder, and refusing one that is not whole."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

from disparity.findings import COLUMNS, Completeness, Finding, Status
from disparity.plan import Kind
from disparity.report_contents import Report, ReportDamaged, ReportedMeasure
from disparity.report_files import (
    COMPLETENESS,
    COMPLETENESS_COLUMNS,
    COUNTS,
    FINDINGS,
    FORMAT,
    MANIFEST,
    RECORD,
    SINCE,
    UNPROTECTED,
    WORDS,
    digest,
    headings,
)
from figures import plain_text

Number = TypeVar("Number", int, float)

_AGAIN = "Run the analysis again."
_STATUSES = frozenset(get_args(Status))
_KINDS = frozenset(get_args(Kind))


def read_report(directory: Path) -> Report:
    """Return the report that `write_report` wrote to a folder.

    Raises `ReportDamaged`, which says what is wrong and where, if a file is missing, was changed, or does
    not hold what a report holds.
    """
    record = _record(directory)
    is_internal = record["is_internal"] is True
    findings = tuple(
        _finding(row, line)
        for line, row in _rows(directory, FINDINGS, headings(COLUMNS, is_internal=is_internal), record)
    )
    columns = headings(COMPLETENESS_COLUMNS, is_internal=is_internal)
    completeness = tuple(
        _completeness(row, line) for line, row in _rows(directory, COMPLETENESS, columns, record)
    )
    try:
        report = Report(
            title=str(record["title"]),
            unit=str(record["unit"]),
            is_internal=is_internal,
            measures=tuple(ReportedMeasure(**measure) for measure in record["measures"]),
            characteristics=tuple(record["characteristics"]),
            slices=tuple(record["slices"]),
            findings=findings,
            completeness=completeness,
            manifest={"format": FORMAT}
            | {name: record[name] for name in MANIFEST}
            | {name: record[name] for name in SINCE if name in record},
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise ReportDamaged(f"{RECORD} does not hold what a report holds ({wrong}). {_AGAIN}") from wrong
    if not {finding.measure for finding in findings} <= {measure.name for measure in report.measures}:
        _refuse(FINDINGS, "it has a measure that release.json does not")
    return report


def _refuse(where: str, what: str) -> NoReturn:
    raise ReportDamaged(f"{where}: {what}. {_AGAIN}")


def _record(directory: Path) -> dict[str, Any]:
    try:
        record = json.loads((directory / RECORD).read_bytes())
    except OSError as wrong:
        raise ReportDamaged(f"{RECORD} is missing or cannot be read. {_AGAIN}") from wrong
    except ValueError as wrong:
        raise ReportDamaged(f"{RECORD} is not whole. {_AGAIN}") from wrong
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        _refuse(RECORD, f"its format is not {FORMAT!r}")
    if not isinstance(record.get("is_internal"), bool) or not isinstance(record.get("files"), dict):
        _refuse(RECORD, "it does not say whether the report is internal, or which files belong to it")
    return record


def _rows(
    directory: Path, name: str, columns: Sequence[str], record: dict[str, Any]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a CSV file with their numbers, once its hash and headings have been found right."""
    path = directory / name
    try:
        found = digest(path)
    except OSError as wrong:
        raise ReportDamaged(f"{name} is missing or cannot be read. {_AGAIN}") from wrong
    if found != record["files"].get(name):
        _refuse(name, "it was changed after the report was written")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != tuple(columns):
            _refuse(name, f"its columns are not {', '.join(columns)}")
        for line, row in enumerate(rows, start=2):
            if len(row) != len(columns) or (columns[-1] == "protection" and row[-1] != UNPROTECTED):
                _refuse(f"{name}, row {line}", "it does not fit the headings")
            yield line, dict(zip(columns, row, strict=True))


def _finding(row: dict[str, str], line: int) -> Finding:
    where = f"{FINDINGS}, row {line}"
    cells: dict[str, Any] = {
        column: plain_text(row[column])
        if column in WORDS
        else _number(row[column], int if column in COUNTS else float, f"{where}, column {column}")
        for column in COLUMNS
    }
    cells["comparator"] = cells["comparator"] or None
    if cells["status"] not in _STATUSES or cells["kind"] not in _KINDS:
        _refuse(where, f"it has the kind {cells['kind']!r} and the status {cells['status']!r}")
    return Finding(**cells)


def _completeness(row: dict[str, str], line: int) -> Completeness:
    where = f"{COMPLETENESS}, row {line}"
    if row["kind"] not in {"characteristic", "measure"}:
        _refuse(where, f"it has the kind {row['kind']!r}")
    return Completeness(
        kind="measure" if row["kind"] == "measure" else "characteristic",
        name=plain_text(row["name"]),
        people=_number(row["people"], int, where),
        known=_number(row["known"], int, where),
        share=_number(row["share"], float, where),
    )


def _number(words: str, kind: Callable[[str], Number], where: str) -> Number | None:
    if not words:
        return None
    try:
        number = kind(words)
    except ValueError:
        _refuse(where, f"{words!r} is not a number")
    if not math.isfinite(number):
        _refuse(where, f"{words!r} is not a number")
    return number
