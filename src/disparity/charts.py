"""Charts of findings: a dot and its interval for each group against the one they are compared with; completeness."""

from __future__ import annotations

from collections.abc import Sequence

from disparity.breakdown_words import rounded_down
from disparity.findings import EVERYONE_ELSE, Completeness, Finding
from disparity.report_contents import Measured
from disparity.wording import TOO_FEW, capital, numerals_of, status_words, unit_words
from figures import PERCENT, Axis, BarRow, IntervalRow, Missing, ReferenceLine, grouped_bars, intervals

COMPLETENESS_CAPTION = "The share for whom each characteristic and outcome is known"


def interval_chart(
    identity: str, title: str, findings: Sequence[Finding], measure: Measured, *, comparator: str
) -> str:
    """Return an SVG with a row for each finding, or "" where none of them has a value to draw.

    The dashed line stands at the comparator's value. Everyone else is somebody else for each group, so that
    there is no one line to draw for it.
    """
    if all(finding.value is None for finding in findings):
        return ""
    numerals = numerals_of(measure, findings)
    reference = None
    if comparator != EVERYONE_ELSE:
        value = _value_of(comparator, findings)
        if value is not None:
            reference = ReferenceLine(value, f"{comparator}, {numerals.show(value)}{unit_words(measure)}")
    return intervals(
        identity,
        title,
        description(findings),
        rows=[_row(finding, is_reference=finding.group == comparator) for finding in findings],
        axis=Axis(numerals, title=unit_words(measure).strip().capitalize()),
        reference=reference,
    )


def completeness_chart(rows: Sequence[Completeness]) -> str:
    """Return an SVG with a bar for the share known of each row, or "" where there is none to draw.

    Shares are rounded down, so that what is not quite everyone never reads 100%.
    """
    if all(row.share is None for row in rows):
        return ""
    return grouped_bars(
        "chart-completeness",
        COMPLETENESS_CAPTION,
        "A bar for each characteristic and each outcome, from nobody to everyone. "
        "The table has the same figures.",
        series=["Share known"],
        rows=[
            BarRow(
                capital(row.name),
                (Missing(TOO_FEW) if (share := rounded_down(row.share)) is None else share,),
            )
            for row in rows
        ],
        axis=Axis(PERCENT, low=0.0, high=1.0),
    )


def description(findings: Sequence[Finding]) -> str:
    """Return what the chart shows, for those who do not see it."""
    shown = sum(finding.value is not None for finding in findings)
    groups = "1 group" if shown == 1 else f"{shown} groups"
    return (
        f"A dot for each of {groups}, with a line that shows the 95% interval around it. "
        "The table has the same figures."
    )


def _row(finding: Finding, *, is_reference: bool) -> IntervalRow:
    if finding.value is None:
        return IntervalRow(finding.group, Missing(status_words(finding)))
    low, high = finding.low, finding.high
    if low is None or high is None:
        low = high = None
    return IntervalRow(finding.group, finding.value, low, high, is_reference=is_reference)


def _value_of(group: str, findings: Sequence[Finding]) -> float | None:
    own = [finding.value for finding in findings if finding.group == group]
    compared = [finding.comparator_value for finding in findings if finding.comparator == group]
    return next((value for value in (*own, *compared) if value is not None), None)
