"""The table of a breakdown, in the words and numerals of its readers."""

from __future__ import annotations

from collections.abc import Sequence

from disparity.findings import Finding
from disparity.plurals import plural
from disparity.report_contents import Contents, Measured
from disparity.wording import capital, gap, numerals_of, status_words
from figures import COUNT, Column, Numerals, Table

DASH = "–"


def breakdown_table(
    report: Contents, heading: str, rows: Sequence[Finding], measure: Measured, against: str
) -> Table:
    """Return the table of one breakdown: a row for each group, every cell in words that a page can show.

    The kind of each column says how it is aligned; its cells are text, so that page and file show the same.
    """
    numerals = numerals_of(measure, rows)
    people = Column(capital(plural(report.unit)), "count")
    value: tuple[Column, ...]
    if measure.kind == "proportion":
        value = (Column("With the outcome", "count"), Column("Rate", "percent"))
    else:
        in_unit = f" ({measure.unit})" if measure.unit else ""
        value = (Column(f"{capital(measure.kind)}{in_unit}", "decimal"),)
    columns = (Column("Group"), people, *value, Column("95% interval"), Column(f"Compared with {against}"))
    return Table(
        title=heading,
        columns=columns,
        rows=tuple(_cells(row, measure, numerals, against) for row in rows),
        notes=() if report.is_internal else (_rounding_note(report),),
    )


def _cells(row: Finding, measure: Measured, numerals: Numerals, against: str) -> tuple[str, ...]:
    is_share = measure.kind == "proportion"
    counts = [row.n, row.events] if is_share else [row.n]
    shown = [DASH if count is None else COUNT.show(count) for count in counts]
    if row.value is None:
        return (row.group, *([DASH] * len(shown)), status_words(row), DASH, DASH)
    interval = DASH
    if row.low is not None and row.high is not None:
        interval = f"{numerals.show(row.low)} to {numerals.show(row.high)}"
    return (row.group, *shown, numerals.show(row.value), interval, _compared(row, measure, numerals, against))


def _compared(row: Finding, measure: Measured, numerals: Numerals, against: str) -> str:
    if row.group == against:
        return "Comparison group"
    if row.comparator is None:
        return "Not compared"
    return gap(row, measure, numerals)


def _rounding_note(report: Contents) -> str:
    rules = report.manifest["rules"]
    return (
        f"Counts under {rules['threshold']} are hidden, "
        f"and others are rounded to the nearest {rules['round']}. "
        "Rates and intervals are computed from the rounded counts."
    )
