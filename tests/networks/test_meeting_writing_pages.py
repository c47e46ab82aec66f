"""The pages on which those who run a network make, change and cancel meetings, and write their minutes."""

import re
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.networks.meetings.models import ActionItem, AgendaItem, Change, Minutes, Series
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.leave.reading import words_in
from tests.networks.planning import LINK, make, read

Cast = dict[str, Person]
DAY, SECOND = date(2027, 1, 6), date(2027, 1, 13)
AFTERWARDS = datetime(2027, 1, 6, 12, tzinfo=clock.LONDON)

SENT = {
    "title": "Coffee catch-up",
    "about": "",
    "kind": "coffee",
    "audience": "members",
    "first_day": "6",
    "first_month": "1",
    "first_year": "2027",
    "at": "10.30am",
    "minutes": "30",
    "every_weeks": "1",
    "last_day": "21",
    "last_month": "7",
    "last_year": "2027",
    "skips_holidays": "on",
    "without": "17 2 2027\n17/02/2027\n 2 June 2027 ",
    "link": LINK,
}


@pytest.fixture
def room(network: Network) -> str:
    return f"/networks/{network.code}/room/meetings/"


# To make and change


def test_the_chair_makes_a_weekly_coffee(as_chair: Client, room: str) -> None:
    assert "Make a meeting" in read(as_chair, room)
    page = as_chair.get(f"{room}make/").content.decode()
    token = re.search(r'name="token" value="([0-9a-f-]+)"', page)
    assert token
    sent = SENT | {"token": token[1]}
    for _ in range(2):
        assert as_chair.post(f"{room}make/", sent).url == f"{room}{token[1]}/"
    series = Series.objects.get()
    assert (series.title, series.at, series.minutes, series.link) == (
        "Coffee catch-up",
        time(10, 30),
        30,
        LINK,
    )
    skipped = [each.date for each in series.meetings if each.is_skipped]
    assert skipped == [date(2027, 2, 17), date(2027, 6, 2)]
    page = read(as_chair, f"{room}{token[1]}/")
    assert "Every week on Wednesday, from 6 January 2027 to 21 July 2027, not on bank holidays" in page


def test_a_meeting_that_is_held_once_needs_no_last_day(as_chair: Client, room: str) -> None:
    sent = SENT | {
        "token": str(uuid4()),
        "every_weeks": "0",
        "last_day": "",
        "last_month": "",
        "last_year": "",
    }
    assert as_chair.post(f"{room}make/", sent).status_code == 302
    series = Series.objects.get()
    assert [each.date for each in series.meetings] == [DAY]
    assert "Once, on Wednesday 6 January 2027" in read(as_chair, f"{room}{series.pk}/")


MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"title": ""}, "Enter a title"),
    ({"title": "x" * 81}, "The title must be 80 characters or fewer"),
    ({"kind": ""}, "Select what sort of meeting it is"),
    ({"audience": ""}, "Select whom it is for"),
    ({"at": "soon"}, "The time must be a time, like 10:30 or 2pm"),
    ({"at": ""}, "Enter the time"),
    ({"minutes": "half"}, "How many minutes it lasts must be a number, like 30"),
    ({"minutes": "4"}, "A meeting must last 5 minutes or more"),
    ({"minutes": "481"}, "A meeting must last 480 minutes or fewer"),
    ({"first_day": "31", "first_month": "2"}, "The first day must be a real date"),
    ({"first_year": "2025"}, "The day and time must be in the future"),
    ({"last_day": "", "last_month": "", "last_year": ""}, "Enter the last day"),
    ({"last_year": "2026"}, "The last day must be the same as the first day or after it"),
    ({"last_year": "2030"}, "The day must be 5 January 2029 or before"),
    ({"without": "next week"}, "“next week” must be a real date, like 17 2 2027"),
    ({"without": "18 2 2027"}, "The meeting would not be held on 18 February 2027 anyway"),
    ({"link": "http://meet.example/a"}, "The link must be an address that begins with https://"),
    ({"link": "javascript:alert(1)"}, "The link must be an address that begins with https://"),
    ({"token": ""}, "Open the page again, then send it"),
]


