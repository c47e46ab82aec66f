"""The files of a report: findings and completeness as CSV, all of it as a workbook, and release.json.

release.json is written last and holds the hash of each other file, so that a folder that was only half
written, or changed afterwards, is not taken for a report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from disparity.findings import COLUMNS, Finding
from disparity.report_contents import Contents
from figures import Column, Table, write_csv, write_xlsx
from figures.table import Cell, Kind

FORMAT = "disparity/release@1"
FINDINGS = "findings.csv"
COMPLETENESS = "completeness.csv"
WORKBOOK = "findings.xlsx"
PAGE = "report.html"
RECORD = "release.json"

COMPLETENESS_COLUMNS = ("kind", "name", "people", "known", "share")
PROTECTION = "protection"
UNPROTECTED = "UNPROTECTED"

COUNTS = frozenset({"n", "events", "comparator_n"})
MANIFEST = ("plan_sha256", "data_sha256", "cube_sha256", "rules", "attack", "versions", "tables")
WORDS = frozenset({"measure", "kind", "characteristic", "group", "slice", "period", "comparator", "status"})
_KEPT_BACK = "[c]"


def headings(columns: Sequence[str], *, is_internal: bool) -> tuple[str, ...]:
    """Return the columns of a file; an internal one has one more, which says so on every row."""
    return (*columns, PROTECTION) if is_internal else tuple(columns)


def write_tables(report: Contents, directory: Path) -> None:
    """Write findings.csv, completeness.csv and findings.xlsx."""
    for name, columns, rows in (
        (FINDINGS, COLUMNS, _findings(report)),
        (COMPLETENESS, COMPLETENESS_COLUMNS, _completeness(report)),
    ):
        write_csv(directory / name, headings(columns, is_internal=report.is_internal), rows)
    write_xlsx(directory / WORKBOOK, _sheets(report), title=title_of(report))


def write_record(report: Contents, directory: Path) -> None:
    """Write release.json: what the report is, how it was made, and the hashes of its other files."""
    record = {
        **report.manifest,
        "format": FORMAT,
        "title": report.title,
        "unit": report.unit,
        "is_internal": report.is_internal,
        "measures": [
            {"name": each.name, "kind": each.kind, "better": each.better, "unit": each.unit}
            for each in report.measures
        ],
        "characteristics": report.characteristics,
        "slices": report.slices,
        "files": {name: digest(directory / name) for name in (FINDINGS, COMPLETENESS, WORKBOOK, PAGE)},
    }
    words = json.dumps(record, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    (directory / RECORD).write_text(f"{words}\n", encoding="utf-8")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def title_of(report: Contents) -> str:
    """Return the title of a report; that of an internal one says what it is."""
    return f"{report.title} (internal: not protected)" if report.is_internal else report.title


def _findings(report: Contents) -> Iterator[tuple[Cell, ...]]:
    mark = (UNPROTECTED,) if report.is_internal else ()
    for finding in report.findings:
        yield (*(getattr(finding, column) for column in COLUMNS), *mark)


def _completeness(report: Contents) -> Iterator[tuple[Cell, ...]]:
    mark = (UNPROTECTED,) if report.is_internal else ()
    for row in report.completeness:
        yield (*(getattr(row, column) for column in COMPLETENESS_COLUMNS), *mark)


def _sheets(report: Contents) -> list[Table]:
    """Return the sheets of the workbook: findings, completeness, and what a reader must know of them."""
    internal = ("Internal: the numbers are exact and not protected. Do not pass them on.",)
    notes = internal if report.is_internal else ()
    return [
        Table(
            title=f"Findings: {title_of(report)}",
            columns=_columns(COLUMNS, is_internal=report.is_internal),
            rows=[_with_marks(report, finding) for finding in report.findings],
            notes=(*notes, f"{_KEPT_BACK} stands where a number is kept back to protect people."),
            name="Findings",
        ),
        Table(
            title=f"How well each characteristic and outcome is recorded: {title_of(report)}",
            columns=_columns(COMPLETENESS_COLUMNS, is_internal=report.is_internal),
            rows=[
                tuple(_KEPT_BACK if cell is None and row.people else cell for cell in cells)
                for row, cells in zip(report.completeness, _completeness(report), strict=True)
            ],
            notes=notes,
            name="Completeness",
        ),
        Table(
            title=f"About: {title_of(report)}",
            columns=(Column("What"), Column("Is")),
            rows=list(about(report)),
            notes=notes,
            name="About",
        ),
    ]


def about(report: Contents) -> Iterator[tuple[str, str]]:
    """Give what a reader should know of how the figures were made, as pairs of words."""
    manifest = report.manifest
    rules: dict[str, Any] = manifest["rules"]
    yield "Title", report.title
    yield "Each row of the data is", report.unit
    if report.is_internal:
        yield "Protection", "None. The numbers are exact, for internal use only."
    else:
        yield (
            "Protection",
            (
                f"Counts under {rules['threshold']} are hidden, and so are counts that would reveal them. "
                f"Other counts are rounded to the nearest {rules['round']}."
            ),
        )
    yield "Nobody and everyone", str(rules["zeros"])
    yield "Test of the protection", str(manifest["attack"]["reason"])
    yield "Intervals", "95%: the true value is likely to lie between the two numbers."
    for name in ("plan_sha256", "data_sha256", "cube_sha256"):
        yield f"Hash of the {name.removesuffix('_sha256')}", str(manifest[name])
    for name, number in sorted(manifest["versions"].items()):
        yield f"Version of {name}", str(number)


def _columns(names: Sequence[str], *, is_internal: bool) -> tuple[Column, ...]:
    return tuple(Column(name, _kind(name)) for name in headings(names, is_internal=is_internal))


def _kind(name: str) -> Kind:
    if name in COUNTS or name in {"people", "known"}:
        return "count"
    if name == "share":
        return "percent"
    return "text" if name in WORDS or name in {"name", PROTECTION} else "number"


def _with_marks(report: Contents, finding: Finding) -> tuple[Cell, ...]:
    """Return the cells of a finding, with the sign for what is kept back where its own figures are."""
    cells: list[Cell] = [getattr(finding, column) for column in COLUMNS]
    if finding.status in {"too-few", "hidden"}:
        own = {"n", "value", "low", "high"} | ({"events"} if finding.kind == "proportion" else set())
        cells = [
            _KEPT_BACK if cell is None and column in own else cell
            for column, cell in zip(COLUMNS, cells, strict=True)
        ]
    return (*cells, UNPROTECTED) if report.is_internal else tuple(cells)
