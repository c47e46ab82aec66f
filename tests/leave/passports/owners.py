"""Passports of the people of the tests of leave, and how their pages are read."""

from datetime import date, timedelta

from dueregard.almanac import clock
from dueregard.leave.passports import actions
from dueregard.leave.passports.models import Grant, Passport
from dueregard.leave.passports.words import Words
from dueregard.people.models import Person

HARD, HELPS = "My mother wakes at night.", "To begin at ten."
TO_KNOW, TO_AGREE, AT_SHORT_NOTICE = (
    "Some mornings are slow.",
    "No hearings before ten.",
    "I ring the duty desk.",
)
WORDS = Words(to_know=TO_KNOW, to_agree=TO_AGREE, at_short_notice=AT_SHORT_NOTICE, hard=HARD, helps=HELPS)
SECRETS = (HARD, HELPS)
EVERYTHING = (*SECRETS, TO_KNOW, TO_AGREE, AT_SHORT_NOTICE)


def written(person: Person, words: Words = WORDS) -> Passport:
    return actions.write(words, by=person)


def shown(person: Person, *, last_day: date | None = None) -> Grant:
    """Let somebody write a passport and show it to their manager, for a month unless told otherwise."""
    passport = Passport.objects.filter(staff=person.staff).first() or written(person)
    return actions.share(passport, last_day=last_day or clock.today() + timedelta(days=30), by=person)


def signed(person: Person) -> Grant:
    """Let somebody show their passport, and their manager sign it."""
    grant = shown(person)
    return actions.sign(grant, by=grant.manager.person)


def address(grant: Grant) -> str:
    return f"/leave/passports/shown/{grant.pk}/"
