"""The records of passports about which the role matrix asks: somebody's own version, and what is shown to somebody."""

from datetime import timedelta

from dueregard.almanac import clock
from dueregard.leave.passports import actions
from dueregard.leave.passports.models import Grant, SignedVersion
from dueregard.people.models import Person
from tests.leave.passports.owners import WORDS
from tests.people_of_the_tests import make_person


def version_of(person: Person) -> SignedVersion:
    """Let somebody sign a version and show it, to a manager whom they have for that moment."""
    staff = person.staff
    before, staff.manager = staff.manager, _somebody_beside(person).staff
    staff.save(update_fields=["manager"])
    made = _shown(person).version
    staff.manager = before
    staff.save(update_fields=["manager"])
    return made


def shown_to(manager: Person) -> Grant:
    """Let somebody whom this person manages show them a passport."""
    owner = _somebody_beside(manager)
    owner.staff.manager = manager.staff
    owner.staff.save(update_fields=["manager"])
    return _shown(owner)


def _shown(owner: Person) -> Grant:
    passport = actions.write(WORDS, by=owner)
    return actions.share(passport, last_day=clock.today() + timedelta(days=30), by=owner)


def _somebody_beside(person: Person) -> Person:
    number = Person.objects.count()
    return make_person("staff", person.staff.team, name=f"Beside {number}")
