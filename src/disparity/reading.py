"""What pages show of a report, the same in the HTML report and in the web application."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from disparity.breakdown_table import breakdown_table
from disparity.breakdown_words import completeness_words, not_shown, sentences_of
from disparity.charts import interval_chart
from disparity.errors import DisparityError
from disparity.findings import ALL, EVERYONE_ELSE, Finding
from disparity.funnels import funnel_chart, overall_rate
from disparity.heat_tables import heat_of, range_of
from disparity.report_contents import Contents, Measured
from disparity.signal_words import is_chance, minimum_of, statements
from disparity.tables import CROSS
from disparity.trends import trend_charts, trend_table
from disparity.wording import NO_DIFFERENCE, capital, is_clear, numerals_of
from figures import Table

MOST_KEY_FINDINGS = 5
BETWEEN_LIMITS = "the rate of each by its size, between limits that chance mostly keeps to"

Key = tuple[str, str, str]


class NoSuchBreakdown(DisparityError):
    """The report has no such measure, characteristic, slice or comparator."""


@dataclass(frozen=True)
class MeasureOutline:
    """A measure with what it is broken down by; `slug` is its name for an address, unique in the report.

    `characteristics` has intersections too, after the single ones; `slices` begins with "all".
    """

    name: str
    slug: str
    characteristics: tuple[str, ...]
    slices: tuple[str, ...]


@dataclass(frozen=True)
class Breakdown:
    """One measure by one characteristic, ready to be shown. `chart` is "" where there is nothing to draw.

    `heat` is the HTML of a heat table, where two characteristics are crossed; it takes the place of a chart.
    `funnel` is an SVG, where the groups are areas that the report is sliced by. `trends` are SVGs and
    `trend_table` has their figures, where there are periods.
    """

    heading: str
    chart: str
    chart_caption: str
    table: Table
    sentences: tuple[str, ...]
    completeness: str
    heat: str = ""
    funnel: str = ""
    funnel_caption: str = ""
    trends: tuple[str, ...] = ()
    trend_table: Table | None = None


def outline(report: Contents) -> tuple[MeasureOutline, ...]:
    """Return the measures of a report, each with its characteristics and slices, in the report's order."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {
        measure.name: ({}, {ALL: None}) for measure in report.measures
    }
    for finding in report.findings:
        characteristics, slices = found[finding.measure]
        characteristics[finding.characteristic] = None
        slices[finding.slice] = None
    slugs = _slugs([measure.name for measure in report.measures])
    return tuple(
        MeasureOutline(
            name, slug, tuple(sorted(characteristics, key=lambda each: each.count(CROSS))), tuple(slices)
        )
        for slug, (name, (characteristics, slices)) in zip(slugs, found.items(), strict=True)
    )


def slice_words(name: str) -> str:
    """Return a slice as a reader expects it: "service area: Arlewater" for "service_area: Arlewater"."""
    column, parted, level = name.partition(": ")
    return f"{column.replace('_', ' ')}{parted}{level}"


def findings_by_table(report: Contents) -> Mapping[Key, tuple[Finding, ...]]:
    """Return the findings of each table over all periods, by measure, characteristic and slice, in order."""
    return _by_table(finding for finding in report.findings if finding.period == ALL)


def trends_by_table(report: Contents) -> Mapping[Key, tuple[Finding, ...]]:
    """Return the findings of each table that are of one period, in the report's order."""
    return _by_table(finding for finding in report.findings if finding.period != ALL)


def _by_table(findings: Iterable[Finding]) -> Mapping[Key, tuple[Finding, ...]]:
    tables: dict[Key, list[Finding]] = {}
    for finding in findings:
        tables.setdefault((finding.measure, finding.characteristic, finding.slice), []).append(finding)
    return {key: tuple(rows) for key, rows in tables.items()}


