"""Every write about who comes: that somebody means to, roughly how many do, and the room for text beside a meeting."""

import hashlib
from datetime import date, timedelta
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import bands, clock
from dueregard.journal.ticks.models import Tick
from dueregard.networks import keyring, seats
from dueregard.networks.acting import action, note
from dueregard.networks.conversations.models import Conversation
from dueregard.networks.meetings import beside, refusals
from dueregard.networks.meetings.actions import coming_up
from dueregard.networks.meetings.models import Coming, Expected, Series
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person

DAYS_COUNTED = timedelta(days=14)
NIGHT = "expected at meetings"


def who(series: Series, by: Place | Person) -> str:
    """Return what somebody's coming is found by: the voice, or for meetings for all staff the employment."""
    if isinstance(by, Place):
        return by.held.staff if series.is_for_all else by.voice
    return str(by.staff.pk)


def marks(series: Series, day: date, who: str) -> list[str]:
    """Return what the coming of somebody to one date is found by, under each key of the network."""
    return seats.marks(series.network_id, f"{who}|{series.pk}|{day}", about="coming")


def means_to_come(series: Series, day: date, *, by: Place | Person) -> bool:
    """Say whether this very reader said that they come to a date."""
    return Coming.objects.filter(mark__in=marks(series, day, who(series, by))).exists()


@action
def come(series: Series, day: date, *, by: Place | Person) -> None:
    """Say that one means to come to a date. Said twice it is said once."""
    require(by, "networks.come", series)
    series = _locked(series)
    if coming_up(series, day).is_skipped:
        raise refusals.NotHeld
    if means_to_come(series, day, by=by):
        return
    said = Coming(network=series.network, series=series, date=day)
    said.enclose({"who": who(series, by)})
    said.reindex()
    said.save()
    note("somebody means to come", said)


@action
def change_mind(series: Series, day: date, *, by: Place | Person) -> None:
    """Take it back. Nothing is left of it."""
    require(by, "networks.come", series)
    series = _locked(series)
    said = Coming.objects.filter(mark__in=marks(series, day, who(series, by))).first()
    if said is not None:
        note("somebody changed their mind", said)
        said.delete()


@action
def forget(place: Place) -> None:
    """Forget to which meetings of the network somebody means to come who gets up: members' meetings know a voice."""
    require(place, "networks.sit", place.network)
    mine = [
        said for said in Coming.objects.filter(network=place.network) if said.inside["who"] == place.voice
    ]
    for said in mine:
        note("somebody who leaves does not come", said)
        said.delete()


@action
def open_text_room(series: Series, day: date, *, by: Place) -> UUID:
    """Return the conversation beside a date, begun by whoever comes first."""
    require(by, "networks.sit", series.network)
    series = _locked(series)
    meeting = series.meeting_on(day)
    if meeting is None or not beside.is_offered(series, meeting):
        raise refusals.NotHeld
    key = beside.known(series, day)
    if key is not None and Conversation.objects.visible_to(by).filter(pk=key).exists():
        return key
    conversation = beside.begin(series, meeting)
    beside.remember(series, day, conversation)
    series.save(update_fields=["contents", "key"])
    note("opened a room beside a meeting", series)
    return conversation.pk


@action
def count_expected() -> None:
    """Count once a day roughly how many come to each meeting of the next 14 days. It is automatic work.

    What was said of dates that are past, and by members who have left since, is deleted here. The entry in the
    journal of the commons says that it is done for the day, so that two workers, and one that starts again, do not
    count anew: bands that followed what people press would say who pressed.
    """
    last = Tick.objects.filter(name=NIGHT).order_by("-number").values_list("at", flat=True).first()
    if last is not None and clock.day_of(last) == clock.today():
        return
    counted = [said for network in Network.objects.active() for said in _count(network)]
    digest = hashlib.sha256("\n".join(sorted(counted)).encode()).hexdigest()
    note("counted roughly how many come", journal.record_tick(NIGHT, digest))


def _count(network: Network) -> list[str]:
    """Count for one network; without its keys nothing of it can be opened, and it waits for another night."""
    if not keyring.has_keys(network.pk):
        return []
    voices = {seat.voice for seat, _ in seats.taken(network)}
    today = clock.today()
    counted = []
    for series in Series.objects.filter(network=network).prefetch_related("changes", "comings"):
        coming_up = {each.date: each for each in series.meetings if each.day >= today}
        counts = dict.fromkeys(
            (
                each.date
                for each in coming_up.values()
                if each.day < today + DAYS_COUNTED and not (each.is_skipped or series.is_cancelled)
            ),
            0,
        )
        for said in series.comings.all():
            if said.date not in coming_up or not (series.is_for_all or said.inside["who"] in voices):
                said.delete()
            elif said.date in counts:
                counts[said.date] += 1
        Expected.objects.filter(series=series).exclude(date__in=counts).delete()
        for day, count in counts.items():
            band = bands.band(count)
            Expected.objects.update_or_create(series=series, date=day, defaults={"band": band})
            counted.append(f"{series.pk} {day} {band}")
    return counted


def _locked(series: Series) -> Series:
    """Return the series as it stands, held until the end of the action, so that what is said twice is said once."""
    return Series.objects.select_for_update(of=("self",)).select_related("network").get(pk=series.pk)
