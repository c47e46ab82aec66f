"""The demonstration's passports, all invented: one signed, one that waits for its manager, and one private draft."""

from datetime import datetime, timedelta

from dueregard import journal
from dueregard.almanac import clock
from dueregard.demo.cast import member
from dueregard.leave.days import months_after
from dueregard.leave.passports import actions as passports
from dueregard.leave.passports.models import Grant, Passport
from dueregard.leave.passports.words import Words
from dueregard.people.models import Person

OF_STAFF = Words(
    hard="My father has dementia and lives with us. He wakes at night and looks for his coat. On some mornings I "
    "have slept three hours, and I do not always know the evening before.",
    helps="To begin late without explaining it at eight in the morning. To keep my phone on in meetings.",
    to_know="I look after somebody at home, and some mornings are slow.",
    to_agree="I may begin at any time until 10, and make it up in the same week. My phone stays on, on silent.",
    at_short_notice="I send you one word by text. Whoever is on the desk takes the post, and nobody asks why.",
)
OF_ADVISER = Words(
    hard="Since the operation I cannot sit for longer than an hour, and long drives are the worst of it.",
    helps="Standing desks. Hearings by video. Knowing a week ahead.",
    to_know="I have a condition of the back that comes and goes.",
)
OF_SUPERVISOR = Words(
    hard="Migraines, two or three times a month, with almost no warning.",
    helps="A dark room, and not to be rung.",
    to_know="On some days I stop work at once, and am back the day after.",
    to_agree="A second supervisor is named for each day on which I sign reports off.",
    at_short_notice="I set my status to away and write to the second supervisor.",
)


def is_made() -> bool:
    """Say whether there are passports already."""
    return Passport.objects.exists()


@journal.action
def make() -> None:
    """Let three of the team of the cast's manager write theirs, over the last months."""
    staff, adviser, supervisor, manager = map(_person, ("staff", "adviser", "supervisor", "manager"))
    with clock.standing_at(_earlier(days_ago=120)):
        grant = _show(staff, OF_STAFF)
    with clock.standing_at(_earlier(days_ago=118)):
        passports.note_reading(grant, by=manager)
        passports.sign(grant, by=manager)
    with clock.standing_at(_earlier(days_ago=20)):
        passports.note_reading(grant, by=manager)
        passports.write(OF_ADVISER, by=adviser)
    with clock.standing_at(_earlier(days_ago=2)):
        _show(supervisor, OF_SUPERVISOR)
    administrator = _person("administrator")
    journal.record("made the demonstration's passports", administrator, by=administrator)


def _show(person: Person, words: Words) -> Grant:
    passport = passports.write(words, by=person)
    return passports.share(passport, last_day=months_after(clock.today(), 12), by=person)


def _person(role: str) -> Person:
    return Person.objects.select_related("staff__manager__person").get(email=member(role).email)


def _earlier(*, days_ago: int) -> datetime:
    return clock.now() - timedelta(days=days_ago)
