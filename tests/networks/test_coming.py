"""Who means to come: said by mark, counted once a day in bands, and listed for nobody."""

from datetime import date, datetime, timedelta
from unittest import mock

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import bands, clock
from dueregard.journal.ticks.models import Deed, Tick
from dueregard.networks import keyring, seats
from dueregard.networks.meetings import actions, coming_actions, refusals
from dueregard.networks.meetings.models import Coming, Expected, Series
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person, Team
from tests.networks.members import make_network
from tests.networks.planning import make
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]
FIRST, SECOND = date(2027, 1, 6), date(2027, 1, 13)
NEW_YEAR = datetime(2027, 1, 2, 3, tzinfo=clock.LONDON)


def test_come_is_said_once_and_taken_back_without_trace(chair: Place, member: Place) -> None:
    series = make(chair)
    deeds = Deed.objects.count()
    for _ in range(2):
        coming_actions.come(series, FIRST, by=member)
    assert Deed.objects.count() == deeds + 1
    assert Coming.objects.count() == 1
    assert coming_actions.means_to_come(series, FIRST, by=member)
    assert not coming_actions.means_to_come(series, SECOND, by=member)
    assert not coming_actions.means_to_come(series, FIRST, by=chair)
    for _ in range(2):
        coming_actions.change_mind(series, FIRST, by=member)
    assert not Coming.objects.exists()


def test_nothing_in_the_row_tells_who_comes(chair: Place, member: Place, cast: Cast) -> None:
    series, for_all = make(chair), make(chair, audience="staff")
    coming_actions.come(series, FIRST, by=member)
    coming_actions.come(for_all, FIRST, by=cast["manager"])
    for row in Coming.objects.values():
        told = {str(value) for value in row.values()} | {bytes(row["contents"]).decode("latin-1")}
        for secret in (member.voice, member.held.staff, str(cast["manager"].staff.pk)):
            assert not any(secret in value for value in told)
    marks = set(Coming.objects.values_list("mark", flat=True))
    coming_actions.come(series, SECOND, by=member)
    assert len(set(Coming.objects.values_list("mark", flat=True)) | marks) == 3


def test_what_a_member_says_of_a_meeting_for_all_is_what_anybody_says(
    chair: Place, member: Place, cast: Cast
) -> None:
    for_all = make(chair, audience="staff")
    coming_actions.come(for_all, FIRST, by=member)
    assert coming_actions.means_to_come(for_all, FIRST, by=cast["adviser"])
    coming_actions.come(for_all, FIRST, by=cast["adviser"])
    coming_actions.come(for_all, FIRST, by=cast["manager"])
    assert {tuple(each.inside) for each in Coming.objects.all()} == {("who",)}
    assert {each.inside["who"] for each in Coming.objects.all()} == {
        str(cast["adviser"].staff.pk),
        str(cast["manager"].staff.pk),
    }


def test_come_refuses_those_whom_the_meeting_is_not_for(chair: Place, cast: Cast) -> None:
    for_members, for_all = make(chair), make(chair, audience="staff")
    other = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    elsewhere = seats.find(cast["manager"], other)
    assert elsewhere is not None
    for series, by in (
        (for_members, cast["adviser"]),
        (for_members, elsewhere),
        (for_all, elsewhere),
        (for_all, cast["outsider"]),
    ):
        with pytest.raises(NotAllowed):
            coming_actions.come(series, FIRST, by=by)
        with pytest.raises(NotAllowed):
            coming_actions.change_mind(series, FIRST, by=by)
    assert not Coming.objects.exists()


def test_come_refuses_dates_that_are_not_to_come(chair: Place, member: Place) -> None:
    series = make(chair)
    with pytest.raises(refusals.NoSuchDate):
        coming_actions.come(series, date(2027, 1, 7), by=member)
    actions.skip(series, SECOND, reason="No room.", by=chair)
    with pytest.raises(refusals.NotHeld):
        coming_actions.come(series, SECOND, by=member)
    with clock.standing_at(NEW_YEAR + timedelta(days=5)), pytest.raises(refusals.Over):
        coming_actions.come(series, FIRST, by=member)
    actions.cancel(series, by=chair)
    with pytest.raises(refusals.Cancelled):
        coming_actions.come(series, FIRST, by=member)
    assert not Coming.objects.exists()


