"""The address of one’s own calendar: shown once, ended at once, and in no log."""

import io
import logging
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from dueregard import journal
from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.config import logs
from dueregard.journal.models import Entry
from dueregard.networks.meetings import ics
from dueregard.networks.seats import Place
from dueregard.people import calendar_actions
from dueregard.people.calendars import CalendarFeed, digest_of
from dueregard.people.models import Person, Staff
from tests.networks.feeds import events, feed_of, read
from tests.networks.planning import client_of, make

Cast = dict[str, Person]
PAGE = "/networks/calendar/"
DAY, SECOND = date(2027, 1, 6), date(2027, 1, 13)


# The address


def test_make_feed_stores_no_token(cast: Cast, wednesday: datetime) -> None:
    entries = Entry.objects.count()
    token = calendar_actions.make_feed(by=cast["adviser"])
    assert len(token) >= 43  # 256 bits
    feed = CalendarFeed.objects.get()
    assert (feed.token_sha256, feed.made_on, feed.last_used_on) == (digest_of(token), date(2026, 11, 4), None)
    assert not any(token in str(row) for row in CalendarFeed.objects.values())
    assert Entry.objects.count() == entries + 1
    entry = Entry.objects.latest("number")
    assert entry.deed == "made a calendar address"
    assert token not in str(vars(entry))
    assert digest_of(token) not in str(vars(entry))


def test_a_new_address_ends_the_old_one_and_shares_nothing_with_it(
    cast: Cast, member: Place, chair: Place
) -> None:
    make(chair)
    old = feed_of(cast["adviser"])
    uids = {str(each["UID"]) for each in events(old)}
    new = feed_of(cast["adviser"])
    assert Client().get(old).status_code == 404
    assert uids.isdisjoint(str(each["UID"]) for each in events(new))
    assert CalendarFeed.objects.count() == 1
    assert Entry.objects.latest("number").deed == "renewed a calendar address"


def test_revoke_feed_ends_the_address_once(cast: Cast) -> None:
    address = feed_of(cast["adviser"])
    entries = Entry.objects.count()
    for _ in range(2):
        calendar_actions.revoke_feed(by=cast["adviser"])
    assert Client().get(address).status_code == 404
    assert Entry.objects.count() == entries + 1
    assert not CalendarFeed.objects.exists()


def test_whoever_is_not_on_the_staff_has_no_calendar(cast: Cast) -> None:
    for write in (calendar_actions.make_feed, calendar_actions.revoke_feed):
        with pytest.raises(NotAllowed):
            write(by=cast["outsider"])
    assert client_of(cast["outsider"]).get(PAGE).status_code == 404


def test_nothing_is_made_where_the_journal_cannot_be_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = feed_of(cast["adviser"])

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(journal, "record", fail)
    for write in (calendar_actions.make_feed, calendar_actions.revoke_feed):
        with pytest.raises(RuntimeError):
            write(by=cast["adviser"])
    assert Client().get(address).status_code == 200


def test_only_the_day_of_the_last_reading_is_kept_and_the_journal_gets_no_entry(
    cast: Cast, wednesday: datetime
) -> None:
    address = feed_of(cast["adviser"])
    entries = Entry.objects.count()
    for hours in (1, 2, 25):
        with clock.standing_at(wednesday + timedelta(hours=hours)):
            read(address)
    assert CalendarFeed.objects.get().last_used_on == date(2026, 11, 5)
    assert Entry.objects.count() == entries


def test_a_wrong_a_revoked_and_a_leavers_token_are_the_same_as_no_page(
    cast: Cast, wednesday: datetime
) -> None:
    nowhere = Client().get("/no-such-page/")
    wrong = f"/calendar/{'a' * 43}.ics"
    revoked = feed_of(cast["adviser"])
    calendar_actions.revoke_feed(by=cast["adviser"])
    shut_out, leaver = feed_of(cast["manager"]), feed_of(cast["supervisor"])
    Person.objects.filter(pk=cast["manager"].pk).update(is_active=False)
    Staff.objects.filter(person=cast["supervisor"]).update(ended=date(2026, 11, 3))
    for address in (wrong, revoked, shut_out, leaver):
        answer = Client().get(address)
        assert answer.status_code == 404
        assert answer.content == nowhere.content
        assert dict(answer.headers) == dict(nowhere.headers)
    assert not CalendarFeed.objects.filter(last_used_on__isnull=False).exists()


# The log


def test_no_line_of_the_log_has_the_token(
    cast: Cast, member: Place, chair: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(chair)
    address = feed_of(cast["adviser"])
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLine())
    for name in ("dueregard", "django.request", "django"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    client = Client(raise_request_exception=False)
    client.get(address)
    calendar_actions.revoke_feed(by=cast["adviser"])
    client.get(address)

    def fail(events: object) -> bytes:
        raise RuntimeError(token)

    monkeypatch.setattr(ics, "calendar", fail)
    client.get(feed_of(cast["adviser"]))
    lines = written.getvalue()
    assert lines.count("/calendar/<slug:token>.ics") >= 3
    assert "RuntimeError" in lines
    assert token not in lines
