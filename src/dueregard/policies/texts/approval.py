"""What a draft needs before it is approved: each missing thing by its code, for the page and for the action."""

from datetime import datetime

from dueregard.almanac import clock
from dueregard.decisions.models import Decision, Outcome
from dueregard.policies.texts import clauses, difference
from dueregard.policies.texts.models import Version


def decision_of(version: Version) -> Decision | None:
    """Return the decision on the proposal that a version is to rest on, where there is one."""
    return Decision.objects.filter(proposal=version.proposal_id).select_related("person").first()


def missing(version: Version, *, at: datetime) -> tuple[str, ...]:
    """Return what is missing before a draft can be approved, in the order in which it is put right.

    A policy that is new, or changes materially, needs a decision of its own, so that the gate with its equality
    analysis stands before it (Equality Act 2010, s.149); a minor correction may rest on the decision it corrects.
    """
    found = []
    if not version.clauses:
        found.append("clauses")
    former = version.former
    if former is not None:
        changed = difference.between(clauses.read(former.clauses), clauses.read(version.clauses))
        if changed.is_empty:
            found.append("nothing-new")
        if not version.what_changed.strip():
            found.append("what-changed")
    return (*found, *_missing_of_decision(version, at))


def _missing_of_decision(version: Version, at: datetime) -> tuple[str, ...]:
    if version.proposal is None:
        return ("proposal",)
    decision = decision_of(version)
    if decision is None or decision.taken_at > at:
        return ("decision",)
    if decision.outcome == Outcome.STOP:
        return ("stopped",)
    rests = Version.objects.filter(policy=version.policy_id, decision=decision)
    if version.is_material and rests.exclude(pk=version.pk).exists():
        return ("own-decision",)
    return ()


def missing_now(version: Version) -> tuple[str, ...]:
    """Return what is missing at this moment."""
    return missing(version, at=clock.now())
