"""The gate once more, slowly and apart from the code: which of the six principles a history fails.

A history is a plain dictionary of who did what and when, in minutes; `random_history` begins with one that passes and
spoils up to three things of it. `verdict` says in plain sentences of code what the rule asks.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from dueregard.decisions.gate import rule
from dueregard.decisions.gate.rule import Principle

START = datetime(2026, 2, 2, 9, tzinfo=UTC)
SPACE = UUID("00000000-0000-4000-8000-000000000000")
OWNER, MAKER, SECOND, OTHER = (uuid5(SPACE, name) for name in ("owner", "maker", "second", "other"))
PEOPLE = (OWNER, MAKER, SECOND, OTHER)
DAY = 24 * 60


@dataclass(frozen=True)
class History:
    """Who did what, in minutes after the start."""

    relevance: str = "high"
    screened_by: UUID = OWNER
    agreed_by: UUID | None = SECOND
    agreed_at: int = 10
    options: int = 2
    reason_for_one: str = ""
    evidence: tuple[int, ...] = (20, 30)
    consultations: tuple[tuple[int | None, tuple[str, ...], int | None], ...] = ((40, (), 45),)
    """When each closed, which themes nobody answered, when the last was answered."""
    author: UUID = OWNER
    empty: tuple[str, ...] = ()
    unmitigated: tuple[str, ...] = ()
    changed: str = "We added half days."
    recommends: str = "continue"
    paper_justifies: str = ""
    adopted_at: int | None = 60
    adopted_by: UUID = SECOND
    digest: str = "a"
    digest_now: str = "a"
    attested_at: int | None = 70
    attested_by: UUID = MAKER
    attested_digest: str = "a"
    unrecorded: tuple[str, ...] = ()
    decided_by: UUID = MAKER
    taken_at: int = 80
    recorded_at: int = 80
    outcome: str = "continue"
    justifies: str = ""
    review_in_days: int | None = 300
    spoiled: tuple[str, ...] = field(default=(), compare=False)


def random_history(chance: random.Random) -> History:
    """Return a history that passes, with up to three things spoiled or only made different."""
    history = History(relevance=chance.choice(["high", "medium", "low", "none"]))
    for _ in range(chance.randrange(4)):
        name = chance.choice(sorted(SPOILERS))
        history = replace(SPOILERS[name](history, chance), spoiled=(*history.spoiled, name))
    return history


SPOILERS = {
    "agreed later": lambda h, c: replace(h, agreed_at=c.randrange(120)),
    "not agreed": lambda h, c: replace(h, agreed_by=None),
    "agreed by": lambda h, c: replace(h, agreed_by=c.choice(PEOPLE)),
    "one option": lambda h, c: replace(
        h, options=1, reason_for_one=c.choice(["", " ", "The law leaves one."])
    ),
    "evidence": lambda h, c: replace(h, evidence=(*h.evidence, c.randrange(120))),
    "consultation closes": lambda h, c: replace(
        h, consultations=((c.choice([None, *range(30, 90)]), (), 45),)
    ),
    "theme open": lambda h, c: replace(h, consultations=((40, c.choice([(), ("half days",)]), None),)),
    "theme late": lambda h, c: replace(h, consultations=((40, (), c.randrange(40, 100)),)),
    "author": lambda h, c: replace(h, author=c.choice(PEOPLE)),
    "empty": lambda h, c: replace(h, empty=("Sex: eliminate discrimination",)),
    "unmitigated": lambda h, c: replace(h, unmitigated=("Age: advance equality of opportunity",)),
    "unchanged": lambda h, c: replace(h, changed=c.choice(["", "  ", "Nothing, because …"])),
    "recommends": lambda h, c: replace(h, recommends=c.choice(["", "despite", "adjust"])),
    "paper justifies": lambda h, c: replace(
        h, recommends="despite", paper_justifies=c.choice(["", "Safety."])
    ),
    "adopted": lambda h, c: replace(h, adopted_at=c.choice([None, *range(50, 100)])),
    "adopted by": lambda h, c: replace(h, adopted_by=c.choice(PEOPLE)),
    "rewritten": lambda h, c: replace(h, digest_now=c.choice("ab")),
    "attested": lambda h, c: replace(h, attested_at=c.choice([None, *range(50, 100)])),
    "attested by": lambda h, c: replace(h, attested_by=c.choice(PEOPLE)),
    "attested to": lambda h, c: replace(h, attested_digest=c.choice("ab")),
    "unrecorded": lambda h, c: replace(h, unrecorded=c.choice([(), ("adopted an equality analysis",)])),
    "decided by": lambda h, c: replace(h, decided_by=c.choice(PEOPLE)),
    "taken": lambda h, c: replace(h, taken_at=c.randrange(50, 100)),
    "recorded": lambda h, c: replace(h, recorded_at=h.taken_at + c.choice([-5, 0, 3 * DAY])),
    "outcome": lambda h, c: replace(
        h, outcome="despite", justifies=c.choice(["", "It is the only safe way."])
    ),
    "review": lambda h, c: replace(
        h, review_in_days=c.choice([None, -1, 0, 1, 364, 367, 730, 733, 1094, 1500])
    ),
}


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def verdict(h: History) -> set[Principle]:
    """Return the principles that a history fails."""
    is_out = h.relevance == "none" and h.agreed_by is not None
    return {principle for principle, holds in RULES.items() if not holds(h, is_out)}


def is_aware(h: History, is_out: bool) -> bool:
    """Once there is an adopted analysis, the decision-maker has attested to that very one."""
    return is_out or h.adopted_at is None or (h.attested_at is not None and h.attested_digest == h.digest)


def is_timely(h: History, is_out: bool) -> bool:
    """Each thing came after the one before it."""
    if h.taken_at > h.recorded_at:
        return False
    if is_out:
        return h.agreed_at <= h.taken_at
    if h.adopted_at is None or not max(h.evidence) <= h.adopted_at <= h.taken_at:
        return False
    return h.attested_at is None or h.adopted_at < h.attested_at <= h.taken_at


def has_substance(h: History, is_out: bool) -> bool:
    """All was said, and what people said was answered, before it was adopted; bad effects are met or justified."""
    if is_out:
        return True
    if h.outcome == "despite" and not h.justifies:
        return False
    if h.adopted_at is None:
        return True
    is_justified = h.recommends == "despite" and h.paper_justifies != ""
    answered = all(
        closed is not None
        and closed <= h.adopted_at
        and not themes
        and (last is None or last <= h.adopted_at)
        for closed, themes, last in h.consultations
    )
    has_choice = h.options > 1 or h.reason_for_one.strip() != ""
    met = not h.unmitigated or is_justified
    return not h.empty and h.changed.strip() != "" and h.recommends != "" and met and has_choice and answered


def is_not_delegated(h: History, is_out: bool) -> bool:
    """The named decision-maker decides and attested, and no author of anything agrees to it."""
    if h.decided_by != MAKER or h.decided_by in (OWNER, h.author):
        return False
    if not is_out and None not in (h.attested_at, h.adopted_at) and h.attested_by != h.decided_by:
        return False
    if h.adopted_at is not None and h.adopted_by == h.author:
        return False
    return h.agreed_by is None or h.agreed_by != h.screened_by


def is_continuing(h: History, is_out: bool) -> bool:
    """It is looked at again after the day itself, and within one, two, three or four years."""
    if h.review_in_days is None:
        return False
    taken = at(h.taken_at).date()
    years = {"high": 1, "medium": 2, "low": 3, "none": 4}[h.relevance]
    return (
        taken < taken + timedelta(days=h.review_in_days) <= date(taken.year + years, taken.month, taken.day)
    )


def is_recorded(h: History, is_out: bool) -> bool:
    """The journal has every step, and what was adopted is what it was."""
    return not h.unrecorded and (is_out or h.adopted_at is None or h.digest == h.digest_now)


RULES = {
    Principle.AWARE: is_aware,
    Principle.TIMELY: is_timely,
    Principle.SUBSTANCE: has_substance,
    Principle.NOT_DELEGATED: is_not_delegated,
    Principle.CONTINUING: is_continuing,
    Principle.RECORDED: is_recorded,
}


def facts_of(h: History) -> rule.Facts:
    """Return a history as the gate is given it."""
    return rule.Facts(
        owner=OWNER,
        decision_maker=MAKER,
        options=h.options,
        one_option_because=h.reason_for_one,
        screened=rule.Screened(
            h.relevance, h.screened_by, at(5), h.agreed_by, at(h.agreed_at) if h.agreed_by else None
        ),
        consulted=tuple(
            rule.Consulted(
                "Half days",
                None if closed is None else at(closed),
                themes,
                None if last is None else at(last),
            )
            for closed, themes, last in h.consultations
        ),
        paper=rule.Paper(
            author=h.author,
            empty=h.empty,
            unmitigated=h.unmitigated,
            evidence=tuple(rule.Evidence(f"Survey {one}", at(one)) for one in h.evidence),
            changed=h.changed,
            outcome=h.recommends,
            justification=h.paper_justifies,
        ),
        adopted=None
        if h.adopted_at is None
        else rule.Adopted(at(h.adopted_at), h.adopted_by, h.digest, h.digest_now),
        attested=None
        if h.attested_at is None or h.adopted_at is None
        else rule.Attested(h.attested_by, at(h.attested_at), h.attested_digest),
        unrecorded=h.unrecorded,
    )


def deciding_of(h: History) -> rule.Deciding:
    """Return the decision that ends a history."""
    days = h.review_in_days
    return rule.Deciding(
        by=h.decided_by,
        taken_at=at(h.taken_at),
        recorded_at=at(h.recorded_at),
        review_on=None if days is None else at(h.taken_at).date() + timedelta(days=days),
        outcome=h.outcome,
        justification=h.justifies,
    )
