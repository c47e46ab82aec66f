"""Series of meetings and their single dates: made, changed, skipped, moved, cancelled, and by whom."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.ticks.models import Deed
from dueregard.networks.meetings import actions, coming_actions, formal_actions, refusals
from dueregard.networks.meetings.models import Change, Coming, Series
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network
from tests.networks.planning import LINK, make, plan

Cast = dict[str, Person]
FIRST, SECOND = date(2027, 1, 6), date(2027, 1, 13)
AFTER_THE_FIRST = datetime(2027, 1, 7, 9, tzinfo=clock.LONDON)


def test_make_makes_a_series_with_the_dates_that_are_left_out(chair: Place) -> None:
    deeds = Deed.objects.count()
    half_term = date(2027, 2, 17)
    series = make(chair, without=(half_term,))
    series.refresh_from_db()
    assert (series.title, series.sequence, series.changed_on) == ("Coffee catch-up", 0, date(2026, 11, 4))
    held = [each.date for each in series.meetings if not each.is_skipped]
    assert (held[0], held[-1], len(held)) == (FIRST, date(2027, 7, 21), 28)
    assert half_term not in held
    assert Deed.objects.count() == deeds + 1


def test_the_link_of_the_call_is_stored_closed(chair: Place) -> None:
    series = make(chair)
    assert series.link == LINK
    row = Series.objects.values().get(pk=series.pk)
    assert LINK.encode() not in bytes(row.pop("contents"))
    assert LINK not in str(row)


def test_a_page_that_is_sent_twice_makes_one(chair: Place) -> None:
    token = uuid4()
    first = actions.make(plan(), token=token, by=chair)
    assert actions.make(plan(), token=token, by=chair) == first
    with pytest.raises(refusals.SentBefore):
        actions.make(plan(title="Another"), token=token, by=chair)
    assert Series.objects.count() == 1


def test_a_token_of_another_network_makes_nothing_and_shows_nothing(chair: Place, cast: Cast) -> None:
    from dueregard.networks import seats

    series = make(chair)
    other = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    place = seats.find(cast["manager"], other)
    assert place is not None
    with pytest.raises(refusals.SentBefore):
        actions.make(plan(), token=series.pk, by=place)


@pytest.mark.parametrize(
    ("changes", "without", "refusal"),
    [
        ({"first": date(2026, 11, 4), "at": time(9, 59)}, (), refusals.InThePast),
        ({"last": date(2029, 1, 7)}, (), refusals.TooFarAhead),
        ({"first": date(2027, 1, 1), "last": date(2027, 1, 1), "every_weeks": 0}, (), refusals.NoDates),
        ({}, (date(2027, 2, 18),), refusals.NotAmongThem),
        ({"last": SECOND}, (FIRST, SECOND), refusals.NoDates),
    ],
)
def test_make_refuses_what_cannot_be_held(
    chair: Place, changes: dict[str, Any], without: tuple[date, ...], refusal: type[Exception]
) -> None:
    deeds = Deed.objects.count()
    with pytest.raises(refusal):
        make(chair, without=without, **changes)
    assert not Series.objects.exists()
    assert not Change.objects.exists()
    assert Deed.objects.count() == deeds


Write = Callable[[Series, Place], Any]

WRITES: dict[str, Write] = {
    "make": lambda series, by: actions.make(plan(), token=uuid4(), by=by),
    "change": lambda series, by: actions.change(series, plan(title="Tea"), seen=0, by=by),
    "cancel": lambda series, by: actions.cancel(series, by=by),
    "skip": lambda series, by: actions.skip(series, FIRST, reason="No room.", by=by),
    "move": lambda series, by: actions.move(series, FIRST, new_date=SECOND, new_at=time(9), by=by),
    "hold after all": lambda series, by: actions.hold_after_all(series, FIRST, by=by),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_only_those_who_run_the_network_write(
    chair: Place, facilitator: Place, member: Place, cast: Cast, write: Write
) -> None:
    from dueregard.networks import seats

    series = make(chair)
    elsewhere = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    other_chair = seats.find(cast["manager"], elsewhere)
    assert other_chair is not None
    before = Series.objects.values().get()
    for by in (member, *([other_chair] if write is not WRITES["make"] else [])):
        with pytest.raises(NotAllowed):
            write(series, by)
    assert Series.objects.values().get() == before
    write(series, facilitator)


def test_change_counts_for_calendars_and_notes_the_day(chair: Place, wednesday: datetime) -> None:
    series = make(chair)
    deeds = Deed.objects.count()
    with clock.standing_at(wednesday + timedelta(days=3)):
        actions.change(series, plan(at=time(11), link=""), seen=0, by=chair)
    series.refresh_from_db()
    assert (series.at, series.link, series.sequence) == (time(11), "", 1)
    assert series.changed_on == date(2026, 11, 7)
    assert Deed.objects.count() == deeds + 1


def test_change_that_changes_nothing_counts_for_nothing(chair: Place) -> None:
    series = make(chair)
    assert actions.change(series, plan(), seen=0, by=chair).sequence == 0
    actions.change(series, plan(title="Tea"), seen=0, by=chair)
    assert actions.change(series, plan(title="Tea"), seen=0, by=chair).sequence == 1


def test_change_refuses_whoever_did_not_see_the_change_of_another(chair: Place, facilitator: Place) -> None:
    series = make(chair)
    actions.change(series, plan(title="Tea"), seen=0, by=facilitator)
    with pytest.raises(refusals.ChangedMeanwhile):
        actions.change(series, plan(title="Cocoa"), seen=0, by=chair)
    series.refresh_from_db()
    assert series.title == "Tea"


def test_change_never_changes_whom_it_is_for(chair: Place) -> None:
    with pytest.raises(ValueError, match="stay as they are"):
        actions.change(make(chair), plan(audience="staff"), seen=0, by=chair)


@pytest.mark.parametrize(
    "changes", [{"first": SECOND}, {"every_weeks": 2}, {"skips_holidays": False}], ids=str
)
def test_once_begun_the_rhythm_stays(chair: Place, changes: dict[str, Any]) -> None:
    series = make(chair)
    with clock.standing_at(AFTER_THE_FIRST):
        with pytest.raises(refusals.HasBegun):
            actions.change(series, plan(**changes), seen=0, by=chair)
        actions.change(series, plan(last=SECOND, title="Tea"), seen=0, by=chair)
    assert [each.date for each in Series.objects.get().meetings] == [FIRST, SECOND]


def test_a_date_that_is_past_is_not_lost(chair: Place) -> None:
    series = make(chair)
    with clock.standing_at(AFTER_THE_FIRST + timedelta(weeks=1)), pytest.raises(refusals.WouldBeLost):
        actions.change(series, plan(last=FIRST), seen=0, by=chair)


def test_a_date_about_which_something_was_written_is_not_lost(chair: Place, member: Place) -> None:
    series = make(chair, kind="formal")
    formal_actions.add_item(series, SECOND, text="A quiet room", token=uuid4(), by=member)
    with pytest.raises(refusals.WouldBeLost):
        actions.change(series, plan(kind="formal", every_weeks=2), seen=0, by=chair)
    actions.change(series, plan(kind="formal", last=SECOND), seen=0, by=chair)


def test_change_forgets_what_hung_on_dates_that_are_gone(chair: Place, member: Place) -> None:
    series = make(chair)
    coming_actions.come(series, SECOND, by=member)
    coming_actions.come(series, FIRST, by=member)
    actions.skip(series, SECOND, reason="No room.", by=chair)
    actions.change(series, plan(every_weeks=2), seen=1, by=chair)
    assert list(Coming.objects.values_list("date", flat=True)) == [FIRST]
    assert not Change.objects.exists()


def test_skip_leaves_out_one_date_with_its_reason(chair: Place) -> None:
    series = make(chair)
    actions.skip(series, SECOND, reason="A training day.", by=chair)
    series.refresh_from_db()
    assert series.sequence == 1
    meeting = series.meeting_on(SECOND)
    assert meeting is not None
    assert (meeting.is_skipped, meeting.reason) == (True, "A training day.")
    actions.skip(series, SECOND, reason="A training day.", by=chair)
    series.refresh_from_db()
    assert series.sequence == 1


def test_move_holds_one_date_at_another_time_and_back(chair: Place) -> None:
    series = make(chair)
    actions.move(series, SECOND, new_date=date(2027, 1, 14), new_at=time(14), reason="No room.", by=chair)
    series = Series.objects.get()
    meeting = series.meeting_on(SECOND)
    assert meeting is not None
    assert (meeting.day, meeting.at, series.sequence) == (date(2027, 1, 14), time(14), 1)
    actions.hold_after_all(series, SECOND, by=chair)
    series = Series.objects.get()
    meeting = series.meeting_on(SECOND)
    assert meeting is not None
    assert (meeting.day, meeting.is_moved, series.sequence) == (SECOND, False, 2)
    actions.hold_after_all(series, SECOND, by=chair)
    assert Series.objects.get().sequence == 2


def test_a_date_that_was_moved_can_be_skipped_and_one_that_was_skipped_moved(chair: Place) -> None:
    series = make(chair)
    actions.move(series, SECOND, new_date=date(2027, 1, 14), new_at=time(14), by=chair)
    actions.skip(series, SECOND, reason="No room.", by=chair)
    assert [each.is_skipped for each in Series.objects.get().meetings[:3]] == [False, True, False]
    actions.move(series, SECOND, new_date=date(2027, 1, 15), new_at=time(9), by=chair)
    assert Change.objects.count() == 1
    assert Series.objects.get().sequence == 3


@pytest.mark.parametrize(
    ("day", "at", "refusal"),
    [
        (SECOND, time(10, 30), refusals.SameTime),
        (date(2026, 11, 4), time(9), refusals.InThePast),
        (date(2028, 1, 14), time(9), refusals.TooFarAhead),
    ],
)
def test_move_refuses(chair: Place, day: date, at: time, refusal: type[Exception]) -> None:
    series = make(chair)
    with pytest.raises(refusal):
        actions.move(series, SECOND, new_date=day, new_at=at, by=chair)
    assert not Change.objects.exists()


def test_dates_that_are_over_or_are_none_stay_as_they_are(chair: Place) -> None:
    series = make(chair)
    with pytest.raises(refusals.NoSuchDate):
        actions.skip(series, date(2027, 1, 7), reason="x", by=chair)
    actions.move(series, SECOND, new_date=date(2027, 1, 8), new_at=time(9), by=chair)
    with clock.standing_at(AFTER_THE_FIRST):
        with pytest.raises(refusals.Over):
            actions.skip(series, FIRST, reason="x", by=chair)
        with pytest.raises(refusals.Over):
            actions.move(series, FIRST, new_date=date(2027, 1, 9), new_at=time(9), by=chair)
    with clock.standing_at(AFTER_THE_FIRST + timedelta(days=10)), pytest.raises(refusals.InThePast):
        actions.hold_after_all(series, SECOND, by=chair)


def test_cancel_ends_a_series_once(chair: Place, wednesday: datetime) -> None:
    series = make(chair)
    actions.cancel(series, by=chair)
    with clock.standing_at(wednesday + timedelta(days=1)):
        again = actions.cancel(series, by=chair)
    assert (again.cancelled_on, again.sequence) == (date(2026, 11, 4), 1)
    for write in ("change", "skip", "move", "hold after all"):
        with pytest.raises(refusals.Cancelled):
            WRITES[write](series, chair)


def test_who_sees_a_series(chair: Place, member: Place, cast: Cast, network: Network) -> None:
    for_members, for_all = make(chair), make(chair, audience="staff")
    assert set(Series.objects.visible_to(member)) == {for_members, for_all}
    assert set(Series.objects.visible_to(cast["manager"])) == {for_all}
    assert set(Series.objects.visible_to(cast["adviser"])) == {for_all}
    assert not Series.objects.visible_to(cast["outsider"]).exists()
    assert not Coming.objects.visible_to(chair).exists()
