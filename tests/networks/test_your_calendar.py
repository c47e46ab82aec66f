"""One’s own calendar: a file that tells nothing of networks, the way back from it, and a page that is everybody’s."""

import re
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.networks import keyring
from dueregard.networks.meetings import actions, coming_actions
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.calendars import CalendarFeed, digest_of
from dueregard.people.models import Person
from tests.leave.reading import words_in
from tests.networks.feeds import events, feed_of, read, titles
from tests.networks.members import make_network, seat
from tests.networks.planning import LINK, client_of, make

Cast = dict[str, Person]
PAGE = "/networks/calendar/"
DAY, SECOND = date(2027, 1, 6), date(2027, 1, 13)


# What the file holds


def test_the_file_is_a_calendar_that_nobody_keeps(cast: Cast, member: Place, chair: Place) -> None:
    make(chair)
    response = Client().get(feed_of(cast["adviser"]))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert Client().post(feed_of(cast["adviser"])).status_code == 405


def test_a_weekly_coffee_is_in_the_calendars_of_members_and_of_nobody_else(
    cast: Cast, member: Place, chair: Place
) -> None:
    make(chair, without=(date(2027, 2, 17),))
    (event,) = events(feed_of(cast["adviser"]))
    assert event["DTSTART"].dt == datetime(2027, 1, 6, 10, 30, tzinfo=clock.LONDON)
    assert event["RRULE"]["UNTIL"] == [datetime(2027, 7, 21, 9, 30, tzinfo=clock.now().tzinfo)]
    assert event["EXDATE"].dts[0].dt == datetime(2027, 2, 17, 10, 30, tzinfo=clock.LONDON)
    assert str(event["SUMMARY"]) == "Busy"
    assert events(feed_of(cast["manager"])) == []


def test_a_discreet_calendar_tells_nothing_of_the_network(
    cast: Cast, member: Place, chair: Place, network: Network
) -> None:
    series = make(chair, about="Talk about coming out.")
    actions.skip(series, SECOND, reason="The chair is away.", by=chair)
    actions.move(series, date(2027, 1, 20), new_date=date(2027, 1, 21), new_at=time(9), by=chair)
    address = feed_of(cast["adviser"])
    for title in ("busy", "meeting"):
        membership.choose_calendar(title, by=seat(network, cast["adviser"]))
        file = read(address)
        secrets = (network.name, network.code, str(network.pk), str(series.pk), series.pk.hex, LINK)
        more = ("meet.example", "coming out", "away", cast["adviser"].name, cast["adviser"].email, "networks")
        for secret in (*secrets, *more, cast["chair"].name, member.voice, member.held.handle):
            assert secret.lower() not in file.lower(), secret
        for name in ("ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES", "CONTACT"):
            assert name not in file


def test_meetings_are_called_what_the_member_chose(cast: Cast, member: Place, chair: Place) -> None:
    make(chair, title="Tea, and; cake")
    address = feed_of(cast["adviser"])
    chosen = {"meeting": "Coffee catch-up", "full": "Pride: Tea, and; cake", "busy": "Busy"}
    for choice, title in chosen.items():
        membership.choose_calendar(choice, by=member)
        assert titles(address) == [title]


def test_two_members_share_no_name_of_an_event(
    cast: Cast, member: Place, other_member: Place, chair: Place
) -> None:
    make(chair)
    make(chair, title="Tea")
    mine, theirs = feed_of(cast["adviser"]), feed_of(cast["supervisor"])
    uids = [str(each["UID"]) for address in (mine, theirs, mine) for each in events(address)]
    assert len(set(uids)) == 4
    assert uids[:2] == uids[4:]


def test_what_changes_counts_up_and_what_moves_keeps_its_name(
    cast: Cast, member: Place, chair: Place
) -> None:
    series = make(chair)
    address = feed_of(cast["adviser"])
    (before,) = events(address)
    actions.move(series, SECOND, new_date=date(2027, 1, 14), new_at=time(14), by=chair)
    rule, moved = events(address)
    assert (before["SEQUENCE"], rule["SEQUENCE"], moved["SEQUENCE"]) == (0, 1, 1)
    assert before["UID"] == rule["UID"] == moved["UID"]
    assert moved["RECURRENCE-ID"].dt == datetime(2027, 1, 13, 10, 30, tzinfo=clock.LONDON)
    assert moved["DTSTART"].dt == datetime(2027, 1, 14, 14, tzinfo=clock.LONDON)


