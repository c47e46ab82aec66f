"""Builders for tests that need launched policies: a decision behind them, their versions, and staff in numbers."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Max

from dueregard import journal
from dueregard.almanac import clock
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.models import Decision, Relevance
from dueregard.people.models import Directorate, Person, RoleHolding, Source, Staff, Team
from dueregard.policies.models import Audience, Policy, Stage, Version
from dueregard.policies.texts.actions import digest_of
from dueregard.policies.texts.launching import tell
from tests.decisions.building import Case, Watch, case_of
from tests.people_of_the_tests import LONG_AGO

WORDS = {"key": "half-days", "heading": "Half days", "text": "Leave can be taken in half days."}
OTHERS = {"key": "asking", "heading": "Asking", "text": "Ask your manager."}


def decision_of(cast: dict[str, Person]) -> Decision:
    """Return a decision of the cast's executive, taken a little while ago."""
    people = case_of(cast)
    case = Case(people.owner, people.second, people.maker, Watch(clock.now() - timedelta(hours=3)))
    case.proposed(title=f"Proposal {uuid4().hex[:8]}").agreed(Relevance.NONE)
    review = clock.today() + timedelta(days=365)
    with case.watch.later().running():
        return gate.decide(case.proposal, case.deciding(review_on=review), by=case.maker)


def make_policy(
    cast: dict[str, Person], title: str = "Working carers", *, audience: str = Audience.EVERYONE
) -> Policy:
    """Return a policy of the cast's policy owner, without a version."""
    return Policy.objects.create(
        title=title, purpose="So that nobody must choose.", owner=cast["policy-owner"], audience=audience
    )


@journal.action
def launch(
    policy: Policy,
    decision: Decision,
    *,
    by: Person,
    is_material: bool = True,
    clauses: Iterable[dict[str, str]] = (WORDS, OTHERS),
    what_changed: str = "",
) -> Version:
    """Put the next version of a policy in force at once, with what happens at each launch."""
    now = clock.now()
    policy.versions.filter(stage=Stage.LAUNCHED).update(stage=Stage.REPLACED)
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version(
        policy=policy,
        number=last + 1,
        stage=Stage.LAUNCHED,
        clauses=list(clauses),
        is_material=is_material,
        what_changed=what_changed,
        decision=decision,
        approved_by=decision.person,
        approved_at=now,
        launched_at=now,
    )
    version.digest = digest_of(version)
    version.save(force_insert=True)
    tell(version, by=by)
    journal.record("launched a version", version, by=by)
    return version


def launched_policy(cast: dict[str, Person], **changes: Any) -> Version:
    """Return the first version of a new policy, in force; its roll-out waits for a worker."""
    return launch(make_policy(cast, **changes), decision_of(cast), by=cast["policy-owner"])


def hire(
    number: int, *, team: Team | None = None, manager: Staff | None = None, prefix: str = "P"
) -> list[Staff]:
    """Return so many members of staff, all invented, made at once."""
    if team is None:
        team = Team.objects.create(
            name=f"Team {prefix}", directorate=Directorate.objects.create(name=f"Directorate {prefix}")
        )
    people = [
        Person(email=f"{prefix}{each}@rowan.example".lower(), name=f"Invented {prefix} {each}")
        for each in range(number)
    ]
    Person.objects.bulk_create(people)
    staff = [
        Staff(
            person=person,
            number=f"{prefix}{each:05d}",
            job_title="Officer",
            grade="B",
            team=team,
            manager=manager,
            weekly_minutes=2220,
            started=LONG_AGO.date(),
        )
        for each, person in enumerate(people)
    ]
    Staff.objects.bulk_create(staff)
    RoleHolding.objects.bulk_create(
        RoleHolding(person=person, role="staff", starts=LONG_AGO, source=Source.SET_UP) for person in people
    )
    return staff
