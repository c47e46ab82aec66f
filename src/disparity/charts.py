"""Charts of findings: a dot and its interval for each group against the one they are compared with; completeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disparity.breakdown_words import rounded_down
from disparity.findings import EVERYONE_ELSE, Completeness, Finding
from disparity.plan import NOT_KNOWN, SHARES
from disparity.report_contents import Measured
from disparity.wording import TOO_FEW, capital, numerals_of, status_words, unit_words
from figures import PERCENT, Axis, BarRow, IntervalRow, Missing, ReferenceLine, grouped_bars, intervals

COMPLETENESS_CAPTION = "The share for whom each characteristic and outcome is known"

GIANT = 4
"""How many times as large as the next a group is that would press the smaller ones on the axis."""

MOST_PRESSED = 6
"""From how many such smaller groups on they have a chart of their own."""


def interval_chart(
    identity: str, title: str, findings: Sequence[Finding], measure: Measured, *, comparator: str
) -> str:
    """Return an SVG with a row for each finding, or "" where no known group has a value to draw.

    The dashed line stands at the comparator's value. Everyone else is somebody else for each group, so that
    there is no one line to draw for it; and each group has a share of the population of its own, which is
    marked in its own row. Where a share dwarfs most others there are two SVGs, each with its own scale.
    """
    if all(finding.value is None or finding.group == NOT_KNOWN for finding in findings):
        return ""
    numerals = numerals_of(measure, findings)
    is_population = measure.kind == "representation"
    reference = None
    if comparator != EVERYONE_ELSE and not is_population:
        value = _value_of(comparator, findings)
        if value is not None:
            reference = ReferenceLine(value, f"{comparator}, {numerals.show(value)}{unit_words(measure)}")
    parts = _without_giants(findings) if measure.kind in SHARES else [findings]
    return "\n".join(
        intervals(
            identity if number == 1 else f"{identity}-{number}",
            title if number == 1 else f"{title}: the smaller groups",
            description(part, has_population=is_population),
            rows=[
                _row(finding, is_reference=finding.group == comparator, has_population=is_population)
                for finding in part
            ],
            axis=Axis(
                numerals,
                # A part of everyone is read against none and all of them; a rate against the other rates.
                low=0.0 if measure.kind in SHARES else None,
                title=_axis_title(measure, number if len(parts) > 1 else 0),
            ),
            reference=reference,
            against=f"the group's share of {comparator}" if is_population else "",
        )
        for number, part in enumerate(parts, start=1)
    )


def like_in_size(sizes: Mapping[str, float]) -> list[list[str]]:
    """Return names in groups of like size, the largest first, so that each can have a scale of its own.

    A new group begins where the next is less than a quarter of the one before: on one scale all that follow
    would lie on the axis.
    """
    groups: list[list[str]] = []
    before = 0.0
    for name in sorted(sizes, key=lambda each: -sizes[each]):
        if not groups or sizes[name] * GIANT < before:
            groups.append([])
        groups[-1].append(name)
        before = sizes[name]
    return groups


def _without_giants(findings: Sequence[Finding]) -> list[Sequence[Finding]]:
    """Return the rows in one part, or the few giants and then the many that they would press on the axis."""
    ends = ((each.group, each.value, each.comparator_value) for each in findings)
    sizes = {group: max(value, other or 0.0) for group, value, other in ends if value is not None}
    first, *others = like_in_size(sizes) or [[]]
    if sum(map(len, others)) < MOST_PRESSED:
        return [findings]
    return [
        [finding for finding in findings if finding.group in first],
        [finding for finding in findings if finding.group not in first],
    ]


def _axis_title(measure: Measured, part: int) -> str:
    """Return the unit under an axis, and for the first and the second part where the other is; 0 is no part."""
    elsewhere = (
        "",
        "The smaller groups are in the chart below, on a scale of their own.",
        "This chart has a scale of its own.",
    )[part]
    return " ".join(filter(None, [unit_words(measure).strip().capitalize(), elsewhere]))


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


def description(findings: Sequence[Finding], *, has_population: bool = False) -> str:
    """Return what the chart shows, for those who do not see it."""
    shown = sum(finding.value is not None for finding in findings)
    groups = "1 group" if shown == 1 else f"{shown} groups"
    beside = "A dashed mark beside it shows the group's share of the population. " if has_population else ""
    return (
        f"A dot for each of {groups}, with a line that shows the 95% interval around it. {beside}"
        "The table has the same figures."
    )


def _row(finding: Finding, *, is_reference: bool, has_population: bool) -> IntervalRow:
    if finding.value is None:
        return IntervalRow(finding.group, Missing(status_words(finding)))
    low, high = finding.low, finding.high
    if low is None or high is None:
        low = high = None
    against = finding.comparator_value if has_population else None
    return IntervalRow(finding.group, finding.value, low, high, is_reference=is_reference, against=against)


def _value_of(group: str, findings: Sequence[Finding]) -> float | None:
    own = [finding.value for finding in findings if finding.group == group]
    compared = [finding.comparator_value for finding in findings if finding.comparator == group]
    return next((value for value in (*own, *compared) if value is not None), None)
