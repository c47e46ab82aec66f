"""One page of findings: which comparisons of a measure a reader has asked to see."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import disparity
from dueregard.statistics.forms import LookForm


@dataclass(frozen=True)
class MeasurePage:
    """A measure with the form that chooses what to look at, and the comparisons that were chosen."""

    name: str
    form: LookForm
    key_findings: tuple[str, ...]
    breakdowns: tuple[disparity.Breakdown, ...]
    funnels: tuple[disparity.SliceFunnel, ...]


def measure_page(report: disparity.Report, slug: str, asked: Mapping[str, str]) -> MeasurePage | None:
    """Return the page of the measure with this slug, or None if there is no such measure.

    Without a choice it shows each characteristic by itself, over everyone; a choice that does not exist is
    answered in the same way, with the error beside its field.
    """
    measure = next((one for one in disparity.outline(report) if one.slug == slug), None)
    if measure is None:
        return None
    form = LookForm(asked or None, characteristics=list(measure.characteristics), slices=list(measure.slices))
    by, within = "", disparity.ALL
    if form.is_valid():
        by, within = form.cleaned_data["by"], form.cleaned_data["within"] or disparity.ALL
    breakdowns = tuple(_breakdowns(report, measure, [by] if by else list(report.characteristics), within))
    if not breakdowns:
        form.add_error(
            "by", "There are no figures for this choice. Choose another characteristic or another part"
        )
    return MeasurePage(
        name=measure.name,
        form=form,
        key_findings=disparity.key_findings(report, measure.name),
        breakdowns=breakdowns,
        funnels=() if by or within != disparity.ALL else disparity.slice_funnels(report, measure.name),
    )


def _breakdowns(
    report: disparity.Report, measure: disparity.MeasureOutline, wanted: list[str], within: str
) -> Iterator[disparity.Breakdown]:
    """Yield the breakdowns that there are; a characteristic is not broken down within its own levels."""
    for characteristic in wanted:
        with suppress(disparity.NoSuchBreakdown):
            yield disparity.breakdown(
                report, measure=measure.name, characteristic=characteristic, slice=within
            )


def breakdowns_by(report: disparity.Report, characteristic: str) -> tuple[disparity.Breakdown, ...]:
    """Return each measure by one characteristic: over everyone, then within each part, for a page of another room."""
    found: list[disparity.Breakdown] = []
    for measure in disparity.outline(report):
        for part in measure.slices:
            found += _breakdowns(report, measure, [characteristic], part)
    return tuple(found)
