"""What a breakdown says in sentences: what differs, what does not, what is not shown or not known."""

from __future__ import annotations

import math
from collections.abc import Sequence

from disparity.findings import Completeness, Finding
from disparity.plurals import plural
from disparity.report_contents import Contents, Measured
from disparity.tables import CROSS
from disparity.wording import (
    HIDDEN,
    NO_DIFFERENCE,
    NONE_RECORDED,
    TOO_FEW,
    capital,
    is_clear,
    listed,
    numerals_of,
    sentence,
    status_words,
)


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
    compared = [row for row in rows if row.difference is not None and row.comparator == against]
    tell = [row for row in compared if is_clear(row) or row.difference_low is None]
    said = [sentence(row, measure, unit=report.unit, numerals=numerals, named=False) for row in tell]
    unclear = [row.group for row in compared if row not in tell]
    if unclear:
        said.append(f"{NO_DIFFERENCE} from {against} for {listed(unclear)}.")
    for words in (TOO_FEW, HIDDEN, NONE_RECORDED):
        groups = [row.group for row in rows if status_words(row) == words]
        if groups:
            said.append(f"{words}: {listed(groups)}.")
    return tuple(said)


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
    return f"{math.floor(share * 1000 + 1e-9) / 10:.1f}%"
