"""The pages of meetings: what they say, to whom, and that they are not there for anybody else."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.networks.meetings import actions, coming_actions, formal_actions
from dueregard.networks.meetings.formal_actions import Part
from dueregard.networks.meetings.models import Coming, Minutes, Series
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.leave.reading import words_in
from tests.networks.planning import LINK, make, plan, read

Cast = dict[str, Person]
DAY, SECOND = date(2027, 1, 6), date(2027, 1, 13)
AFTERWARDS = datetime(2027, 1, 6, 12, tzinfo=clock.LONDON)


@pytest.fixture
def room(network: Network) -> str:
    return f"/networks/{network.code}/room/meetings/"


@pytest.fixture
def outside(network: Network) -> str:
    return f"/networks/{network.code}/meetings/"


# The list


def test_the_room_lists_the_next_meetings_and_changes_of_a_day(
    chair: Place, as_member: Client, room: str, wednesday: datetime
) -> None:
    assert "No meetings are planned" in read(as_member, room)
    series = make(chair, without=(date(2027, 2, 17),))
    page = read(as_member, room)
    assert "Coffee catch-up, Wednesday 6 January 2027 at 10:30am" in page
    assert "Changed today or yesterday" not in page
    assert "Make a meeting" not in page
    actions.skip(series, DAY, reason="A training day.", by=chair)
    actions.move(series, SECOND, new_date=date(2027, 1, 14), new_at=time(14), by=chair)
    with clock.standing_at(wednesday + timedelta(days=1)):
        page = read(as_member, room)
    assert "Coffee catch-up Not held on Wednesday 6 January 2027: A training day." in page
    assert "Moved from Wednesday 13 January 2027 at 10:30am to Thursday 14 January 2027 at 2pm" in page
    assert page.count("Not held on") == 1
    assert "Next held on Thursday 14 January 2027 at 2pm" in page
    with clock.standing_at(wednesday + timedelta(days=2)):
        assert "Changed today or yesterday" not in read(as_member, room)


def test_a_change_of_all_dates_and_a_cancellation_are_shown_for_a_day(
    chair: Place, as_member: Client, room: str
) -> None:
    series = make(chair)
    actions.change(series, plan(at=time(11)), seen=0, by=chair)
    assert "Coffee catch-up Next held on Wednesday 6 January 2027 at 11am" in read(as_member, room)
    actions.cancel(series, by=chair)
    page = read(as_member, room)
    assert "Coffee catch-up Cancelled" in page
    assert "No meetings are planned" in page


def test_past_meetings_are_those_that_were_held_the_latest_first(
    chair: Place, as_member: Client, room: str
) -> None:
    assert "No meeting is past" in read(as_member, f"{room}past/")
    series = make(chair)
    actions.skip(series, SECOND, reason="No room.", by=chair)
    with clock.standing_at(AFTERWARDS + timedelta(weeks=2)):
        page = read(as_member, f"{room}past/")
        assert page.index("20 January 2027") < page.index("6 January 2027")
        assert "13 January" not in page
        actions.cancel(series, by=chair)
        assert "6 January 2027" in read(as_member, f"{room}past/")


def test_long_lists_are_read_page_by_page(chair: Place, as_member: Client, room: str) -> None:
    series = make(chair)
    for address in (room, f"{room}{series.pk}/"):
        assert "26 May 2027" not in read(as_member, address)
        assert "26 May 2027" in read(as_member, address, page="2")


# One date


def test_the_page_of_a_date_says_what_a_member_needs(chair: Place, as_member: Client, room: str) -> None:
    series = make(chair)
    response = as_member.get(f"{room}{series.pk}/2027-01-06/")
    page = words_in(response.content.decode())
    for words in (
        "When Wednesday 6 January 2027 at 10:30am",
        "How long 30 minutes",
        "Roughly how many Not yet counted",
        "If you join with your work account, the people in the call see your name",
        "I mean to come",
        "Bring your own cup.",
    ):
        assert words in page, words
    assert LINK in response.content.decode()
    assert "Leave out this date" not in page
    with clock.standing_at(datetime(2027, 1, 2, tzinfo=clock.LONDON)):
        coming_actions.count_expected()
        assert "Roughly how many Fewer than 10" in read(as_member, f"{room}{series.pk}/2027-01-06/")


def test_a_member_says_that_they_come_and_changes_their_mind(
    chair: Place, as_member: Client, room: str
) -> None:
    address = f"{room}{make(chair).pk}/2027-01-06/"
    for _ in range(2):
        assert as_member.post(f"{address}coming/", {"coming": "yes"}).url == address
    assert Coming.objects.count() == 1
    assert "You said that you mean to come." in read(as_member, address)
    for _ in range(2):
        assert as_member.post(f"{address}coming/", {"coming": "no"}).url == address
    assert not Coming.objects.exists()


def test_of_a_date_that_is_over_skipped_or_cancelled_only_the_facts_are_left(
    chair: Place, as_chair: Client, room: str
) -> None:
    series = make(chair)
    address = f"{room}{series.pk}/2027-01-06/"
    with clock.standing_at(AFTERWARDS):
        page = as_chair.get(address).content.decode()
        assert LINK not in page
        assert "I mean to come" not in page
        assert "Leave out this date" not in page
        answer = as_chair.post(f"{address}coming/", {"coming": "yes"})
        assert answer.status_code == 409
        assert "The meeting is over." in words_in(answer.content.decode())
    actions.skip(series, DAY, reason="A training day.", by=chair)
    page = as_chair.get(address).content.decode()
    assert "It is not held on this date. A training day." in words_in(page)
    assert LINK not in page
    assert "Hold it as first planned" in page
    actions.cancel(series, by=chair)
    assert "This meeting is cancelled." in read(as_chair, address)


# For everyone on the staff


def test_a_meeting_for_everyone_is_open_to_everyone_on_the_staff(
    chair: Place, as_stranger: Client, as_member: Client, outside: str, room: str, member: Place
) -> None:
    for_members = make(chair, title="Only for us")
    assert "No meeting for everyone is planned" in read(as_stranger, outside)
    series = make(chair, audience="staff", title="Open house")
    for client in (as_stranger, as_member):
        page = read(client, outside)
        assert "Open house, Wednesday 6 January 2027 at 10:30am" in page
        assert "Only for us" not in page
    address = f"{outside}{series.pk}/2027-01-06/"
    page = as_stranger.get(address).content.decode()
    assert LINK in page
    assert "in the call see your name" in page
    assert "text room" not in page
    for _ in range(2):
        assert as_stranger.post(f"{address}coming/", {"coming": "yes"}).url == address
    assert Coming.objects.count() == 1
    assert "You said that you mean to come." in read(as_stranger, address)
    assert "I mean to come" in read(as_member, address)
    as_member.post(f"{room}{series.pk}/2027-01-06/coming/", {"coming": "yes"})
    assert "You said that you mean to come." in read(as_member, address)
    as_stranger.post(f"{address}coming/", {"coming": "no"})
    assert Coming.objects.count() == 1
    nowhere = as_stranger.get("/no-such-page/").content
    for answer in (
        as_stranger.get(f"{outside}{for_members.pk}/2027-01-06/"),
        as_member.get(f"{outside}{for_members.pk}/2027-01-06/"),
        as_stranger.post(f"{outside}{for_members.pk}/2027-01-06/coming/", {"coming": "yes"}),
    ):
        assert answer.status_code == 404
    assert as_stranger.get(f"{outside}{for_members.pk}/2027-01-06/").content == nowhere


def test_the_pages_for_everyone_are_the_same_whoever_belongs(
    chair: Place, as_stranger: Client, as_member: Client, outside: str
) -> None:
    series = make(chair, audience="staff")

    def read_by(client: Client, address: str) -> str:
        page = client.get(address).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        return re.sub(r"You<span.*?</span>", "You", page)

    for address in (outside, f"{outside}{series.pk}/2027-01-06/"):
        assert read_by(as_stranger, address) == read_by(as_member, address)


# Whom the room is there for


def addresses(room: str, chair: Place, member: Place) -> Iterator[tuple[str, str, bool]]:
    """Yield every page of meetings in a room, by method, and whether it is for those who run the network alone."""
    series = make(chair, kind="formal")
    item = formal_actions.add_item(series, DAY, text="A quiet room", token=uuid4(), by=member)
    chairs = formal_actions.add_item(series, DAY, text="The party", token=uuid4(), by=chair)
    with clock.standing_at(AFTERWARDS):
        minutes = formal_actions.write_minutes(
            series, DAY, parts=[Part("x", "y")], was_quorate=True, seen=0, by=chair
        )
        formal_actions.publish_minutes(minutes, by=chair)
        agreed = formal_actions.agree_to_do(
            minutes, what="x", position="y", due=SECOND, token=uuid4(), by=chair
        )
    one, day = f"{room}{series.pk}/", f"{room}{series.pk}/2027-01-06/"
    for address in (room, f"{room}past/", one, day, f"{day}agenda/", f"{day}minutes/"):
        yield "get", address, False
    for address in (f"{day}coming/", f"{day}agenda/", f"{day}beside/", f"{room}agenda/{item.pk}/take-off/"):
        yield "post", address, False
    yield "post", f"{room}agenda/{chairs.pk}/take-off/", True
    for address in (f"{room}make/", f"{one}change/", f"{one}cancel/", f"{day}skip/", f"{day}move/"):
        yield "get", address, True
        yield "post", address, True
    for address in (f"{day}minutes/write/",):
        yield "get", address, True
    for address in (
        f"{day}as-planned/",
        f"{day}minutes/write/",
        f"{day}minutes/publish/",
        f"{day}minutes/agreed/",
        f"{room}agenda/{item.pk}/up/",
        f"{room}agreed/{agreed.pk}/",
    ):
        yield "post", address, True


def test_for_whoever_may_not_a_page_is_byte_for_byte_what_does_not_exist(
    chair: Place, member: Place, as_member: Client, as_stranger: Client, room: str
) -> None:
    answers: list[tuple[Client, Any, str]] = []
    pages = list(addresses(room, chair, member))
    for method, address, runs in pages:
        answers.append((as_stranger, getattr(as_stranger, method)(address), address))
        if runs:
            answers.append((as_member, getattr(as_member, method)(address), address))
    for client, answer, address in answers:
        nowhere = client.get("/no-such-page/")
        assert answer.status_code == 404, address
        assert answer.content == nowhere.content, address
        assert dict(answer.headers) == dict(nowhere.headers), address


def test_what_is_not_there_is_not_there_for_the_chair_either(
    chair: Place, as_chair: Client, room: str
) -> None:
    series = make(chair)
    for address in (
        f"{uuid4()}/",
        f"{uuid4()}/2027-01-06/",
        f"{series.pk}/2027-01-07/",
        f"{series.pk}/20270106/",
        f"{series.pk}/2027-W01-3/",
        f"{series.pk}/yesterday/",
        f"{series.pk}/2027-01-06/agenda/",
        f"{series.pk}/2027-01-06/minutes/",
        f"agenda/{uuid4()}/up/",
        f"agreed/{uuid4()}/",
    ):
        post = "up/" in address or "agreed/" in address
        answer = as_chair.post(f"{room}{address}") if post else as_chair.get(f"{room}{address}")
        assert answer.status_code == 404, address


def test_no_window_and_no_address_names_the_network(
    chair: Place, member: Place, as_chair: Client, room: str, outside: str, network: Network
) -> None:
    pages = [address for method, address, _ in addresses(room, chair, member) if method == "get"]
    make(chair, audience="staff")
    read_pages = 0
    for address in (*pages, outside):
        response = as_chair.get(address)
        if response.status_code == 200:
            title = re.search(r"<title>(.*?)</title>", response.content.decode())
            assert title
            assert network.name not in title[1]
            assert "Coffee" not in title[1]
            read_pages += 1
        assert network.name.lower() not in address
    assert read_pages >= len(pages)


# What it costs


def test_lists_of_three_take_no_more_queries_than_lists_of_one(
    chair: Place, member: Place, as_chair: Client, as_stranger: Client, room: str, outside: str
) -> None:
    def plan_one(number: int) -> Series:
        make(chair, title=f"Open {number}", audience="staff")
        series = make(chair, title=f"Committee {number}", kind="formal")
        actions.skip(series, SECOND, reason="No room.", by=chair)
        return series

    first = plan_one(1)
    day = f"{room}{first.pk}/2027-01-06/"
    pages = [
        (as_chair, room),
        (as_chair, f"{room}past/"),
        (as_stranger, outside),
        (as_chair, f"{day}agenda/"),
    ]
    pages += [(as_chair, f"{day}minutes/"), (as_chair, f"{room}{first.pk}/")]

    def write(count: int) -> None:
        for number in range(count):
            formal_actions.add_item(first, DAY, text=f"Item {number}", token=uuid4(), by=member)
        with clock.standing_at(AFTERWARDS):
            minutes = Minutes.objects.filter(series=first).first() or formal_actions.write_minutes(
                first, DAY, parts=[Part("x", "y")], was_quorate=True, seen=0, by=chair
            )
            for _ in range(count):
                formal_actions.agree_to_do(
                    minutes, what="x", position="y", due=SECOND, token=uuid4(), by=chair
                )

    def queries() -> list[int]:
        counts = []
        for client, address in pages:
            with (
                clock.standing_at(AFTERWARDS),
                CaptureQueriesContext(connections["commons"]) as commons,
                CaptureQueriesContext(connections["default"]) as main,
            ):
                assert client.get(address).status_code == 200
            counts.append(len(commons) + len(main))
        return counts

    write(1)
    one = queries()
    plan_one(2)
    plan_one(3)
    write(2)
    assert queries() == one
