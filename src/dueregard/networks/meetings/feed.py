"""What stands in somebody's own calendar: the meetings of their networks, and those for all staff they come to.

A meeting for everyone on the staff is treated alike for members and others: it is there on the dates to which its
reader said that they come, so that it proves nothing. What is in it is read anew each time and kept nowhere.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from dueregard.access import envelopes
from dueregard.almanac import clock
from dueregard.networks import keyring, seats
from dueregard.networks.meetings import coming_actions, reports
from dueregard.networks.meetings.dates import Meeting, left_out, moment
from dueregard.networks.meetings.ics import Event
from dueregard.networks.meetings.models import Audience, Coming, Series, SeriesQuerySet
from dueregard.networks.membership.models import Network, Seat
from dueregard.networks.seats import Place
from dueregard.people.models import CalendarFeed, Person

KEPT = timedelta(days=30)
"""How long a meeting that is over or cancelled stays in calendars."""

AHEAD = timedelta(days=365)
"""How far ahead somebody's coming is looked up."""

BUSY = "Busy"


@dataclass(frozen=True)
class Entry:
    """A series in somebody's calendar, or with `only` one date of it; `title` is what they chose to call it."""

    uid: str
    series: Series
    title: str
    only: Meeting | None = None

    @property
    def address(self) -> str:
        """Where the reader finds the page of the meeting. It tells nothing to anybody else."""
        return f"{settings.ADDRESS}{reverse('calendar-entry', args=[self.uid])}"


def places_of(person: Person) -> list[Place]:
    """Return every place of a person, found at once; the same is asked whoever asks, and wherever they belong."""
    networks = Network.objects.visible_to(person).active()
    tags = {
        tag: network
        for network in networks
        if keyring.has_keys(network.pk)
        for tag in seats.tags_of(person.staff.pk, network.pk)
    }
    found = [seats.place_of(seat, tags[seat.tag]) for seat in Seat.objects.filter(tag__in=tags)]
    return sorted(found, key=lambda place: place.network.name)


def entries(feed: CalendarFeed) -> list[Entry]:
    """Return what stands in a calendar, in an order that tells nothing."""
    person = feed.person
    chosen = {place.network.pk: place for place in places_of(person)}
    listed = [*_for_members(feed, chosen), *_for_all(feed, chosen)]
    return sorted(listed, key=lambda entry: entry.uid)


def events(feed: CalendarFeed) -> Iterator[Event]:
    """Give the events of a calendar."""
    for entry in entries(feed):
        yield from events_of(entry)


def events_of(entry: Entry) -> Iterator[Event]:
    """Give the events of one entry: one with the rule of a series, and one for each date of it that was moved."""
    series = entry.series
    meetings = sorted(series.meetings, key=lambda each: each.date)
    only = entry.only or (None if series.every_weeks else meetings[0])
    if only is not None:
        yield _event(entry, only.starts, only, is_cancelled=series.is_cancelled or only.is_skipped)
        return
    held = {each.date: each for each in meetings if not each.is_skipped}
    if not held:
        return
    # It begins with the first date that is held, since some calendars show the first of all even if it is left out.
    # A date that was moved stays in the rule, and an event of its own overrules it.
    first, last = held[min(held)], held[max(held)]
    yield _event(
        entry,
        first.was_to_start,
        first,
        every_weeks=series.every_weeks,
        until=last.was_to_start,
        without=tuple(moment(day, series.at) for day in left_out(series, held)),
        is_cancelled=series.is_cancelled,
    )
    for meeting in held.values():
        if meeting.is_moved:
            yield _event(
                entry,
                meeting.starts,
                meeting,
                instead_of=meeting.was_to_start,
                is_cancelled=series.is_cancelled,
            )


def _event(entry: Entry, starts: datetime, meeting: Meeting, **rest: Any) -> Event:
    return Event(
        uid=entry.uid,
        summary=entry.title,
        starts=starts,
        ends=starts + timedelta(minutes=meeting.minutes),
        sequence=entry.series.sequence,
        changed_on=entry.series.changed_on,
        address=entry.address,
        **rest,
    )


def _for_members(feed: CalendarFeed, chosen: Mapping[UUID, Place]) -> Iterator[Entry]:
    """Give the meetings of the networks in which somebody has a place."""
    mine = [Series.objects.visible_to(place).filter(audience=Audience.MEMBERS) for place in chosen.values()]
    for series in _kept(reduce(operator.or_, mine, Series.objects.none())):
        if any(series.meetings):
            yield _entry(feed, series, None, chosen)


def _for_all(feed: CalendarFeed, chosen: Mapping[UUID, Place]) -> Iterator[Entry]:
    """Give the dates of meetings for everyone on the staff to which somebody said that they come."""
    since = clock.today() - KEPT
    dates = {}
    for series in _kept(Series.objects.visible_to(feed.person).filter(audience=Audience.STAFF)):
        if keyring.has_keys(series.network_id):
            who = coming_actions.who(series, feed.person)
            for meeting in series.meetings:
                if since <= meeting.day <= clock.today() + AHEAD:
                    for mark in coming_actions.marks(series, meeting.date, who):
                        dates[mark] = (series, meeting)
    for mark in Coming.objects.filter(mark__in=dates).values_list("mark", flat=True):
        series, meeting = dates[mark]
        yield _entry(feed, series, meeting, chosen)


def _entry(feed: CalendarFeed, series: Series, only: Meeting | None, chosen: Mapping[UUID, Place]) -> Entry:
    """Return an entry under a name that is one of this calendar alone: no two calendars share any."""
    about = f"{feed.pk}|{series.pk}|{only.date if only else ''}"
    uid = envelopes.blind_index(about, about="calendar entry")[:32]
    place = chosen.get(series.network_id)
    return Entry(uid, series, _title(series, place.held.calendar if place else ""), only)


def _title(series: Series, choice: str) -> str:
    """Return what a meeting is called in a calendar: that one is busy, for whoever chose nothing or does not belong."""
    if choice == "full":
        return f"{series.network.name}: {series.title}"
    return str(series.get_kind_display()) if choice == "meeting" else BUSY


def _kept(found: SeriesQuerySet) -> SeriesQuerySet:
    """Return the series that calendars still show."""
    since = clock.today() - KEPT
    found = reports.lasting_until(found, since).filter(Q(cancelled_on=None) | Q(cancelled_on__gte=since))
    return found.select_related("network").prefetch_related("changes")
