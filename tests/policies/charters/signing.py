"""Charters of the tests: as they are added and recorded."""

from datetime import date, datetime

from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.policies.charters import actions
from dueregard.policies.charters.actions import Basis
from dueregard.policies.charters.kinds import KINDS
from dueregard.policies.charters.models import Charter, Standing

NOW = datetime(2026, 11, 2, 10, tzinfo=clock.LONDON)
DISABILITY, ABUSE, MINDFUL = KINDS
WORDS = Basis(None, "Our self-assessment, validated by another Leader.")


def added(by: Person, code: str = DISABILITY) -> Charter:
    return actions.add(KINDS[code], owner=by, by=by)


def recorded(charter: Charter, level: int, since: str, by: Person, renew_on: str = "") -> Standing:
    return actions.record_level(
        charter,
        level=level,
        since=date.fromisoformat(since),
        renew_on=date.fromisoformat(renew_on) if renew_on else None,
        basis=WORDS,
        by=by,
    )
