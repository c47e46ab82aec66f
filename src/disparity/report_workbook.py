"""The workbook of a report: its tables in the words of readers, behind a cover with contents and notes.

Laid out as the Analysis Function asks in "Releasing statistics in spreadsheets". No cell of a table is blank: its
shorthand stands where there is no number: [c] kept back, [x] not available, [z] does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from disparity.breakdown_table import CRUDE_AND_ADJUSTED, P_AND_Q
from disparity.breakdown_words import rounded_down
from disparity.findings import EVERYONE_ELSE, Finding
from disparity.plan import RATES, SHARES
from disparity.plurals import plural
from disparity.reasons_table import reasons_table
from disparity.report_contents import Contents
from disparity.source_words import source_words
from disparity.wording import TOO_FEW, capital
from figures import Column, Cover, Table, write_ods, write_xlsx
from figures.table import Cell, Kind

KEPT_BACK, NOT_AVAILABLE, DOES_NOT_APPLY = "[c]", "[x]", "[z]"

NAMES = {
    "proportion": "Rates",
    "mean": "Means",
    "median": "Medians",
    "share": "Shares",
    "representation": "Representation",
}
"""What the sheet of each kind of measure is called; another kind is called by its own name."""

_OWN = frozenset({"n", "events", "value", "low", "high"})
_WHO = (
    ("measure", "Outcome"),
    ("characteristic", "Characteristic"),
    ("group", "Group"),
    ("slice", "Within"),
    ("period", "Period"),
)
_INTERNAL = "Internal: the numbers are exact and not protected. Do not pass them on."


def write_workbooks(
    report: Contents, xlsx: Path, ods: Path, *, title: str, about: Sequence[tuple[str, str]]
) -> None:
    """Write the tables of a report as an Excel workbook and as an OpenDocument spreadsheet.

    `about` says how the figures were made, as pairs of words; it is the last sheet.
    """
    tables = list(_tables(report, about))
    cover = _cover(report)
    write_xlsx(xlsx, tables, title=title, cover=cover)
    write_ods(ods, tables, title=title, cover=cover)


def _cover(report: Contents) -> Cover:
    many = plural(report.unit)
    internal = (_INTERNAL,) if report.is_internal else ()
    sections = [
        ("What it is", f"Comparisons of groups of {many}. A difference does not by itself say why."),
        ("How to find a table", "The sheet Contents lists the sheets, with a link to each."),
        (
            "What is not shown",
            f"{KEPT_BACK} is kept back to protect people. {NOT_AVAILABLE} is not available, because what it would "
            f"be compared with is kept back or has nobody. {DOES_NOT_APPLY} does not apply.",
        ),
        ("How it was made", "The last sheet, About, says how the figures were made and protected."),
    ]
    return Cover(
        introduction=(*internal, *source_words(report.manifest)),
        sections=tuple(sections),
        notes=tuple(_notes(report)),
    )


def _notes(report: Contents) -> Iterator[str]:
    yield "The limits are those of a 95% interval: the true value is likely to lie between them."
    if not report.is_internal:
        rules = report.manifest["rules"]
        yield (
            f"Counts under {rules['threshold']} are hidden, and others are rounded to the nearest {rules['round']}. "
            "Rates and intervals are computed from the rounded counts, so that figures may not add up exactly."
        )
    if any(finding.comparator == EVERYONE_ELSE for finding in report.findings):
        yield "Everyone else is all other known levels together, without the group itself."
    if any(finding.ratio is not None for finding in report.findings):
        yield "A ratio has no figure where either side has nobody with the outcome."
    if any(finding.adjusted_ratio is not None for finding in report.findings):
        yield CRUDE_AND_ADJUSTED
    if any(finding.p is not None for finding in report.findings):
        yield P_AND_Q


def _tables(report: Contents, about: Sequence[tuple[str, str]]) -> Iterator[Table]:
    # A sheet may be copied out of its workbook, so that each says what its numbers are.
    internal = (_INTERNAL,) if report.is_internal else ()
    notes = (*internal, *filter(None, [" ".join(source_words(report.manifest))]))
    mark = " (internal: not protected)" if report.is_internal else ""
    people = capital(plural(report.unit))
    yield _marked(
        report,
        Table(
            title=f"How well each characteristic and outcome is recorded{mark}",
            columns=(
                Column("Name"),
                Column("Is"),
                Column(people, "count"),
                Column("Known for", "count"),
                Column("Share known", "percent"),
            ),
            rows=[
                (
                    row.name,
                    "characteristic" if row.kind == "characteristic" else "outcome",
                    *(
                        _or_sign(cell, DOES_NOT_APPLY if row.people == 0 else KEPT_BACK)
                        for cell in (row.people, row.known, rounded_down(row.share))
                    ),
                )
                for row in report.completeness
            ],
            notes=notes,
            name="Completeness",
        ),
    )
    if reasons := reasons_table(report):
        # Words stand where a number is kept back, as on the page; here the sign of workbooks does.
        rows = [
            (*row[:2], KEPT_BACK if row[2] == TOO_FEW else int(str(row[2]).replace(",", "")))
            for row in reasons.rows
        ]
        yield _marked(report, Table(f"{reasons.title}{mark}", reasons.columns, rows, notes, name="Not known"))
    for kind in dict.fromkeys(measure.kind for measure in report.measures):
        findings = [finding for finding in report.findings if finding.kind == kind]
        name = NAMES.get(kind, capital(kind))
        is_compared = any(finding.comparator is not None for finding in findings)
        yield _marked(
            report,
            Table(
                title=f"{name} of each group{', and what each is compared with' if is_compared else ''}{mark}",
                columns=(columns := _columns(kind, findings, people))[1],
                rows=[_row(finding, columns[0]) for finding in findings],
                notes=notes,
                name=name,
            ),
        )
    if trends := report.manifest.get("trends"):
        yield _marked(report, _trends(trends, mark, notes))
    yield Table(
        f"How the figures were made and protected{mark}",
        (Column("What"), Column("Is")),
        list(about),
        internal,
        name="About",
    )


def _columns(
    kind: str, findings: Sequence[Finding], people: str
) -> tuple[tuple[str, ...], tuple[Column, ...]]:
    """Return the fields of the findings that the table of a kind shows, and their columns.

    The counts and figures of a group always stand there; of the rest, those that any finding fills.
    """
    is_share = kind in RATES
    what = "Share" if kind in SHARES else "Rate" if is_share else capital(kind)
    own: Kind = "percent" if is_share else "number"
    points = " (percentage points)" if is_share else ""
    always: list[tuple[str, str, Kind]] = [(field, heading, "text") for field, heading in _WHO]
    always += [("n", people, "count")]
    always += (
        [("events", "In the group" if kind in SHARES else "With the outcome", "count")] if is_share else []
    )
    always += [("value", what, own), ("low", "Lower limit", own), ("high", "Upper limit", own)]
    where_filled: list[tuple[str, str, Kind]] = [
        ("comparator", "Compared with", "text"),
        ("comparator_n", "Population" if kind in SHARES else f"{people} compared with", "count"),
        ("comparator_value", f"{what} compared with", own),
        ("difference", f"Difference{points}", own),
        ("difference_low", "Lower limit of the difference", own),
        ("difference_high", "Upper limit of the difference", own),
        ("ratio", "Ratio", "thousandths"),
        ("ratio_low", "Lower limit of the ratio", "thousandths"),
        ("ratio_high", "Upper limit of the ratio", "thousandths"),
        ("adjusted_ratio", "Adjusted ratio", "thousandths"),
        ("adjusted_ratio_low", "Lower limit of the adjusted ratio", "thousandths"),
        ("adjusted_ratio_high", "Upper limit of the adjusted ratio", "thousandths"),
        ("adjusted_difference", f"Adjusted difference{points}", own),
        ("p", "p", "thousandths"),
        ("q", "q", "thousandths"),
    ]
    shown = [
        *always,
        *(each for each in where_filled if any(getattr(row, each[0]) is not None for row in findings)),
        ("status", "Status", "text"),
    ]
    return tuple(field for field, _, _ in shown), tuple(Column(name, of) for _, name, of in shown)


def _row(finding: Finding, fields: Sequence[str]) -> tuple[Cell, ...]:
    is_kept_back = finding.status in {"too-few", "hidden"}
    own = KEPT_BACK if is_kept_back else NOT_AVAILABLE
    against = DOES_NOT_APPLY if finding.comparator is None else NOT_AVAILABLE
    return tuple(
        _or_sign(
            getattr(finding, field),
            own if field in _OWN else DOES_NOT_APPLY if field == "comparator" else against,
        )
        for field in fields
    )


def _or_sign(cell: Cell, sign: str) -> Cell:
    return sign if cell is None else cell


def _trends(rows: Sequence[Mapping[str, Any]], mark: str, notes: tuple[str, ...]) -> Table:
    fields = {
        "measure": Column("Outcome"),
        "characteristic": Column("Characteristic"),
        "group": Column("Group"),
        "first": Column("First period"),
        "last": Column("Last period"),
        "statistic": Column("Statistic", "thousandths"),
        "p": Column("p", "thousandths"),
    }
    return Table(
        title=f"Whether rates rise or fall from period to period{mark}",
        columns=tuple(fields.values()),
        rows=[tuple(_or_sign(row.get(field), DOES_NOT_APPLY) for field in fields) for row in rows],
        notes=(
            *notes,
            "The test is that of Cochran and Armitage; a statistic above nought means a rise. "
            "A p that reads 0.000 is under 0.001.",
        ),
        name="Trends",
    )


def _marked(report: Contents, table: Table) -> Table:
    """Return the table; that of an internal report has a last column which says so on every row."""
    if not report.is_internal:
        return table
    return Table(
        table.title,
        (*table.columns, Column("Protection")),
        [(*row, "UNPROTECTED") for row in table.rows],
        table.notes,
        table.source,
        table.name,
    )
