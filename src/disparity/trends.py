"""Trends: how the figures of each group change from period to period, as a chart and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disparity.breakdown_table import DASH
from disparity.charts import like_in_size
from disparity.findings import Finding
from disparity.report_contents import Measured
from disparity.wording import numerals_of, status_words, unit_words
from figures import Axis, Column, Line, Missing, Table, lines
from figures.chart import MOST_SERIES

OWN_SCALE = "This chart has a scale of its own."


def periods_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the periods of the findings, in the order in which they come."""
    return tuple(dict.fromkeys(finding.period for finding in findings))


def trend_charts(
    identity: str, title: str, findings: Sequence[Finding], measure: Measured
) -> tuple[str, ...]:
    """Return charts of lines with intervals, or none where there is no line to draw.

    Groups of like size share a chart, at most six of them, the largest first: beside a line at 60% fifteen
    lines under 5% would all look flat. `findings` has one row for each group and period.
    """
    periods = periods_of(findings)
    groups = _by_group(findings)
    if len(periods) < 2:
        return ()
    numerals = numerals_of(measure, findings)
    charted = _charted(groups)
    return tuple(
        lines(
            f"{identity}-{number}",
            f"{title}: {', '.join(some)}",
            f"A line for each group from {periods[0]} to {periods[-1]}, with its 95% intervals. "
            "The table has the same figures.",
            periods=periods,
            series=[_line(name, groups[name], periods) for name in some],
            axis=Axis(numerals, low=0.0, title=unit_words(measure).strip().capitalize()),
            notes=[OWN_SCALE] if len(charted) > 1 else [],
        )
        for number, some in enumerate(charted, start=1)
    )


def _charted(groups: Mapping[str, Mapping[str, Finding]]) -> list[list[str]]:
    """Return the names of the groups of each chart; those without any value are on none."""
    sizes = {
        name: max(map(abs, values))
        for name, rows in groups.items()
        if (values := [row.value for row in rows.values() if row.value is not None])
    }
    return [
        alike[start : start + MOST_SERIES]
        for alike in like_in_size(sizes)
        for start in range(0, len(alike), MOST_SERIES)
    ]


def trend_table(title: str, findings: Sequence[Finding], measure: Measured) -> Table:
    """Return a table with a row for each group and a column for each period, cells in words."""
    periods = periods_of(findings)
    show = numerals_of(measure, findings).show

    def words(row: Finding | None) -> str:
        if row is None or row.value is None:
            return status_words(row) if row else DASH
        if row.low is None or row.high is None or show(row.low) == show(row.value) == show(row.high):
            return show(row.value)
        return f"{show(row.value)} ({show(row.low)} to {show(row.high)})"

    return Table(
        title=title,
        columns=(Column("Group"), *(Column(period, "decimal") for period in periods)),
        rows=tuple(
            (name, *(words(rows.get(period)) for period in periods))
            for name, rows in _by_group(findings).items()
        ),
    )


def _by_group(findings: Sequence[Finding]) -> dict[str, dict[str, Finding]]:
    groups: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.group, {}).setdefault(finding.period, finding)
    return groups


def _line(name: str, rows: dict[str, Finding], periods: Sequence[str]) -> Line:
    values: list[float | Missing] = []
    ends: list[tuple[float, float] | None] = []
    for period in periods:
        row = rows.get(period)
        if row is None or row.value is None:
            values.append(Missing(status_words(row) if row else "No figures"))
            ends.append(None)
        else:
            values.append(row.value)
            ends.append(None if row.low is None or row.high is None else (row.low, row.high))
    return Line(name, tuple(values), tuple(ends))