def test_what_is_wrong_with_a_meeting_is_said_in_a_sentence(as_chair: Client, room: str) -> None:
    for changes, words in MISTAKES:
        response = as_chair.post(f"{room}make/", SENT | {"token": str(uuid4())} | changes)
        assert response.status_code == 200, changes
        page = response.content.decode()
        assert words in words_in(page), changes
        assert "<title>Error: " in page
    assert not Series.objects.exists()


def test_the_chair_changes_a_series(chair: Place, as_chair: Client, room: str) -> None:
    series = make(chair)
    address = f"{room}{series.pk}/change/"
    page = as_chair.get(address).content.decode()
    assert 'value="10:30"' in page
    assert LINK in page
    assert "What sort of meeting is it?" not in page
    sent = SENT | {"seen": "0", "title": "Tea", "at": "2pm"}
    assert as_chair.post(address, sent).url == f"{room}{series.pk}/"
    series.refresh_from_db()
    assert (series.title, series.at, series.kind, series.sequence) == ("Tea", time(14), "coffee", 1)
    response = as_chair.post(address, sent | {"title": "Cocoa"})
    assert "Somebody else changed this meanwhile" in response.content.decode()
    with clock.standing_at(AFTERWARDS + timedelta(days=1)):
        page = as_chair.get(address).content.decode()
        assert "How often is it held?" not in page
        response = as_chair.post(address, sent | {"seen": "1", "title": "Cocoa", "every_weeks": "4"})
        assert response.status_code == 302
    series.refresh_from_db()
    assert (series.title, series.every_weeks) == ("Cocoa", 1)


def test_the_chair_skips_moves_restores_and_cancels(chair: Place, as_chair: Client, room: str) -> None:
    series = make(chair)
    address = f"{room}{series.pk}/2027-01-06/"
    assert "Enter why it is not held" in as_chair.post(f"{address}skip/", {"reason": " "}).content.decode()
    for _ in range(2):
        assert as_chair.post(f"{address}skip/", {"reason": "A training day."}).url == address
    assert as_chair.post(f"{address}as-planned/").url == address
    to = {
        "new_date_day": "7",
        "new_date_month": "1",
        "new_date_year": "2027",
        "new_at": "14:00",
        "reason": "",
    }
    for _ in range(2):
        assert as_chair.post(f"{address}move/", to).url == address
    assert Change.objects.get().new_at == time(14)
    assert "It would have been on Wednesday 6 January 2027 at 10:30am." in read(as_chair, address)
    wrong = to | {"new_date_year": "2026"}
    response = as_chair.post(f"{address}move/", wrong)
    assert "The day and time must be in the future" in response.content.decode()
    assert "Cancel all dates" in read(as_chair, f"{room}{series.pk}/cancel/")
    for _ in range(2):
        assert as_chair.post(f"{room}{series.pk}/cancel/").url == f"{room}{series.pk}/"
    series.refresh_from_db()
    assert (series.sequence, series.is_cancelled) == (4, True)
    assert "It was cancelled on 4 November 2026" in read(as_chair, f"{room}{series.pk}/")
    answer = as_chair.post(f"{address}as-planned/")
    assert answer.status_code == 409
    assert "The meeting is cancelled." in words_in(answer.content.decode())


# Agenda and minutes