def test_what_is_cancelled_or_over_stays_for_30_days(
    cast: Cast, member: Place, chair: Place, wednesday: datetime
) -> None:
    series = make(chair)
    address = feed_of(cast["adviser"])
    actions.cancel(series, by=chair)
    with clock.standing_at(wednesday + timedelta(days=30)):
        assert [str(each["STATUS"]) for each in events(address)] == ["CANCELLED"]
    with clock.standing_at(wednesday + timedelta(days=31)):
        assert events(address) == []
    make(chair, first=date(2026, 11, 5), last=date(2026, 11, 5), every_weeks=0)
    with clock.standing_at(wednesday + timedelta(days=31)):
        assert len(events(address)) == 1
    with clock.standing_at(wednesday + timedelta(days=32)):
        assert events(address) == []


def test_a_series_of_which_every_date_is_left_out_is_not_there(
    cast: Cast, member: Place, chair: Place
) -> None:
    series = make(chair, last=SECOND)
    address = feed_of(cast["adviser"])
    (event,) = events(address)
    path = re.sub(r"^https?://[^/]+", "", str(event["URL"]))
    for day in (DAY, SECOND):
        actions.skip(series, day, reason="No room.", by=chair)
    assert events(address) == []
    assert client_of(cast["adviser"]).get(path).status_code == 404


def test_a_date_that_was_moved_beyond_the_last_is_still_there(
    cast: Cast, member: Place, chair: Place, wednesday: datetime
) -> None:
    series = make(chair, last=SECOND)
    actions.move(series, SECOND, new_date=date(2027, 4, 14), new_at=time(14), by=chair)
    address = feed_of(cast["adviser"])
    with clock.standing_at(datetime(2027, 4, 1, 9, tzinfo=clock.LONDON)):
        assert len(events(address)) == 2


def test_whoever_leaves_or_was_never_in_has_the_same_calendar(
    cast: Cast, member: Place, chair: Place
) -> None:
    make(chair)
    for_all = make(chair, audience="staff")
    left, never = feed_of(cast["adviser"]), feed_of(cast["manager"])
    for person in ("adviser", "manager"):
        coming_actions.come(for_all, SECOND, by=cast[person])
    membership.leave(by=member)

    def plain(address: str) -> str:
        return re.sub(r"(UID:|/calendar/)\w+", "", read(address))

    assert plain(left) == plain(never)


def test_a_meeting_for_all_is_there_on_the_dates_to_which_one_comes_for_members_too(
    cast: Cast, member: Place, chair: Place
) -> None:
    for_all = make(chair, audience="staff", title="Open house", kind="event")
    mine, theirs = feed_of(cast["adviser"]), feed_of(cast["manager"])
    assert events(mine) == events(theirs) == []
    for person in ("adviser", "manager"):
        coming_actions.come(for_all, SECOND, by=cast[person])
    assert titles(mine) == titles(theirs) == ["Busy"]
    (event,) = events(theirs)
    assert event["DTSTART"].dt == datetime(2027, 1, 13, 10, 30, tzinfo=clock.LONDON)
    assert "RRULE" not in event
    actions.skip(for_all, SECOND, reason="No room.", by=chair)
    assert [str(each["STATUS"]) for each in events(theirs)] == ["CANCELLED"]
    coming_actions.change_mind(for_all, SECOND, by=cast["manager"])
    assert events(theirs) == []


def test_a_network_without_its_keys_leaves_the_rest_of_a_calendar(
    cast: Cast, member: Place, chair: Place
) -> None:
    make(chair)
    address = feed_of(cast["adviser"])
    with mock.patch.object(keyring, "has_keys", return_value=False):
        assert events(address) == []
        assert client_of(cast["adviser"]).get(PAGE).status_code == 200


# The way back


