"""Findings in plain English: one sentence, or a few words for a cell of a table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from disparity.findings import ALL, Finding
from disparity.plan import NOT_KNOWN, RATES, SHARES
from disparity.plurals import plural
from disparity.report_contents import Measured
from disparity.tables import CROSS
from figures import PERCENT, Numerals

TOO_FEW = "Too few to say"
TOO_FEW_FOR_A_STATEMENT = "Too few for a statement"
HIDDEN = "Hidden to protect others"
NOT_COMPARABLE = "Not comparable"
NONE_RECORDED = "None recorded"
NOT_IN_SHARES = "Left out of the shares"
NO_DIFFERENCE = "The data do not show a difference"

_FINER = replace(PERCENT, places=2)

_MONEY = frozenset("£$€")
# Levels that answer a question, and so say nothing when they stand before a noun: "Yes children".
_ANSWERS = frozenset({"yes", "no", "true", "false", "none", "other", "y", "n"})


def status_words(finding: Finding) -> str:
    """Return the words that stand where a finding has no figure of its own, or "" where it has one."""
    if finding.status == "too-few":
        return TOO_FEW
    if finding.status == "hidden":
        return HIDDEN
    if finding.value is None and finding.kind in SHARES and finding.n:
        return NOT_IN_SHARES
    return "" if finding.value is not None else NONE_RECORDED


def numerals_of(measure: Measured, findings: Iterable[Finding]) -> Numerals:
    """Return how the values of a measure are shown: percentages, or numbers as precise as they are.

    Percentages have a second decimal where an interval of a great many people would be nothing with one.
    """
    if measure.kind in RATES:
        ends = [(row.low, row.high) for row in findings if row.low is not None and row.high is not None]
        return _FINER if any(_is_lost(low, high, PERCENT) for low, high in ends) else PERCENT
    values = [
        number
        for finding in findings
        for number in (finding.value, finding.low, finding.high)
        if number is not None
    ]
    prefix = measure.unit if measure.unit in _MONEY and measure.unit else ""
    return Numerals(places=_places(values), prefix=prefix)


def _places(values: Sequence[float]) -> int:
    """Return the decimals that show values rounded to a step in full, and others to three figures."""
    for places in range(4):
        if all(math.isclose(value, round(value, places), abs_tol=1e-9) for value in values):
            return places
    largest = max(map(abs, values))
    return min(max(2 - math.floor(math.log10(largest)), 0), 6) if largest else 0


def _is_lost(low: float, high: float, numerals: Numerals) -> bool:
    """Return whether an interval is so narrow that the numerals show both its ends alike."""
    return low != high and numerals.show(low) == numerals.show(high)


def unit_words(measure: Measured) -> str:
    """Return the word that follows a value of the measure, with a blank before it, or ""."""
    if measure.kind in RATES or not measure.unit or measure.unit in _MONEY:
        return ""
    return f" {measure.unit}"


def is_too_few(finding: Finding, minimum: int) -> bool:
    """Return whether either side has fewer people than the plan asks for before anything is said of the two."""
    return min(finding.n or 0, finding.comparator_n or 0) < minimum


def is_clear(finding: Finding, *, minimum: int = 0) -> bool:
    """Return whether there is a difference, and its interval leaves no difference out.

    With fewer people than `minimum` on either side no difference is called clear.
    """
    if is_too_few(finding, minimum):
        return False
    low, high = finding.difference_low, finding.difference_high
    return finding.difference is not None and low is not None and high is not None and (low > 0 or high < 0)


def sentence(
    finding: Finding,
    measure: Measured,
    *,
    unit: str,
    numerals: Numerals | None = None,
    named: bool = True,
    minimum: int = 0,
) -> str:
    """Return one finding as a sentence or two; `named` puts the name of the measure in front.

    As in "Passed: 71 in 100 Female registrations, compared with 68 in 100 for Male. That is 3.1 percentage
    points more (likely between 1.9 and 4.2 more)." The name of the measure stands in front, because no
    rule of grammar can tell how a name that somebody chose would fit into a sentence. Under a heading that
    has the name, leave it out. With fewer people than `minimum` on either side nothing is said of the two.
    """
    words = _told(finding, measure, unit, numerals, minimum)
    if not named:
        return capital(words)
    within = "" if finding.slice == ALL else f" ({finding.slice})"
    return f"{capital(measure.name)}{within}: {words}"


def _told(finding: Finding, measure: Measured, unit: str, numerals: Numerals | None, minimum: int) -> str:
    numerals = numerals or numerals_of(measure, [finding])
    about = _people(finding, unit)
    if finding.status == "too-few":
        return f"too few {about} to say."
    if finding.status == "hidden":
        return f"figures for {about} are hidden to protect others."
    if measure.kind in SHARES:
        told = _share_told(finding, about, numerals)
        if finding.difference is None:
            return told
        if is_too_few(finding, minimum):
            return f"{told} {TOO_FEW_FOR_A_STATEMENT}: fewer than {minimum:,} {plural(unit)} on one side."
        return f"{told} {_comparison(finding, measure, numerals)}"
    if finding.value is None:
        return f"nothing is recorded for {about}."
    own = _value_words(finding.value, finding, measure, numerals)
    is_share = measure.kind == "proportion"
    subject = f"{own} {about}" if is_share else f"a {measure.kind} of {own} for {about}"
    if finding.comparator is None:
        return f"{subject}."
    if finding.comparator_value is None or finding.difference is None:
        return f"{subject}. There is nothing safe to compare this with."
    other = _value_words(finding.comparator_value, finding, measure, numerals)
    compared = f"{subject}, compared with {other} for {finding.comparator}."
    if is_too_few(finding, minimum):
        return f"{compared} {TOO_FEW_FOR_A_STATEMENT}: fewer than {minimum:,} {plural(unit)} on one side."
    return f"{compared} {_comparison(finding, measure, numerals)}"


def _share_told(finding: Finding, about: str, numerals: Numerals) -> str:
    """Return what a share says: "Indian children are 1.1% of those whose ethnic group is known."."""
    if finding.group == NOT_KNOWN or finding.value is None:
        return f"{about} are left out of the shares."
    of = listed(finding.characteristic.split(CROSS))
    words = f"{about} are {numerals.show(finding.value)} of those whose {of} is known"
    if finding.comparator_value is None or finding.difference is None:
        return f"{words}."
    return f"{words}, and {numerals.show(finding.comparator_value)} of the population."


def gap(finding: Finding, measure: Measured, numerals: Numerals) -> str:
    """Return the difference of a finding for a cell: "3.1 points more (1.9 to 4.2 more)"."""
    if finding.difference is None:
        return NOT_COMPARABLE
    how_far = distance(measure, numerals, finding)
    words = f"{how_far.show(abs(finding.difference))}{_of_gap(measure, 'points')}"
    words += direction(finding.difference)
    low, high = finding.difference_low, finding.difference_high
    if low is None or high is None or _is_lost(low, high, how_far):
        return words
    return f"{words} ({_range(low, high, how_far, 'to')})"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words: "White, Asian and Mixed"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def capital(words: str) -> str:
    """Return the words with a capital in front, the rest as it is."""
    return words[:1].upper() + words[1:]


def _people(finding: Finding, unit: str) -> str:
    """Return who the group is: "Female children", or its name in quotes where that would not read."""
    group, many = finding.group, plural(unit)
    if group == NOT_KNOWN:
        return f"{many} with {finding.characteristic} not known"
    reads = (
        CROSS not in group
        and group.casefold() not in _ANSWERS
        and len(group.split()) <= 3
        and all(letter.isalpha() or letter in " -'’" for letter in group)
    )
    return f"{group} {many}" if reads else f"{many} with {finding.characteristic} “{group}”"


def _value_words(rate: float, finding: Finding, measure: Measured, numerals: Numerals) -> str:
    """Return a value as people say it: "71 in 100" or "34 weeks"."""
    if measure.kind != "proportion":
        return f"{numerals.show(rate)}{unit_words(measure)}"
    base = _base(finding.value or 0.0, finding.comparator_value)
    return f"{_out_of(rate, base):,} in {base:,}"


def _base(own: float, other: float | None) -> int:
    """Return 100, or the power of ten at which unlike rates look unlike, and none looks like 0 or all."""
    rates = [own] if other is None else [own, other]
    for base in (100, 1_000, 10_000):
        shown = [_out_of(rate, base) for rate in rates]
        honest = all(rate in (0.0, 1.0) or 0 < part < base for rate, part in zip(rates, shown, strict=True))
        if honest and (len(set(shown)) == len(set(rates))):
            return base
    return 10_000


def _out_of(rate: float, base: int) -> int:
    return math.floor(rate * base + 0.5)


def _comparison(finding: Finding, measure: Measured, numerals: Numerals) -> str:
    difference = 0.0 if finding.difference is None else finding.difference
    how_far = distance(measure, numerals, finding)
    low, high = finding.difference_low, finding.difference_high
    amount = f"{how_far.show(abs(difference))}{_of_gap(measure, 'percentage points')}"
    if low is None or high is None:
        return "That is the same." if difference == 0 else f"That is {amount}{direction(difference)}."
    if not is_clear(finding):
        ends = _range(low, high, how_far, "and", _of_gap(measure, "points"))
        return f"{NO_DIFFERENCE} (likely between {ends})."
    # Where even two decimals show no interval, to name its ends would say nothing.
    likely = "" if _is_lost(low, high, how_far) else f" (likely between {_range(low, high, how_far, 'and')})"
    return f"That is {amount}{direction(difference)}{likely}{_judgement(difference, measure)}."


def _judgement(difference: float, measure: Measured) -> str:
    if measure.better is None:
        return ""
    is_better = (difference > 0) == (measure.better == "higher")
    return ", which is more favourable" if is_better else ", which is less favourable"


def _range(low: float, high: float, how_far: Numerals, between: str, unit: str = "") -> str:
    """Return the ends of an interval of a difference as amounts with directions, the smaller first."""
    if (low < 0) == (high < 0) or low == 0 or high == 0:
        near, far = sorted((abs(low), abs(high)))
        towards = direction(low if abs(low) > abs(high) else high)
        return f"{how_far.show(near)} {between} {how_far.show(far)}{unit}{towards}"
    return f"{how_far.show(-low)}{unit}{direction(low)} {between} {how_far.show(high)}{unit}{direction(high)}"


def direction(difference: float) -> str:
    """Return " more", " less", or "" for no difference."""
    return "" if difference == 0 else " more" if difference > 0 else " less"


def distance(measure: Measured, numerals: Numerals, finding: Finding) -> Numerals:
    """Return how a difference is shown: in percentage points, with more places where one would show none.

    Two places also where one would not tell the ends of its interval apart, "likely between 3.0 and 3.0 more",
    and where the values that it is the difference of have two.
    """
    if measure.kind not in RATES:
        return numerals
    points = Numerals(multiply=100.0, places=1)
    low, high = finding.difference_low, finding.difference_high
    shown = [abs(end) for end in (finding.difference, low, high) if end]
    is_tiny = bool(shown) and min(shown) < 0.0005
    is_narrow = low is not None and high is not None and _is_lost(low, high, points)
    return replace(points, places=2) if is_tiny or is_narrow or numerals == _FINER else points


def _of_gap(measure: Measured, points: str) -> str:
    return f" {points}" if measure.kind in RATES else unit_words(measure)
