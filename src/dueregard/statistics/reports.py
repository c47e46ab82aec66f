"""What the pages of findings show, read from the files of an analysis."""

from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import disparity
from dueregard.statistics.models import Analysis

FILES = {
    "findings.csv": ("Every comparison", "text/csv"),
    "completeness.csv": ("How complete the recording is", "text/csv"),
    "csv-metadata.json": ("What the columns of both mean, for machines", "application/csvm+json"),
    "findings.json": ("Every comparison, for machines", "application/json"),
    "findings.xlsx": (
        "A spreadsheet of both",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "findings.ods": (
        "The same spreadsheet as OpenDocument",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "report.html": ("The report with its charts, as one page", "text/html"),
    "release.json": ("How it was made and protected", "application/json"),
}


class FilesChanged(Exception):
    """A file of the analysis is not what it was when the analysis ran."""


def file_of(analysis: Analysis, name: str) -> Path:
    """Return the path of one file, checked against the hash taken when the analysis ran."""
    path = analysis.directory / name
    try:
        with path.open("rb") as file:
            same = file_digest(file, "sha256").hexdigest() == analysis.files.get(name)
    except FileNotFoundError:
        same = False
    if not same:
        raise FilesChanged(name)
    return path


def report_of(analysis: Analysis) -> disparity.Report:
    """Return the protected findings of an analysis."""
    for name in ("findings.csv", "completeness.csv", "release.json"):
        file_of(analysis, name)
    return _read(analysis.directory, tuple(sorted(analysis.files.items())))


@lru_cache(maxsize=8)
def _read(directory: Path, hashes: tuple[tuple[str, str], ...]) -> disparity.Report:
    """Keep the last few; the hashes in the key let a changed file never be answered from here."""
    return disparity.read_report(directory)
