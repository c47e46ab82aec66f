"""The charter about which the role matrix asks: there is one of it for everybody who keeps charters."""

from datetime import date

from dueregard.people.models import Person
from dueregard.policies.charters import actions
from dueregard.policies.charters.kinds import KINDS
from dueregard.policies.charters.models import Charter
from tests.policies.charters.signing import DISABILITY, WORDS


def charter_of(owner: Person) -> Charter:
    made = actions.add(KINDS[DISABILITY], owner=owner, by=owner)
    actions.record_level(made, level=1, since=date(2026, 1, 5), renew_on=None, basis=WORDS, by=owner)
    return made
