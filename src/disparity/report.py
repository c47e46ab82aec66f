"""The report: what the engine writes of a release, and what can be read back of it.

`write_report` writes a folder: ``report.html`` to read; ``findings.xlsx`` and ``findings.ods``, the same workbook
in two formats, to look through; ``findings.csv`` and ``completeness.csv`` to compute with, with ``csv-metadata.json``,
which says what their columns mean, and ``findings.json``; and ``release.json``, which says how it was made.
`read_report` reads the folder back; `disparity.reading` turns what it returns into pages.
"""

from __future__ import annotations

from pathlib import Path

from disparity.errors import NotReleasable
from disparity.release import Release
from disparity.report_contents import Report, ReportDamaged, ReportedMeasure
from disparity.report_files import PAGE, RECORD, write_record, write_tables
from disparity.report_page import page
from disparity.report_reading import read_report

__all__ = ["Report", "ReportDamaged", "ReportedMeasure", "read_report", "write_report"]


def write_report(release: Release, directory: Path) -> None:
    """Write a release to a folder, which is made if it is not there.

    The same release gives the same files, byte for byte. What stood in them before is replaced.

    Raises
    ------
    NotReleasable
        If it is given anything but a `Release`.
    """
    if type(release) is not Release:
        raise NotReleasable(
            f"A report is written from a release, not from a {type(release).__name__}. "
            "Call make_release(protect(cube)) first."
        )
    directory.mkdir(parents=True, exist_ok=True)
    # Without its record a folder is no report, so that one that is left half written is not taken for one.
    (directory / RECORD).unlink(missing_ok=True)
    write_tables(release, directory)
    (directory / PAGE).write_text(page(release), encoding="utf-8")
    write_record(release, directory)
