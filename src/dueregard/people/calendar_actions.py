"""Every write about personal calendars."""

import secrets

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.calendars import CalendarFeed, digest_of
from dueregard.people.models import Person

TOKEN_OCTETS = 32


@journal.action
def make_feed(*, by: Person) -> str:
    """Make an address for one's calendar, and return its token: the only time that anybody reads it.

    Where there is one already this is another, and the old one is good for nothing from now on.
    """
    require(by, "people.keep_calendar_feed")
    _hold(by)
    own = CalendarFeed.objects.visible_to(by)
    deed = "renewed a calendar address" if own.exists() else "made a calendar address"
    own.delete()
    token = secrets.token_urlsafe(TOKEN_OCTETS)
    CalendarFeed.objects.create(person=by, token_sha256=digest_of(token), made_on=clock.today())
    journal.record(deed, by, by=by)
    return token


@journal.action
def revoke_feed(*, by: Person) -> None:
    """End the address. Pressed twice it ends once."""
    require(by, "people.keep_calendar_feed")
    _hold(by)
    own = CalendarFeed.objects.visible_to(by)
    if own.exists():
        own.delete()
        journal.record("ended a calendar address", by, by=by)


def mark_used(feed: CalendarFeed) -> None:
    """Keep the day on which a calendar last read.

    The journal gets no entry: a calendar reads by itself, many times a day, and the moments at which it does would say
    when somebody's telephone is awake.
    """
    today = clock.today()
    CalendarFeed.objects.filter(pk=feed.pk).exclude(last_used_on=today).update(last_used_on=today)


def _hold(person: Person) -> None:
    """Hold the person, so that of two requests the second sees what the first made."""
    Person.objects.select_for_update().get(pk=person.pk)
