"""The files of a report: findings and completeness as CSV with their description, workbooks, and release.json.

release.json is written last and holds the hash of each other file, so that a folder that was only half
written, or changed afterwards, is not taken for a report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from disparity.findings import COLUMNS
from disparity.report_contents import Contents
from disparity.report_metadata import write_findings, write_metadata
from disparity.report_workbook import write_workbooks
from disparity.source_words import source_words
from figures import write_csv
from figures.table import Cell

FORMAT = "disparity/release@1"
FINDINGS = "findings.csv"
COMPLETENESS = "completeness.csv"
WORKBOOK = "findings.xlsx"
OPEN_WORKBOOK = "findings.ods"
FINDINGS_JSON = "findings.json"
METADATA = "csv-metadata.json"
PAGE = "report.html"
RECORD = "release.json"

FILES = (FINDINGS, COMPLETENESS, METADATA, FINDINGS_JSON, WORKBOOK, OPEN_WORKBOOK, PAGE)
"""Every file of a report but the record, which has their hashes."""

COMPLETENESS_COLUMNS = ("kind", "name", "people", "known", "share")
PROTECTION = "protection"
UNPROTECTED = "UNPROTECTED"

COUNTS = frozenset({"n", "events", "comparator_n"})
MANIFEST = ("plan_sha256", "data_sha256", "cube_sha256", "rules", "attack", "versions", "tables")
SINCE = ("input", "trends", "not_known", "analysis")
"""What manifests have as well, but not those of reports that were written before."""

WORDS = frozenset({"measure", "kind", "characteristic", "group", "slice", "period", "comparator", "status"})


def headings(columns: Sequence[str], *, is_internal: bool) -> tuple[str, ...]:
    """Return the columns of a file; an internal one has one more, which says so on every row."""
    return (*columns, PROTECTION) if is_internal else tuple(columns)


def write_tables(report: Contents, directory: Path) -> None:
    """Write every file but the page and the record."""
    described = []
    for name, columns, rows in (
        (FINDINGS, COLUMNS, _findings(report)),
        (COMPLETENESS, COMPLETENESS_COLUMNS, _completeness(report)),
    ):
        described.append((name, headings(columns, is_internal=report.is_internal)))
        write_csv(directory / name, described[-1][1], rows)
    title = title_of(report)
    write_metadata(report, directory / METADATA, described, title=title)
    write_findings(report, directory / FINDINGS_JSON, title=title)
    write_workbooks(
        report,
        directory / WORKBOOK,
        directory / OPEN_WORKBOOK,
        title=title,
        about=list(about(report)),
    )


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
        "files": {name: digest(directory / name) for name in FILES},
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


def about(report: Contents) -> Iterator[tuple[str, str]]:
    """Give what a reader should know of how the figures were made, as pairs of words."""
    manifest = report.manifest
    rules: dict[str, Any] = manifest["rules"]
    yield "Title", report.title
    counts = manifest.get("input", {}).get("from_counts")
    yield "Each row of the data is" if not counts else "What is counted", report.unit
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
    if words := source_words(manifest):
        yield "Source", " ".join(words)
    yield "Nobody and everyone", str(rules["zeros"])
    yield "Test of the protection", str(manifest["attack"]["reason"])
    yield "Intervals", "95%: the true value is likely to lie between the two numbers."
    for name in ("plan_sha256", "data_sha256", "cube_sha256"):
        yield f"Hash of the {name.removesuffix('_sha256')}", str(manifest[name])
    yield "Made with", ", ".join(f"{name} {number}" for name, number in sorted(manifest["versions"].items()))