def test_agenda_from_members_to_minutes(
    chair: Place, as_chair: Client, as_member: Client, member: Place, room: str, cast: Cast
) -> None:
    Person.objects.filter(pk=cast["manager"].pk).update(name="Yusuf Marland")
    series = make(chair, kind="formal", title="Committee")
    address = f"{room}{series.pk}/2027-01-06/"
    assert "Nothing is on the agenda yet" in read(as_member, f"{address}agenda/")
    assert f"It will be signed “{member.held.handle}”." in read(as_member, f"{address}agenda/")
    assert (
        "Enter what the meeting should talk about"
        in as_member.post(f"{address}agenda/", {"text": "", "token": uuid4()}).content.decode()
    )
    token = uuid4()
    for _ in range(2):
        sent = {"text": "A quiet room", "token": token}
        assert as_member.post(f"{address}agenda/", sent).url == f"{address}agenda/"
    as_chair.post(f"{address}agenda/", {"text": "The summer party", "token": uuid4()})
    party = AgendaItem.objects.get(number=2)
    assert as_chair.post(f"{room}agenda/{party.pk}/up/").url == f"{address}agenda/"
    page = read(as_member, f"{address}agenda/")
    assert page.index("The summer party") < page.index("A quiet room")
    assert page.count("Take off") == 1
    assert as_member.post(f"{room}agenda/{party.pk}/take-off/").status_code == 404
    assert as_chair.get(f"{address}minutes/write/").status_code == 404

    with clock.standing_at(AFTERWARDS):
        assert "The minutes are to be published by 13 January 2027." in read(as_member, address)
        assert as_member.get(f"{address}minutes/").status_code == 404
        page = read(as_chair, f"{address}minutes/write/")
        assert (
            page.index("1. The summer party") < page.index("2. A quiet room") < page.index("3. Anything else")
        )
        assert "these words name nobody" not in page
        sent = {
            "text0": "Agreed.",
            "text1": "Marland wants one.",
            "text2": "",
            "was_quorate": "yes",
            "seen": "0",
        }
        response = as_chair.post(f"{address}minutes/write/", sent)
        page = response.content.decode()
        assert "“Marland”: part of the name of somebody on the staff" in words_in(page)
        assert 'name="confirmed" value="Marland"' in page
        assert not Minutes.objects.exists()
        another = sent | {"confirm": "on", "confirmed": "Marland", "text0": "Yusuf agreed."}
        response = as_chair.post(f"{address}minutes/write/", another)
        assert "“Yusuf”, “Marland”" in words_in(response.content.decode())
        confirmed = sent | {"confirm": "on", "confirmed": "Marland"}
        for _ in range(2):
            assert as_chair.post(f"{address}minutes/write/", confirmed).url == f"{address}minutes/"
        assert Minutes.objects.count() == 1

        agreed = {
            "what": "Find a room",
            "position": "Yusuf",
            "due_day": "31",
            "due_month": "3",
            "due_year": "2027",
            "token": uuid4(),
        }
        response = as_chair.post(f"{address}minutes/agreed/", agreed)
        assert "“Yusuf”: part of the name" in words_in(response.content.decode())
        agreed |= {"position": "Head of estates"}
        for _ in range(2):
            assert as_chair.post(f"{address}minutes/agreed/", agreed).url == f"{address}minutes/"
        item = ActionItem.objects.get()
        assert as_chair.post(f"{room}agreed/{item.pk}/", {"to": "done"}).url == f"{address}minutes/"

        assert as_member.get(f"{address}minutes/").status_code == 404
        assert as_chair.post(f"{address}minutes/publish/").url == f"{address}minutes/"
        page = read(as_member, f"{address}minutes/")
    for words in (
        "Published on 6 January 2027.",
        "The meeting was quorate.",
        "The summer party Agreed.",
        "Find a room Head of estates, by 31 March 2027 Done",
    ):
        assert words in page, words
    assert "Anything else" not in page
    assert "Mark as done" not in page
    assert member.held.handle not in page
    assert as_member.post(f"{room}agreed/{item.pk}/", {"to": "strike-out"}).status_code == 404


def test_members_take_off_what_they_put_on_and_empty_minutes_are_not_published(
    chair: Place, as_chair: Client, as_member: Client, room: str
) -> None:
    series = make(chair, kind="formal", title="Committee")
    address = f"{room}{series.pk}/2027-01-06/"
    as_member.post(f"{address}agenda/", {"text": "A quiet room", "token": uuid4()})
    item = AgendaItem.objects.get()
    assert as_member.post(f"{room}agenda/{item.pk}/take-off/").url == f"{address}agenda/"
    assert not AgendaItem.objects.exists()
    with clock.standing_at(AFTERWARDS):
        assert "The agenda is closed." in read(as_member, f"{address}agenda/")
        as_chair.post(f"{address}minutes/write/", {"text0": "", "was_quorate": "no", "seen": "0"})
        assert "Nothing is written yet" in read(as_chair, f"{address}minutes/")
        answer = as_chair.post(f"{address}minutes/publish/")
        assert answer.status_code == 409
        assert "Write something for at least one item" in words_in(answer.content.decode())
        agreed = {"what": "x", "position": "y", "due_day": "1", "due_month": "2", "due_year": "2027"}
        as_chair.post(f"{address}minutes/agreed/", agreed | {"token": uuid4()})
        as_chair.post(f"{room}agreed/{ActionItem.objects.get().pk}/", {"to": "strike-out"})
    assert not ActionItem.objects.exists()
