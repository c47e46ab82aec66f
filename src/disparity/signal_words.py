"""What a difference is worth, in words: a signal to enquire, perhaps chance, or what adjusting makes of it.

A difference between groups says where to look, never why; so nothing here calls one more than a signal to enquire.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from disparity.detecting import detectable_gap
from disparity.findings import ALL, Finding
from disparity.report_contents import Contents, Measured
from disparity.wording import direction, distance, is_clear, is_too_few, listed, sentence
from figures import Numerals

SIGNAL = "It is a signal to enquire."
SIGNALS = "Each difference above is a signal to enquire: it says where to look, not why."
"""What is said once of a list of differences, instead of `SIGNAL` after each."""

PERHAPS_CHANCE = "Among so many comparisons it may be chance."
BUT_CHANCE = "Where it may be chance, that is said."
FALSE_SHARE = 0.05
"""The q up to which a clear difference is called a signal: the share of false signals to expect among them."""

_RATIO = Numerals(places=2)
_SHARE = Numerals(multiply=100, places=0, suffix="%")


def minimum_of(report: Contents) -> int:
    """Return how many people each side needs for a statement; 0 in reports from before there was a minimum."""
    return int(_analysis(report).get("minimum", 0))


def is_chance(finding: Finding) -> bool:
    """Return whether so many comparisons were made that one like this may be chance."""
    return finding.q is not None and finding.q > FALSE_SHARE


def is_clear_adjusted(finding: Finding) -> bool:
    """Return whether there is an adjusted ratio, and its interval leaves a ratio of 1 out."""
    low, high = finding.adjusted_ratio_low, finding.adjusted_ratio_high
    return low is not None and high is not None and (low > 1 or high < 1)


def is_reversed(finding: Finding) -> bool:
    """Return whether adjusting turns a difference round, as in Simpson's paradox.

    A speck on either side of nothing does not count: one of the two must be clear.
    """
    crude, adjusted = finding.difference, finding.adjusted_difference
    if crude is None or adjusted is None or crude * adjusted >= 0:
        return False
    return is_clear(finding) or is_clear_adjusted(finding)


def statement(
    report: Contents,
    finding: Finding,
    measure: Measured,
    *,
    numerals: Numerals | None = None,
    named: bool = True,
    with_signal: bool = True,
) -> str:
    """Return one finding as `wording.sentence` says it, and after it what the difference is worth.

    Without `with_signal` it does not say that it is a signal to enquire; whoever leaves it out says so for all.
    """
    minimum = minimum_of(report)
    words = sentence(finding, measure, unit=report.unit, numerals=numerals, named=named, minimum=minimum)
    worth = _worth(report, finding, measure, minimum)
    return " ".join([words, *(each for each in worth if with_signal or each != SIGNAL)])


def statements(
    report: Contents, findings: Sequence[Finding], measure: Measured, *, numerals: Numerals
) -> tuple[str, ...]:
    """Return a list of findings in sentences, under a heading that names the measure.

    That a difference is a signal to enquire is said once for all of them, at the end of the list.
    """
    minimum = minimum_of(report)
    signals = sum(SIGNAL in _worth(report, row, measure, minimum) for row in findings)
    said = [
        statement(report, row, measure, numerals=numerals, named=False, with_signal=signals == 1)
        for row in findings
    ]
    if signals < 2:
        return tuple(said)
    return (*said, f"{SIGNALS} {BUT_CHANCE}" if any(PERHAPS_CHANCE in words for words in said) else SIGNALS)


def gap_words(rows: Sequence[Finding], measure: Measured) -> str:
    """Return what gap the people of these rows would probably have shown; "" but for proportions."""
    asked = [
        (row.n, row.comparator_n, row.comparator_value)
        for row in rows
        if row.difference is not None and row.n and row.comparator_n
    ]
    if measure.kind != "proportion" or not asked:
        return ""
    numbers = np.array(asked, dtype=np.float64).T
    gaps = np.fmax(detectable_gap(*numbers), detectable_gap(*numbers, direction="below"))
    if not np.isfinite(gaps).all():
        return "There are too few people to have shown even a very large gap."
    points = Numerals(multiply=100, places=1)
    least, most = points.show(float(gaps.min())), points.show(float(gaps.max()))
    if least == most:
        return f"A gap of {least} percentage points or more would probably have shown."
    return f"A gap of {least} to {most} percentage points, depending on the group, would probably have shown."


def _worth(report: Contents, finding: Finding, measure: Measured, minimum: int) -> Iterator[str]:
    if finding.difference is None or is_too_few(finding, minimum):
        return
    if is_clear(finding) and finding.q is not None:
        yield PERHAPS_CHANCE if is_chance(finding) else SIGNAL
    elif (
        finding.difference_low is not None
        and not is_clear(finding)
        and (words := gap_words([finding], measure))
    ):
        yield words
    row = _adjusting(report, finding)
    if row is not None:
        by = listed([name.replace("_", " ") for name in _analysis(report)["strata"][finding.characteristic]])
        yield from _adjusted(finding, measure, by, float(row["covered"]))


def _adjusted(finding: Finding, measure: Measured, by: str, covered: float) -> Iterator[str]:
    difference = finding.adjusted_difference
    if difference is None:
        whom = f"{_SHARE.show(covered)} of the people" if covered >= 0.005 else "hardly anyone"
        yield f"Not adjusted for {by}: the strata that may be used cover {whom}."
        return
    points = f"{distance(measure, Numerals(), finding).show(abs(difference))} percentage points"
    words = f"Taking {by} into account, it is {points}{direction(difference)}"
    ratio, low, high = finding.adjusted_ratio, finding.adjusted_ratio_low, finding.adjusted_ratio_high
    if ratio is not None and low is not None and high is not None:
        between = f"likely between {_RATIO.show(low)} and {_RATIO.show(high)}"
        before = "" if finding.ratio is None else f"; {_RATIO.show(finding.ratio)} before"
        words += f" (a ratio of {_RATIO.show(ratio)}, {between}{before})"
    yield f"{words}."
    if covered < 0.995:
        yield f"That covers {_SHARE.show(covered)} of the people."
    if is_reversed(finding):
        yield f"The direction changes when {by} is taken into account."
    elif is_clear(finding) and ratio is not None and not is_clear_adjusted(finding):
        yield "Compared like with like, no difference is shown."
    elif not is_clear(finding) and is_clear_adjusted(finding):
        yield "Compared like with like, a difference is shown."


def _adjusting(report: Contents, finding: Finding) -> dict[str, Any] | None:
    """Return the manifest's row on how a finding was adjusted; None where it was not to be."""
    if (finding.slice, finding.period) != (ALL, ALL):
        return None
    rows: list[dict[str, Any]] = (
        _analysis(report).get("adjusted", {}).get(finding.measure, {}).get(finding.characteristic, [])
    )
    wanted = (finding.group, finding.comparator)
    return next((row for row in rows if (row["group"], row["comparator"]) == wanted), None)


def _analysis(report: Contents) -> dict[str, Any]:
    analysis: dict[str, Any] = report.manifest.get("analysis", {})
    return analysis
