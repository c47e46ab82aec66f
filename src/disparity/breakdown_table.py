"""The table of a breakdown, in the words and numerals of its readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from disparity.findings import Finding
from disparity.plan import RATES, SHARES
from disparity.plurals import plural
from disparity.report_contents import Contents, Measured
from disparity.source_words import source_words
from disparity.wording import capital, gap, numerals_of, status_words
from figures import COUNT, Column, Numerals, Table

DASH = "–"

P_AND_Q = (
    "p is how often a gap this large or larger would come about by chance alone. q is the share of false "
    "signals to expect among all comparisons declared together whose q is no larger."
)
CRUDE_AND_ADJUSTED = (
    "The crude ratio compares the groups as they are. The adjusted ratio compares people who are alike in what "
    "the plan adjusts for; where the two differ, that explains part of the gap."
)

_RATIO = Numerals(places=2)


def breakdown_table(
    report: Contents, heading: str, rows: Sequence[Finding], measure: Measured, against: str
) -> Table:
    """Return the table of one breakdown: a row for each group, every cell in words that a page can show.

    The kind of each column says how it is aligned; its cells are text, so that page and file show the same.
    """
    numerals = numerals_of(measure, rows)
    people = Column(capital(plural(report.unit)), "count")
    value: tuple[Column, ...]
    if measure.kind in SHARES:
        people = Column("Known in all", "count")
        value = (Column("In the group", "count"), Column("Share", "percent"))
    elif measure.kind == "proportion":
        value = (Column("With the outcome", "count"), Column("Rate", "percent"))
    else:
        in_unit = f" ({measure.unit})" if measure.unit else ""
        value = (Column(f"{capital(measure.kind)}{in_unit}", "decimal"),)
    # Shares are compared with a population or with nothing: where one is larger the others are smaller.
    alone = measure.kind in SHARES and all(row.comparator is None for row in rows)
    comparison = () if alone else (Column(f"Compared with {against}"),)
    # A comparison group has a row of its own; of the population each row has to say what its share is.
    if measure.kind == "representation" and not alone:
        comparison = (Column(f"Share of {against}", "percent"), *comparison)
    columns = (Column("Group"), people, *value, Column("95% interval"), *comparison)
    more, notes = _more([row for row in rows if row.comparator == against], measure, numerals)
    return Table(
        title=heading,
        columns=(*columns, *(column for column, _ in more)),
        rows=tuple(
            (
                *_cells(row, measure, numerals, against)[: len(columns)],
                *(show(row) if row.comparator == against else DASH for _, show in more),
            )
            for row in rows
        ),
        notes=(
            *source_words(report.manifest),
            *(() if report.is_internal else (_rounding_note(report),)),
            *notes,
        ),
    )


def _more(
    rows: Sequence[Finding], measure: Measured, numerals: Numerals
) -> tuple[list[tuple[Column, Callable[[Finding], str]]], list[str]]:
    """Return the columns that stand only where the compared rows fill them, and notes that explain them."""
    more: list[tuple[Column, Callable[[Finding], str]]] = []
    notes = []
    if any(row.adjusted_ratio is not None for row in rows):
        more.append((Column("Crude ratio"), lambda row: _ratio(row.ratio, row.ratio_low, row.ratio_high)))
        more.append(
            (
                Column("Adjusted ratio"),
                lambda row: _ratio(row.adjusted_ratio, row.adjusted_ratio_low, row.adjusted_ratio_high),
            )
        )
        notes.append(CRUDE_AND_ADJUSTED)
    if any(row.adjusted_difference is not None for row in rows):
        more.append((Column("Adjusted gap"), lambda row: adjusted_gap(row, measure, numerals)))
    if any(row.p is not None or row.q is not None for row in rows):
        more.append((Column("p", "decimal"), lambda row: chance_words(row.p)))
        more.append((Column("q", "decimal"), lambda row: chance_words(row.q)))
        notes.append(P_AND_Q)
    return more, notes


def adjusted_gap(row: Finding, measure: Measured, numerals: Numerals) -> str:
    """Return the adjusted difference for a cell, as the crude one beside it reads: "3.1 points more"."""
    if row.adjusted_difference is None:
        return DASH
    bare = replace(row, difference=row.adjusted_difference, difference_low=None, difference_high=None)
    return gap(bare, measure, numerals)


def chance_words(chance: float | None) -> str:
    """Return a p or a q for a cell; the smallest are not told apart."""
    if chance is None:
        return DASH
    return "under 0.001" if chance < 0.001 else f"{chance:.3f}"


def _ratio(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return DASH
    if low is None or high is None:
        return _RATIO.show(value)
    return f"{_RATIO.show(value)} ({_RATIO.show(low)} to {_RATIO.show(high)})"


def _cells(row: Finding, measure: Measured, numerals: Numerals, against: str) -> tuple[str, ...]:
    is_share = measure.kind in RATES
    counts = [row.n, row.events] if is_share else [row.n]
    shown = [DASH if count is None else COUNT.show(count) for count in counts]
    other = [DASH if row.comparator_value is None else numerals.show(row.comparator_value)]
    other = other if measure.kind == "representation" else []
    if row.value is None:
        return (row.group, *([DASH] * len(shown)), status_words(row), DASH, *other, DASH)
    interval = DASH
    if row.low is not None and row.high is not None:
        interval = f"{numerals.show(row.low)} to {numerals.show(row.high)}"
    compared = _compared(row, measure, numerals, against)
    return (row.group, *shown, numerals.show(row.value), interval, *other, compared)


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
