"""The groups that fare unlike elsewhere in some places, each as a funnel of the levels of a slice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disparity.findings import ALL, EVERYONE_ELSE, Finding
from disparity.funnels import drawn_areas, funnel_chart, outside_of
from disparity.reading import BETWEEN_LIMITS, Key, findings_by_table, identity_of, one_row_a_group
from disparity.report_contents import Contents
from disparity.tables import CROSS
from disparity.wording import capital

MOST_FUNNELS = 4
"""How many a measure shows: more are not looked at, and their figures stand in the tables of each slice."""


@dataclass(frozen=True)
class SliceFunnel:
    """One group in each level of a slice: its caption and its SVG."""

    caption: str
    chart: str


def slice_funnels(
    report: Contents, measure: str, *, tables: Mapping[Key, Sequence[Finding]] | None = None
) -> tuple[SliceFunnel, ...]:
    """Return funnels by slice of the groups whose rates differ most, at most `MOST_FUNNELS` of a measure.

    A group's rate in each level of the slice is held against the group's own rate over everyone, so that a
    place where it fares unlike elsewhere stands out. Those with most places outside the limits come first;
    those with none outside are not drawn. `tables` is what `findings_by_table` gave, where that is at hand.
    """
    tables = findings_by_table(report) if tables is None else tables
    found: list[tuple[int, SliceFunnel]] = []
    for (of, characteristic, within), everyone in tables.items():
        if of != measure or within != ALL or CROSS in characteristic or everyone[0].kind != "proportion":
            continue
        for name in report.slices:
            by_group: dict[str, dict[str, Finding]] = {}
            for (a, b, place), rows in tables.items():
                if (a, b) == (measure, characteristic) and place.startswith(f"{name}: "):
                    for row in rows:
                        by_group.setdefault(row.group, {}).setdefault(place, row)
            for row in one_row_a_group(everyone, EVERYONE_ELSE):
                found += _slice_funnel(report, row, name, list(by_group.get(row.group, {}).values()))
    return tuple(each for _, each in sorted(found, key=lambda pair: -pair[0])[:MOST_FUNNELS])


def _slice_funnel(
    report: Contents, row: Finding, name: str, areas: Sequence[Finding]
) -> Iterator[tuple[int, SliceFunnel]]:
    if row.value is None or not areas:
        return
    outside = sum(bool(outside_of(row.value, n, value)) for _, n, value in drawn_areas(areas))
    caption = f"{capital(row.measure)} for {row.group} ({row.characteristic}) by {name.replace('_', ' ')}"
    chart = funnel_chart(
        identity_of(row, f"{name}\\0{row.group}", "funnel"),
        caption,
        areas,
        overall=row.value,
        unit=report.unit,
        name=lambda area: area.slice.removeprefix(f"{name}: "),
        whose="the whole group",
        beside=f"The tables within each {name.replace('_', ' ')} have the same figures.",
    )
    if outside and chart:
        yield outside, SliceFunnel(f"{caption}: {BETWEEN_LIMITS}", chart)
