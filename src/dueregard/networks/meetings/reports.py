"""What the pages of meetings list: next and past dates, and changes so late that a calendar may not show them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from dueregard.almanac import clock
from dueregard.networks.conversations import signatures
from dueregard.networks.meetings.dates import Meeting
from dueregard.networks.meetings.models import AgendaItem, Change, Minutes, Series, SeriesQuerySet
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place

SHOWN_AS_CHANGED = timedelta(days=1)
"""Calendars read anew after up to a day, so changes of today and yesterday are also shown on the pages."""


@dataclass(frozen=True)
class Listed:
    """One date of a series in a list."""

    series: Series
    meeting: Meeting


@dataclass(frozen=True)
class LateChange:
    """What was changed of a series lately, and when it is held next."""

    series: Series
    meetings: tuple[Meeting, ...]
    next: Meeting | None


@dataclass(frozen=True)
class OnAgenda:
    """An item of an agenda as one member reads it."""

    item: AgendaItem
    text: str
    name: str
    may_take_off: bool


def upcoming(reader: Any, network: Network) -> list[Listed]:
    """Return the meetings that are not over, skipped ones too, the next one first."""
    found = lasting_until(_of(reader, network).filter(cancelled_on=None), clock.today())
    listed = [each for each in _listed(found) if each.meeting.ends > clock.now()]
    return sorted(listed, key=lambda each: each.meeting.starts)


def past(reader: Any, network: Network) -> list[Listed]:
    """Return the meetings that were held, the latest first."""
    found = _of(reader, network).filter(first__lte=clock.today())
    over = (each for each in _listed(found) if each.meeting.ends <= clock.now() and _was_held(each))
    return sorted(over, key=lambda each: each.meeting.starts, reverse=True)


def lately_changed(reader: Any, network: Network) -> list[LateChange]:
    """Return what was changed today or yesterday and is still to come, each series once."""
    since = clock.today() - SHOWN_AS_CHANGED
    found = _of(reader, network).filter(changed_on__gte=since, sequence__gt=0)
    late = []
    for series in found.prefetch_related("changes"):
        # What was left out when the series was made has no reason, and is no change.
        recent = {
            one.date
            for one in series.changes.all()
            if one.changed_on >= since and (one.reason or one.new_date)
        }
        ahead = [each for each in series.meetings if each.ends > clock.now()]
        held = (each for each in ahead if not each.is_skipped)
        following = None if series.is_cancelled else next(held, None)
        changed = () if series.is_cancelled else tuple(each for each in ahead if each.date in recent)
        late.append(LateChange(series, changed, following))
    return late


def next_of(series: Series) -> Meeting | None:
    """Return the next date of a series that is held, or else its last."""
    held = [each for each in series.meetings if not each.is_skipped]
    ahead = (each for each in held if each.ends > clock.now())
    return next(ahead, held[-1] if held else None)


def lasting_until(found: SeriesQuerySet, day: date) -> SeriesQuerySet:
    """Return the series with a date on that day or later; one may have been moved beyond the last."""
    moved = Change.objects.filter(series=OuterRef("pk"), new_date__gte=day)
    return found.filter(Q(last__gte=day) | Exists(moved))


def agenda(series: Series, day: date, place: Place) -> list[OnAgenda]:
    """Return the agenda of a date, signed as the dials of those who wrote it say now."""
    items = list(
        AgendaItem.objects.visible_to(place).filter(series=series, date=day).select_related("network")
    )
    names = signatures.names_for(place, signatures.voices_of_names(item.inside for item in items))
    return [
        OnAgenda(
            item,
            item.inside["text"],
            signatures.name_of(item.inside["signed"], item.inside["voice"], names),
            place.runs_it or item.inside["voice"] == place.voice,
        )
        for item in items
    ]


def minutes_of(series: Series, day: date, place: Place) -> Minutes | None:
    """Return the minutes of a date, if this member may read them."""
    found = Minutes.objects.visible_to(place).filter(series=series, date=day)
    return found.select_related("network", "series__network").first()


def _of(reader: Any, network: Network) -> SeriesQuerySet:
    return Series.objects.visible_to(reader).filter(network=network)


def _listed(found: SeriesQuerySet) -> list[Listed]:
    series_with_changes = found.select_related("network").prefetch_related("changes")
    return [Listed(series, meeting) for series in series_with_changes for meeting in series.meetings]


def _was_held(each: Listed) -> bool:
    """Whether it was not skipped, and the series not cancelled before."""
    cancelled = each.series.cancelled_on
    return not each.meeting.is_skipped and (cancelled is None or each.meeting.day < cancelled)
