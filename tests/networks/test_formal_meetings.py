"""Formal meetings: an agenda by handles, minutes as positions, and what was agreed to be done."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.ticks.models import Deed
from dueregard.networks import seats
from dueregard.networks.meetings import actions, formal_actions, names_in_text, refusals, reports
from dueregard.networks.meetings.formal_actions import Part
from dueregard.networks.meetings.models import ActionItem, AgendaItem, Minutes, Series
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Dial
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.planning import make

Cast = dict[str, Person]
DAY = date(2027, 1, 6)
AFTERWARDS = datetime(2027, 1, 6, 12, tzinfo=clock.LONDON)
PARTS = [
    Part("A quiet room", "Members asked for one; some would rather have two."),
    Part("Anything else", ""),
]


@pytest.fixture
def series(chair: Place) -> Series:
    return make(chair, kind="formal", title="Committee")


def add(series: Series, by: Place, text: str = "A quiet room") -> AgendaItem:
    return formal_actions.add_item(series, DAY, text=text, token=uuid4(), by=by)


def write(series: Series, by: Place, *, parts: list[Part] = PARTS, seen: int = 0) -> Minutes:
    return formal_actions.write_minutes(series, DAY, parts=parts, was_quorate=True, seen=seen, by=by)


def agenda(series: Series, place: Place) -> list[tuple[str, str]]:
    return [(each.text, each.name) for each in reports.agenda(series, DAY, place)]


# The agenda


def test_items_stand_in_their_order_under_the_handles_of_their_members(
    series: Series, member: Place, other_member: Place
) -> None:
    add(series, member, "A quiet room")
    add(series, other_member, "The summer party")
    assert agenda(series, member) == [
        ("A quiet room", member.held.handle),
        ("The summer party", other_member.held.handle),
    ]
    for row in AgendaItem.objects.values():
        assert b"quiet" not in bytes(row["contents"])
        assert member.voice not in str(row)


def test_whoever_shows_a_name_signs_with_it_only_as_long_as_it_shows(
    series: Series, cast: Cast, member: Place, wednesday: datetime
) -> None:
    loud = seat(member.network, cast["adviser"], dial=Dial.MEMBERS)
    add(series, loud)
    newcomer = seat(member.network, cast["manager"])
    assert agenda(series, loud) == [("A quiet room", cast["adviser"].name)]
    assert agenda(series, newcomer) == [("A quiet room", "A member")]
    with clock.standing_at(wednesday + seats.NAMES_ARE_SHOWN_AFTER):
        assert agenda(series, newcomer) == [("A quiet room", cast["adviser"].name)]
        quiet = membership.make_quieter(Dial.PRIVATE, by=loud)
        assert agenda(series, newcomer) == [("A quiet room", "A member")]
        assert agenda(series, quiet) == [("A quiet room", "A member")]


def test_an_item_that_is_sent_twice_is_one(series: Series, member: Place) -> None:
    token = uuid4()
    for _ in range(2):
        formal_actions.add_item(series, DAY, text="A quiet room", token=token, by=member)
    assert AgendaItem.objects.count() == 1
    with pytest.raises(refusals.SentBefore):
        formal_actions.add_item(series, DAY, text="Another", token=token, by=member)


def test_the_agenda_is_closed_for_dates_that_are_over_skipped_or_none_and_when_it_is_full(
    series: Series, member: Place, chair: Place
) -> None:
    with clock.standing_at(AFTERWARDS), pytest.raises(refusals.Over):
        add(series, member)
    with pytest.raises(refusals.NoSuchDate):
        formal_actions.add_item(series, DAY + timedelta(days=1), text="x", token=uuid4(), by=member)
    for number in range(formal_actions.MOST_ITEMS):
        add(series, member, f"Item {number}")
    with pytest.raises(refusals.AgendaFull):
        add(series, member)
    actions.skip(series, DAY, reason="No room.", by=chair)
    AgendaItem.objects.all().delete()
    with pytest.raises(refusals.NotHeld):
        add(series, member)


def test_only_formal_meetings_have_an_agenda(chair: Place, member: Place) -> None:
    with pytest.raises(refusals.NotFormal):
        add(make(chair), member)


def test_an_item_is_taken_off_by_its_member_and_those_who_run_the_network(
    series: Series, member: Place, other_member: Place, facilitator: Place, cast: Cast
) -> None:
    first, second = add(series, member), add(series, member, "The summer party")
    with pytest.raises(NotAllowed):
        formal_actions.take_off(first, by=other_member)
    with pytest.raises(NotAllowed):
        formal_actions.take_off(first, by=cast["adviser"])  # type: ignore[arg-type]  # no place, only a person
    formal_actions.take_off(first, by=member)
    formal_actions.take_off(second, by=facilitator)
    formal_actions.take_off(second, by=facilitator)
    assert not AgendaItem.objects.exists()


def test_those_who_run_the_network_put_the_agenda_in_order(
    series: Series, member: Place, chair: Place
) -> None:
    for text in ("First", "Second", "Third"):
        add(series, member, text)
    third = AgendaItem.objects.get(number=3)
    with pytest.raises(NotAllowed):
        formal_actions.move_up(third, by=member)
    formal_actions.move_up(third, by=chair)
    assert [text for text, _ in agenda(series, chair)] == ["First", "Third", "Second"]
    for _ in range(3):
        formal_actions.move_up(third, by=chair)
    assert [text for text, _ in agenda(series, chair)] == ["Third", "First", "Second"]


# Minutes


def test_minutes_are_a_draft_until_they_are_published_once(
    series: Series, chair: Place, facilitator: Place, member: Place
) -> None:
    with clock.standing_at(AFTERWARDS):
        minutes = write(series, facilitator)
        assert list(Minutes.objects.visible_to(chair)) == [minutes]
        assert not Minutes.objects.visible_to(member).exists()
        formal_actions.publish_minutes(minutes, by=chair)
    with clock.standing_at(AFTERWARDS + timedelta(days=1)):
        formal_actions.publish_minutes(minutes, by=chair)
    assert Minutes.objects.visible_to(member).get().published_on == DAY
    assert b"quiet" not in bytes(Minutes.objects.values().get()["contents"])


def test_published_minutes_are_corrected_and_say_so(series: Series, chair: Place) -> None:
    with clock.standing_at(AFTERWARDS):
        minutes = formal_actions.publish_minutes(write(series, chair), by=chair)
        assert minutes.inside["corrected_on"] == ""
    with clock.standing_at(AFTERWARDS + timedelta(days=2)):
        corrected = write(series, chair, parts=[Part("A quiet room", "One is enough.")], seen=1)
    assert corrected.inside["corrected_on"] == "2027-01-08"
    assert corrected.published_on == DAY


def test_minutes_of_another_are_not_written_over(series: Series, chair: Place, facilitator: Place) -> None:
    with clock.standing_at(AFTERWARDS):
        write(series, chair)
        write(series, chair)
        with pytest.raises(refusals.ChangedMeanwhile):
            write(series, facilitator, parts=[Part("A quiet room", "Something else.")])
        assert write(series, facilitator, parts=PARTS[:1], seen=1).inside["version"] == 2


def test_minutes_are_refused_before_the_meeting_and_where_it_was_not_held(
    series: Series, chair: Place
) -> None:
    with clock.standing_at(AFTERWARDS - timedelta(hours=2)), pytest.raises(refusals.NotYet):
        write(series, chair)
    with clock.standing_at(AFTERWARDS):
        with pytest.raises(refusals.NoSuchDate):
            formal_actions.write_minutes(
                series, DAY - timedelta(days=1), parts=PARTS, was_quorate=True, seen=0, by=chair
            )
        with pytest.raises(refusals.NothingWritten):
            formal_actions.publish_minutes(write(series, chair, parts=PARTS[1:]), by=chair)
        with pytest.raises(refusals.TooLong):
            write(series, chair, parts=[Part("x", "ü" * 40_000)], seen=1)
    actions.skip(series, date(2027, 1, 13), reason="No room.", by=chair)
    with clock.standing_at(AFTERWARDS + timedelta(weeks=1)), pytest.raises(refusals.NotHeld):
        formal_actions.write_minutes(
            series, date(2027, 1, 13), parts=PARTS, was_quorate=True, seen=0, by=chair
        )


@pytest.mark.parametrize(
    ("day", "by"),
    [
        (date(2026, 11, 4), date(2026, 11, 11)),
        (date(2026, 12, 23), date(2027, 1, 4)),  # Christmas, the day for Boxing Day, and New Year are none
        (date(2027, 3, 24), date(2027, 4, 2)),  # Easter
    ],
)
def test_minutes_are_to_be_published_within_five_working_days(day: date, by: date) -> None:
    assert formal_actions.to_be_published_by(day) == by


# What was agreed to be done


def test_what_was_agreed_has_a_position_and_a_day_and_is_done(
    series: Series, chair: Place, member: Place
) -> None:
    with clock.standing_at(AFTERWARDS):
        minutes = write(series, chair)
        token = uuid4()
        what = {"what": "Find a room", "position": "Head of estates", "due": date(2027, 3, 31)}
        for _ in range(2):
            item = formal_actions.agree_to_do(minutes, **what, token=token, by=chair)
        with pytest.raises(refusals.SentBefore):
            formal_actions.agree_to_do(minutes, **what | {"what": "Else"}, token=token, by=chair)
        assert ActionItem.objects.count() == 1
        assert not ActionItem.objects.visible_to(member).exists()
        formal_actions.publish_minutes(minutes, by=chair)
        assert ActionItem.objects.visible_to(member).get().inside == {
            "what": "Find a room",
            "position": "Head of estates",
        }
        for _ in range(2):
            assert formal_actions.mark_done(item, by=chair).done_on == DAY
        assert formal_actions.mark_done(item, is_done=False, by=chair).done_on is None
        for _ in range(2):
            formal_actions.strike_out(item, by=chair)
    assert not ActionItem.objects.exists()


Write = Callable[[Series, Minutes, ActionItem, Place], Any]

WRITES: dict[str, Write] = {
    "write": lambda series, minutes, item, by: write(series, by, parts=PARTS[:1], seen=1),
    "publish": lambda series, minutes, item, by: formal_actions.publish_minutes(minutes, by=by),
    "agree": lambda series, minutes, item, by: formal_actions.agree_to_do(
        minutes, what="x", position="y", due=DAY, token=uuid4(), by=by
    ),
    "done": lambda series, minutes, item, by: formal_actions.mark_done(item, by=by),
    "strike out": lambda series, minutes, item, by: formal_actions.strike_out(item, by=by),
}


@pytest.mark.parametrize("act", WRITES.values(), ids=WRITES)
def test_only_those_who_run_the_network_write_minutes(
    series: Series, chair: Place, facilitator: Place, member: Place, cast: Cast, act: Write
) -> None:
    other = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    elsewhere = seats.find(cast["manager"], other)
    assert elsewhere is not None
    with clock.standing_at(AFTERWARDS):
        minutes = write(series, chair)
        item = formal_actions.agree_to_do(minutes, what="x", position="y", due=DAY, token=uuid4(), by=chair)
        deeds = Deed.objects.count()
        for by in (member, elsewhere):
            with pytest.raises(NotAllowed):
                act(series, minutes, item, by)
        assert Deed.objects.count() == deeds
        act(series, minutes, item, facilitator)
        assert Deed.objects.count() == deeds + 1


def test_nobody_outside_reads_agenda_or_minutes_even_of_a_meeting_for_all(
    chair: Place, member: Place, cast: Cast
) -> None:
    series = make(chair, kind="formal", audience="staff", at=time(9))
    add(series, member)
    with clock.standing_at(AFTERWARDS):
        formal_actions.publish_minutes(write(series, chair), by=chair)
    for model in (AgendaItem, Minutes, ActionItem):
        assert not model.objects.visible_to(cast["manager"]).exists()


# Names


DIRECTORY = ["Will Marland", "Zoë O’Neill", "Anne-Marie Bright", "May Li"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The deputy chair will ask in may.", []),
        ("Members asked Marland about it.", ["Marland"]),
        ("marland asked.", []),
        ("will marland asked.", ["will", "marland"]),
        ("Zoe’s idea, and ZOË again", ["Zoe’s", "ZOË"]),
        ("O'Neill said so.", ["O'Neill"]),
        ("Marie and Bright", ["Marie", "Bright"]),
        ("Will it rain?", ["Will"]),
        ("Li is too short to ask about.", []),
        ("", []),
    ],
)
def test_names_of_colleagues_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert names_in_text.found_in(text, DIRECTORY) == found