def comparators(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return whom the groups of one table are compared with, the reference group first."""
    named = dict.fromkeys(finding.comparator for finding in findings if finding.comparator)
    return tuple(sorted(named, key=lambda name: name == EVERYONE_ELSE))


def breakdown(
    report: Contents, *, measure: str, characteristic: str, slice: str = ALL, comparator: str | None = None
) -> Breakdown:
    """Return one breakdown of a report.

    Without a `comparator` the groups are compared with the reference group, or with everyone else where the
    plan names none. Raises `NoSuchBreakdown` for a name that the report does not have.
    """
    wanted = [
        finding
        for finding in report.findings
        if (finding.measure, finding.characteristic, finding.slice) == (measure, characteristic, slice)
    ]
    findings = [finding for finding in wanted if finding.period == ALL]
    trend = [finding for finding in wanted if finding.period != ALL]
    if not findings:
        raise NoSuchBreakdown(
            f"The report has no figures for {measure!r} by {characteristic!r} in {slice!r}."
        )
    return breakdown_of(report, findings, comparator=comparator, trend=trend)


def breakdown_of(
    report: Contents,
    findings: Sequence[Finding],
    *,
    comparator: str | None = None,
    with_chart: bool = True,
    trend: Sequence[Finding] = (),
) -> Breakdown:
    """Return the breakdown of the findings of one table, as `findings_by_table` gives them.

    `trend` has the findings of the same table for each period. Without charts there are no pictures of
    any kind, and no heat table.
    """
    first = findings[0]
    measure = next(each for each in report.measures if each.name == first.measure)
    others = comparators(findings)
    if comparator is not None and comparator not in others:
        raise NoSuchBreakdown(f"No group of {first.characteristic!r} is compared with {comparator!r}.")
    against = comparator or (others[0] if others else EVERYONE_ELSE)
    rows = one_row_a_group(findings, against)
    heading = f"{capital(first.measure)} by {first.characteristic}"
    if first.slice != ALL:
        heading += f", {slice_words(first.slice)}"
    sentences = sentences_of(report, rows, measure, against)
    chart = heat = funnel = ""
    if with_chart:
        heat = heat_of(
            identity_of(first, against, "heat"),
            f"{heading}: the {_what(measure)} of each group",
            rows,
            measure,
            against=against,
            minimum=minimum_of(report),
        )
        if heat:
            sentences = range_of(rows, measure, against, minimum=minimum_of(report))
        else:
            chart = interval_chart(identity_of(first, against), heading, rows, measure, comparator=against)
        if measure.kind == "proportion" and first.characteristic in report.slices and first.slice == ALL:
            funnel = funnel_chart(
                identity_of(first, against, "funnel"),
                heading,
                [row for row in rows if row.comparator],
                overall=overall_rate(findings),
                unit=report.unit,
                name=lambda row: row.group,
            )
    over_time = f"{heading}, over time"
    return Breakdown(
        heading=heading,
        chart=chart,
        chart_caption=_chart_caption(measure, heading, against) if chart else "",
        table=breakdown_table(report, heading, rows, measure, against),
        sentences=sentences,
        completeness=completeness_words(report, first.characteristic, first.measure),
        heat=heat,
        funnel=funnel,
        funnel_caption=f"{heading}: {BETWEEN_LIMITS}" if funnel else "",
        trends=trend_charts(identity_of(first, against, "trend"), over_time, trend, measure)
        if with_chart and trend
        else (),
        trend_table=trend_table(over_time, trend, measure) if trend else None,
    )


def one_row_a_group(findings: Sequence[Finding], comparator: str) -> list[Finding]:
    """Return one finding for each group: the one against the comparator where there is one."""
    by_group: dict[str, Finding] = {}
    for finding in findings:
        if finding.group not in by_group or finding.comparator == comparator:
            by_group[finding.group] = finding
    return list(by_group.values())


def key_findings(report: Contents, measure: str) -> tuple[str, ...]:
    """Return the clearest differences over everyone in at most five sentences, the largest first.

    A last sentence says how many groups are not shown. A difference is clear where its interval leaves no
    difference out, so none is named for medians, whose differences have no interval.
    """
    named = next((each for each in report.measures if each.name == measure), None)
    if named is None:
        raise NoSuchBreakdown(f"The report has no measure {measure!r}.")
    rows: list[Finding] = []
    for (of, characteristic, within), findings in findings_by_table(report).items():
        if (of, within) == (measure, ALL) and CROSS not in characteristic:
            against = (comparators(findings) or (EVERYONE_ELSE,))[0]
            rows += _without_mirrors(one_row_a_group(findings, against), against)
    if named.kind == "share":
        return (*_largest(report, named, rows), *not_shown(rows))
    minimum = minimum_of(report)
    clear = [row for row in rows if is_clear(row, minimum=minimum)]
    clear.sort(key=lambda row: (is_chance(row), -abs(row.difference or 0.0)))
    numerals = numerals_of(named, rows)
    sentences = list(statements(report, clear[:MOST_KEY_FINDINGS], named, numerals=numerals))
    if not clear:
        sentences.append(
            "Differences between medians have no interval, so none is called clear here. Read the tables."
            if named.kind == "median"
            else f"{NO_DIFFERENCE} between groups that is clearly more than chance."
        )
    return (*sentences, *not_shown(rows))


def _largest(report: Contents, measure: Measured, rows: Sequence[Finding]) -> tuple[str, ...]:
    """Return the largest group of each characteristic: shares are not compared with one another."""
    largest: dict[str, Finding] = {}
    for row in rows:
        known = largest.get(row.characteristic)
        if row.value is not None and (known is None or row.value > (known.value or 0.0)):
            largest[row.characteristic] = row
    shown = list(largest.values())[:MOST_KEY_FINDINGS]
    return statements(report, shown, measure, numerals=numerals_of(measure, rows))


def _without_mirrors(rows: Sequence[Finding], against: str) -> list[Finding]:
    """Return the rows without those that say again what another row says.

    Against everyone else, two groups have the same difference twice, with the sign turned; the reference
    group itself is only compared with everyone else, which the others' rows have said.
    """
    if against != EVERYONE_ELSE:
        return [
            row for row in rows if row.comparator == against or row.comparator is None or row.value is None
        ]
    compared = [row for row in rows if row.difference is not None]
    return [row for row in rows if len(compared) != 2 or row is not compared[1]]


def _chart_caption(measure: Measured, heading: str, against: str) -> str:
    what = _what(measure)
    if against == EVERYONE_ELSE:
        return f"{heading}: the {what} of each group with its 95% interval"
    if measure.kind == "representation":
        return f"{heading}: the share of each group with its 95% interval, and its share of {against}"
    return f"{heading}: the {what} of each group with its 95% interval, and a line at {against}"


def _what(measure: Measured) -> str:
    return {"proportion": "rate", "representation": "share"}.get(measure.kind, measure.kind)


def _slugs(names: Sequence[str]) -> list[str]:
    """Return a name for an address for each name: letters a to z and digits, unique among them."""
    slugs: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "measure"
        slugs.append(slug if slug not in slugs else f"{slug}-{sha256(name.encode()).hexdigest()[:8]}")
    return slugs


def identity_of(first: Finding, against: str, kind: str = "chart") -> str:
    """Return an id for a figure of a table that no other figure of the report has."""
    named = "\\0".join((first.measure, first.characteristic, first.slice, against))
    return f"{kind}-{sha256(named.encode()).hexdigest()[:12]}"
