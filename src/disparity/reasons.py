"""Why a characteristic is not known: refusing to say, never having been asked and a blank are different things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disparity.cells import ExactTables
from disparity.plan import Protection
from disparity.protection_rounding import rounded


@dataclass(frozen=True, slots=True)
class NotKnown:
    """How many people's level is not known for one reason. `people` is None where there are too few to say.

    The last reason of a characteristic is "Not known": blanks, and codes without a reason of their own.
    """

    characteristic: str
    reason: str
    people: int | None


def not_known_of(exact: ExactTables, rules: Protection | None = None) -> tuple[NotKnown, ...]:
    """Return the people of each reason, for the characteristics whose plan tells reasons apart.

    With `rules` they are protected together with their sum, which completeness shows.
    """
    people = int(exact.rolled(()).people)
    found: list[NotKnown] = []
    for characteristic in exact.cube.plan.characteristics:
        counted = exact.cube.reasons.get(characteristic.name, {})
        counts = {reason: counted.get(reason, 0) for reason in characteristic.reasons_in_order}
        hidden: set[str] = set()
        if rules is not None:
            # With few people known, completeness keeps both sums back: the reasons would add up to one of them.
            few = people - sum(counts.values()) < rules.threshold
            hidden = (
                set(characteristic.reasons_in_order) if few else kept_back(counts, threshold=rules.threshold)
            )
        for reason in characteristic.reasons_in_order:
            exactly = counts[reason]
            safe = exactly if rules is None else rounded(exactly, rules.round)
            found.append(NotKnown(characteristic.name, reason, None if reason in hidden else safe))
    return tuple(found)


def kept_back(counts: Mapping[str, int], *, threshold: int) -> set[str]:
    """Return the reasons whose people are not shown: those too few, and what would tell them from the sum.

    The sum of all reasons counts as shown. So those kept back must be two at least, with somebody in each, and
    must reach the threshold together: until they do, the next smallest is kept back as well. A reason that nobody
    has is kept back like one that few have, and hides nobody.

    Examples
    --------
    >>> sorted(kept_back({"Refused": 4, "Not asked": 30, "Not known": 90}, threshold=10))
    ['Not asked', 'Refused']
    >>> sorted(kept_back({"Refused": 4, "Not asked": 8, "Not known": 90}, threshold=10))
    ['Not asked', 'Refused']
    """
    hidden = {reason for reason, people in counts.items() if people < threshold}
    shown = sorted((people, reason) for reason, people in counts.items() if reason not in hidden)
    while shown and _together(counts, hidden) > 0 and not _is_safe(counts, hidden, threshold):
        hidden.add(shown.pop(0)[1])
    return hidden


def _together(counts: Mapping[str, int], hidden: set[str]) -> int:
    return sum(counts[reason] for reason in hidden)


def _is_safe(counts: Mapping[str, int], hidden: set[str], threshold: int) -> bool:
    return _together(counts, hidden) >= threshold and sum(counts[reason] > 0 for reason in hidden) >= 2
