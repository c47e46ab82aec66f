"""Every write of formal meetings: the agenda, the minutes, and what was agreed to be done."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.networks.acting import action, note
from dueregard.networks.meetings import refusals
from dueregard.networks.meetings.actions import coming_up
from dueregard.networks.meetings.models import ActionItem, AgendaItem, Minutes, Series
from dueregard.networks.seats import Place

MOST_ITEMS = 20
WORKING_DAYS_TO_PUBLISH = 5


@dataclass(frozen=True)
class Part:
    """What the minutes say of one item."""

    heading: str
    text: str


# The agenda


@action
def add_item(series: Series, day: date, *, text: str, token: UUID, by: Place) -> AgendaItem:
    """Put something on the agenda, signed as one's dial says. The same token again is the same item."""
    require(by, "networks.sit", series.network)
    series = _locked(series)
    sent = AgendaItem.objects.filter(pk=token).first()
    if sent is not None:
        if (sent.series_id, sent.date, sent.inside["text"]) != (series.pk, day, text):
            raise refusals.SentBefore
        return sent
    if coming_up(series, day).is_skipped:
        raise refusals.NotHeld
    agenda = AgendaItem.objects.filter(series=series, date=day)
    if agenda.count() >= MOST_ITEMS:
        raise refusals.AgendaFull
    last = agenda.aggregate(Max("number"))["number__max"] or 0
    item = AgendaItem(id=token, network=series.network, series=series, date=day, number=last + 1)
    item.enclose({"text": text, "signed": by.signature, "voice": by.voice})
    item.save(force_insert=True)
    note("put something on an agenda", item)
    return item


@action
def take_off(item: AgendaItem, *, by: Place) -> None:
    """Take something off the agenda; nothing is left of it."""
    require(by, "networks.take_off_agenda", item)
    _locked(item.series)
    found = AgendaItem.objects.filter(pk=item.pk).first()
    if found is not None:
        note("took something off an agenda", found)
        found.delete()


@action
def move_up(item: AgendaItem, *, by: Place) -> None:
    """Put an item before the one that stands above it."""
    require(by, "networks.run", item.network)
    series = _locked(item.series)
    agenda = AgendaItem.objects.filter(series=series, date=item.date)
    below = agenda.filter(pk=item.pk).first()
    above = agenda.filter(number__lt=below.number).order_by("-number").first() if below else None
    if below is None or above is None:
        return
    free = (agenda.aggregate(Max("number"))["number__max"] or 0) + 1
    upper, lower = above.number, below.number
    for each, number in ((above, free), (below, upper), (above, lower)):
        each.number = number
        each.save(update_fields=["number"])
    note("put an agenda in another order", above, below)


# Minutes


def to_be_published_by(day: date) -> date:
    """Return the day by which the minutes of a meeting on a day are published."""
    return add_working_days(day, WORKING_DAYS_TO_PUBLISH)


@action
def write_minutes(
    series: Series, day: date, *, parts: Sequence[Part], was_quorate: bool, seen: int, by: Place
) -> Minutes:
    """Write the minutes as a draft, or correct published ones, which then say so.

    `seen` is their version on the page that was filled in, 0 where there were none.
    """
    require(by, "networks.run", series.network)
    series = _locked(series)
    _check_begun(series, day)
    minutes = Minutes.objects.filter(series=series, date=day).first()
    said = [asdict(part) for part in parts]
    if minutes is None:
        minutes = Minutes(network=series.network, series=series, date=day)
        before = {"version": 0}
    else:
        before = minutes.inside
        if (before["parts"], minutes.was_quorate) == (said, was_quorate):
            return minutes
    if before["version"] != seen:
        raise refusals.ChangedMeanwhile
    now = {"parts": said, "version": seen + 1, "corrected_on": ""}
    if minutes.published_on:
        now["corrected_on"] = clock.today().isoformat()
    try:
        minutes.enclose(now)
    except ValueError as problem:
        raise refusals.TooLong from problem
    minutes.was_quorate = was_quorate
    minutes.save()
    note("wrote minutes", minutes)
    return minutes


@action
def publish_minutes(minutes: Minutes, *, by: Place) -> Minutes:
    """Let every member read the minutes. Pressed twice they are published once."""
    require(by, "networks.run", minutes.network)
    _locked(minutes.series)
    minutes = Minutes.objects.select_related("series", "network").get(pk=minutes.pk)
    if minutes.published_on is None:
        if not any(part["text"] for part in minutes.inside["parts"]):
            raise refusals.NothingWritten
        minutes.published_on = clock.today()
        minutes.save(update_fields=["published_on"])
        note("published minutes", minutes)
    return minutes


# What was agreed to be done


@action
def agree_to_do(
    minutes: Minutes, *, what: str, position: str, due: date, token: UUID, by: Place
) -> ActionItem:
    """Note that a position is to do something by a day. The same token again is the same."""
    require(by, "networks.run", minutes.network)
    _locked(minutes.series)
    inside = {"what": what, "position": position}
    sent = ActionItem.objects.filter(pk=token).first()
    if sent is not None:
        if (sent.minutes_id, sent.due, sent.inside) != (minutes.pk, due, inside):
            raise refusals.SentBefore
        return sent
    last = minutes.actions.aggregate(Max("number"))["number__max"] or 0
    item = ActionItem(id=token, network=minutes.network, minutes=minutes, number=last + 1, due=due)
    item.enclose(inside)
    item.save(force_insert=True)
    note("agreed that something be done", item)
    return item


@action
def mark_done(item: ActionItem, *, is_done: bool = True, by: Place) -> ActionItem:
    """Note that something that was agreed is done, or is not yet after all."""
    require(by, "networks.run", item.network)
    item = ActionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if is_done != (item.done_on is not None):
        item.done_on = clock.today() if is_done else None
        item.save(update_fields=["done_on"])
        note("marked what was agreed", item)
    return item


@action
def strike_out(item: ActionItem, *, by: Place) -> None:
    """Take away what was noted by mistake; nothing is left of it."""
    require(by, "networks.run", item.network)
    found = ActionItem.objects.filter(pk=item.pk).first()
    if found is not None:
        note("struck out what was agreed", found)
        found.delete()


# The steps of these


def _locked(series: Series) -> Series:
    series = Series.objects.select_for_update(of=("self",)).select_related("network").get(pk=series.pk)
    if not series.is_formal:
        raise refusals.NotFormal
    return series


def _check_begun(series: Series, day: date) -> None:
    meeting = series.meeting_on(day)
    if meeting is None:
        raise refusals.NoSuchDate
    if meeting.is_skipped:
        raise refusals.NotHeld
    if meeting.starts > clock.now():
        raise refusals.NotYet