def test_a_coming_is_found_while_keys_change(chair: Place, member: Place, network: Network) -> None:
    series = make(chair)
    coming_actions.come(series, FIRST, by=member)
    keyring.add(network.pk)
    assert coming_actions.means_to_come(series, FIRST, by=member)
    said = Coming.objects.get()
    said.enclose(said.inside)
    said.reindex()
    said.save()
    assert coming_actions.means_to_come(series, FIRST, by=member)
    keyring.destroy(network.pk, 1)
    assert coming_actions.means_to_come(series, FIRST, by=member)


# Roughly how many


def bands_of(series: Series) -> dict[date, str]:
    return dict(Expected.objects.filter(series=series).values_list("date", "band"))


def test_count_expected_keeps_a_band_for_each_date_of_the_next_14_days(
    chair: Place, cast: Cast, team: Team
) -> None:
    series = make(chair, audience="staff")
    for number in range(10):
        coming_actions.come(series, FIRST, by=make_person("staff", team, name=f"Guest Example {number}"))
    coming_actions.come(series, SECOND, by=cast["manager"])
    with clock.standing_at(NEW_YEAR):
        coming_actions.count_expected()
    assert bands_of(series) == {FIRST: bands.band(10), SECOND: bands.FIRST_BAND}


def test_it_counts_once_a_day_whatever_is_pressed(chair: Place, cast: Cast, team: Team) -> None:
    series = make(chair, audience="staff")
    with clock.standing_at(NEW_YEAR):
        coming_actions.count_expected()
        for number in range(10):
            coming_actions.come(series, FIRST, by=make_person("staff", team, name=f"Guest Example {number}"))
    deeds, ticks = Deed.objects.count(), Tick.objects.count()
    with clock.standing_at(NEW_YEAR + timedelta(hours=20)):
        coming_actions.count_expected()
    assert (Deed.objects.count(), Tick.objects.count()) == (deeds, ticks)
    assert bands_of(series)[FIRST] == bands.FIRST_BAND
    with clock.standing_at(NEW_YEAR + timedelta(days=1)):
        coming_actions.count_expected()
    assert bands_of(series)[FIRST] == "10-24"


def test_it_counts_no_date_that_is_skipped_or_cancelled_and_none_of_those_who_left(
    chair: Place, member: Place, other_member: Place
) -> None:
    series, cancelled = make(chair), make(chair)
    for by in (member, other_member):
        coming_actions.come(series, FIRST, by=by)
    coming_actions.come(series, SECOND, by=other_member)
    coming_actions.come(cancelled, FIRST, by=member)
    actions.skip(series, SECOND, reason="No room.", by=chair)
    actions.cancel(cancelled, by=chair)
    membership.leave(by=member)
    with clock.standing_at(NEW_YEAR):
        coming_actions.count_expected()
    assert set(bands_of(series)) == {FIRST}
    assert not bands_of(cancelled)
    assert not any(each.inside["who"] == member.voice for each in Coming.objects.all())
    assert coming_actions.means_to_come(series, FIRST, by=other_member)


def test_it_deletes_what_was_said_of_dates_that_are_past(chair: Place, member: Place) -> None:
    series = make(chair)
    coming_actions.come(series, FIRST, by=member)
    coming_actions.come(series, SECOND, by=member)
    actions.move(series, FIRST, new_date=date(2027, 1, 14), new_at=series.at, by=chair)
    with clock.standing_at(NEW_YEAR + timedelta(days=10)):  # 12 January: the first is moved to the 14th
        coming_actions.count_expected()
        assert set(Coming.objects.values_list("date", flat=True)) == {FIRST, SECOND}
        assert {FIRST, SECOND} <= set(bands_of(series))
    with clock.standing_at(NEW_YEAR + timedelta(days=12)):
        coming_actions.count_expected()
        assert set(Coming.objects.values_list("date", flat=True)) == {FIRST}
        assert SECOND not in bands_of(series)


def test_a_network_without_its_keys_waits(chair: Place, member: Place) -> None:
    series = make(chair)
    coming_actions.come(series, FIRST, by=member)
    with mock.patch.object(keyring, "has_keys", return_value=False), clock.standing_at(NEW_YEAR):
        coming_actions.count_expected()
    assert not bands_of(series)
    assert Coming.objects.count() == 1