def test_an_event_leads_its_owner_to_the_page_and_everybody_else_nowhere(
    cast: Cast, member: Place, other_member: Place, chair: Place, network: Network, settings: object
) -> None:
    series, for_all = make(chair), make(chair, audience="staff", kind="event")
    coming_actions.come(for_all, SECOND, by=cast["adviser"])
    membership.choose_calendar("meeting", by=member)
    address = feed_of(cast["adviser"])
    feed_of(cast["supervisor"])
    where = {str(each["SUMMARY"]): str(each["URL"]) for each in events(address)}
    pages = {
        "Coffee catch-up": f"/networks/{network.code}/room/meetings/{series.pk}/2027-01-06/",
        "Event": f"/networks/{network.code}/meetings/{for_all.pk}/2027-01-13/",
    }
    for title, page in pages.items():
        path = re.sub(r"^https?://[^/]+", "", where[title])
        assert re.fullmatch(r"/calendar/[0-9a-f]{32}/", path)
        assert client_of(cast["adviser"]).get(path).url == page
        for person in ("supervisor", "manager"):
            reader = client_of(cast[person])
            answer = reader.get(path)
            assert answer.status_code == 404
            assert answer.content == reader.get("/no-such-page/").content
        assert Client().get(path).status_code == 302


# The page


def test_the_page_shows_the_address_once(cast: Cast) -> None:
    client = client_of(cast["adviser"])
    assert "Make my address" in words_in(client.get(PAGE).content.decode())
    response = client.post(f"{PAGE}make/")
    assert response.headers["Cache-Control"] == "no-store"
    shown = re.search(r"https?://[^<\s]+/calendar/([\w-]+)\.ics", response.content.decode())
    assert shown
    assert CalendarFeed.objects.get().token_sha256 == digest_of(shown[1])
    page = client.get(PAGE).content.decode()
    assert shown[1] not in page
    assert "Last read Not yet" in words_in(page)
    read(f"/calendar/{shown[1]}.ics")
    assert f"Last read {clock.today().day} " in words_in(client.get(PAGE).content.decode())
    assert client.post(f"{PAGE}end/").url == PAGE
    assert "Make my address" in words_in(client.get(PAGE).content.decode())


def test_the_page_says_how_slow_calendars_are(cast: Cast) -> None:
    page = words_in(client_of(cast["manager"]).get(PAGE).content.decode())
    assert "Outlook on the web reads about every 3 hours and may take 24, Google 8 to 24 hours." in page
    assert "late changes are also shown here" in page


def test_a_member_chooses_titles_network_by_network(
    cast: Cast, member: Place, chair: Place, network: Network
) -> None:
    other = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    seat(other, cast["adviser"])
    client = client_of(cast["adviser"])
    page = client.get(PAGE).content.decode()
    assert page.count('value="busy" checked') == 2
    sent = {network.code: "meeting", other.code: "full"}
    for _ in range(2):
        assert client.post(PAGE, sent).url == PAGE
    assert seat(network, cast["adviser"]).held.calendar == "meeting"
    assert seat(other, cast["adviser"]).held.calendar == "full"
    wrong = client.post(PAGE, sent | {network.code: "shout"})
    assert "There is a problem" in wrong.content.decode()
    assert seat(network, cast["adviser"]).held.calendar == "meeting"


def test_the_page_of_whoever_belongs_nowhere_names_no_network(
    cast: Cast, network: Network, member: Place
) -> None:
    page = client_of(cast["manager"]).get(PAGE).content.decode()
    assert network.name not in page
    assert network.code not in page
    assert client_of(cast["manager"]).post(PAGE, {network.code: "full"}).url == PAGE


def test_page_and_file_cost_the_same_with_one_network_and_with_three(
    cast: Cast, member: Place, chair: Place, network: Network
) -> None:
    def queries(address: str) -> int:
        client = client_of(cast["adviser"])
        with (
            CaptureQueriesContext(connections["commons"]) as commons,
            CaptureQueriesContext(connections["default"]) as main,
        ):
            assert client.get(address).status_code == 200
        return len(commons) + len(main)

    make(chair)
    make(chair, audience="staff")
    address = feed_of(cast["adviser"])
    read(address)
    one = [queries(PAGE), queries(address)]
    for name in ("Faith", "Carers"):
        other = make_network(name, chair=cast["manager"], approver=cast["equality-lead"])
        seat(other, cast["adviser"])
        make(seat(other, cast["manager"]), title=f"{name} tea")
    make(chair, audience="staff")
    assert len(events(address)) == 3
    assert [queries(PAGE), queries(address)] == one
