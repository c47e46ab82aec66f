"""The demonstration's charters, invented like the body: one to be renewed soon, one renewed, one new."""

from datetime import date, timedelta

from dueregard import journal
from dueregard.almanac import clock
from dueregard.demo.cast import member
from dueregard.leave.days import months_after
from dueregard.people.models import Person
from dueregard.policies.charters import actions as charters
from dueregard.policies.charters.actions import Basis
from dueregard.policies.charters.kinds import KINDS
from dueregard.policies.charters.models import Charter

YEAR = 12
DISABILITY = (
    "We signed up and made the commitments. Invented, like all of this demonstration.",
    "Our self-assessment, discussed with the network of disabled colleagues. Invented.",
    "Our self-assessment, validated by another Leader, and our statement of what we lead on. Invented.",
)


def is_made() -> bool:
    """Say whether there are charters already."""
    return Charter.objects.exists()


@journal.action
def make() -> None:
    """Add three charters with their history: the cast's policy owner has one to renew in two months."""
    owner, lead = _person("policy-owner"), _person("equality-lead")
    leader_since = months_after(clock.today() + timedelta(days=61), -3 * YEAR)
    disability = charters.add(KINDS["disability-confident"], owner=owner, by=lead)
    for level, says in enumerate(DISABILITY, start=1):
        since = months_after(leader_since, (level - len(DISABILITY)) * 3 * YEAR)
        _record(disability, level, since, says, by=owner)
    abuse = charters.add(KINDS["domestic-abuse"], owner=lead, by=lead)
    joined = months_after(clock.today(), -7)
    _record(abuse, 1, joined, "We joined, and trained four contacts. Invented.", by=lead, months=YEAR)
    mindful = charters.add(KINDS["mindful-employer"], owner=lead, by=lead)
    for months_ago in (50, 14):
        _record(
            mindful, 1, months_after(clock.today(), -months_ago), "We signed the charter. Invented.", by=lead
        )
    journal.record("made the demonstration's charters", lead, by=lead)


def _record(charter: Charter, level: int, since: date, says: str, *, by: Person, months: int = 0) -> None:
    charters.record_level(
        charter,
        level=level,
        since=since,
        renew_on=months_after(since, months) if months else None,
        basis=Basis(None, says),
        by=by,
    )


def _person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)
