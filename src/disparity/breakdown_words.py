"""What a breakdown says in sentences: what differs, what does not, what is not shown or not known."""

from __future__ import annotations

import math
from collections.abc import Sequence

from disparity.findings import Completeness, Finding
from disparity.plan import SHARES
from disparity.plurals import plural
from disparity.report_contents import Contents, Measured
from disparity.signal_words import gap_words, is_clear_adjusted, minimum_of, statements
from disparity.tables import CROSS
from disparity.wording import (
    HIDDEN,
    NO_DIFFERENCE,
    NONE_RECORDED,
    TOO_FEW,
    TOO_FEW_FOR_A_STATEMENT,
    capital,
    is_clear,
    is_too_few,
    listed,
    numerals_of,
    status_words,
)
from figures import PERCENT, Numerals


def not_shown(rows: Sequence[Finding]) -> tuple[str, ...]:
    """Return a sentence on how many groups are too few or hidden, or nothing where none is."""
    too_few = sum(row.status == "too-few" for row in rows)
    hidden = sum(row.status == "hidden" for row in rows)
    few = f"{too_few} {'group has' if too_few == 1 else 'groups have'} too few people to say"
    kept = f"{hidden} {'group is' if hidden == 1 else 'groups are'} hidden to protect others"
    words = " and ".join([few] * bool(too_few) + [kept] * bool(hidden))
    return (f"{words}.",) if words else ()


def sentences_of(
    report: Contents, rows: Sequence[Finding], measure: Measured, against: str
) -> tuple[str, ...]:
    """Return what the rows of a breakdown say: each clear difference, the others, and what is not shown."""
    if all(row.value is None for row in rows):
        return (
            "There is nothing to show: each group here has too few people, is hidden to protect others, "
            "or has nothing recorded.",
        )
    numerals = numerals_of(measure, rows)
    if measure.kind in SHARES and all(row.comparator is None for row in rows):
        return _shares(report, rows, measure, numerals)
    minimum = minimum_of(report)
    compared = [row for row in rows if row.difference is not None and row.comparator == against]
    few = [row for row in compared if is_too_few(row, minimum)]
    enough = [row for row in compared if not is_too_few(row, minimum)]
    tell = [row for row in enough if is_clear(row) or row.difference_low is None or is_clear_adjusted(row)]
    said = list(statements(report, tell, measure, numerals=numerals))
    unclear = [row for row in enough if row not in tell]
    if unclear:
        words = f"{NO_DIFFERENCE} from {against} for {listed([row.group for row in unclear])}."
        said.append(f"{words} {gap_words(unclear, measure)}".strip())
    if few:
        people = f"(fewer than {minimum:,} {plural(report.unit)} in it or in {against})"
        said.append(f"{TOO_FEW_FOR_A_STATEMENT} {people}: {listed([row.group for row in few])}.")
    for words in (TOO_FEW, HIDDEN, NONE_RECORDED):
        groups = [row.group for row in rows if status_words(row) == words]
        if groups:
            said.append(f"{words}: {listed(groups)}.")
    return tuple(said)


def _shares(
    report: Contents, rows: Sequence[Finding], measure: Measured, numerals: Numerals
) -> tuple[str, ...]:
    """Return the largest and the smallest share that is shown, and what is not shown."""
    shown = sorted((row for row in rows if row.value is not None), key=lambda row: -(row.value or 0.0))
    ends = [shown[0], *shown[-1:]] if len(shown) > 1 else shown
    return (*statements(report, ends, measure, numerals=numerals), *not_shown(rows))


def completeness_words(report: Contents, characteristic: str, measure: str) -> str:
    """Return how well the characteristics of a breakdown and its outcome are recorded, in sentences."""
    wanted = [("characteristic", name) for name in characteristic.split(CROSS)] + [("measure", measure)]
    found: dict[tuple[str, str], Completeness] = {(row.kind, row.name): row for row in report.completeness}
    rows = [found[kind, name] for kind, name in wanted if (kind, name) in found]
    return " ".join(_recorded(row, plural(report.unit)) for row in rows)


def _recorded(row: Completeness, people: str) -> str:
    if row.share is None:
        return f"{capital(row.name)}: too few to say for how many {people} it is not known."
    share = "all" if row.share >= 1 else f"{share_words(row.share)} of"
    return f"{capital(row.name)} is known for {share} {people}."


def share_words(share: float) -> str:
    """Return a share as a percentage, rounded down: what is not quite everyone is never "100.0%"."""
    return PERCENT.show(rounded_down(share) or 0.0)


def rounded_down(share: float | None) -> float | None:
    """Return a share to a tenth of a percent, rounded down as `share_words` rounds it."""
    return None if share is None else math.floor(share * 1000 + 1e-9) / 1000
