"""The room for text beside a meeting: opened by whoever comes first, the same for all, and gone after seven days."""

from datetime import date, datetime, timedelta

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.conversations.models import Conversation, Kind
from dueregard.networks.meetings import actions, coming_actions, refusals
from dueregard.networks.meetings.models import Series
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network
from tests.networks.planning import LINK, client_of, make, plan

DAY = date(2027, 1, 6)


def test_members_come_to_the_same_room_whoever_opens_it(
    chair: Place, member: Place, network: Network, cast: dict[str, Person]
) -> None:
    series = make(chair)
    address = f"/networks/{network.code}/room/meetings/{series.pk}/2027-01-06/"
    assert "Open the text room" in client_of(cast["adviser"]).get(address).content.decode()
    places = {
        client_of(cast[person]).post(f"{address}beside/").url for person in ("adviser", "chair", "adviser")
    }
    conversation = Conversation.objects.get()
    assert places == {f"/networks/{network.code}/room/conversations/{conversation.pk}/"}
    assert (conversation.kind, conversation.gone_after) == (Kind.BESIDE, DAY + timedelta(days=7))
    page = client_of(cast["adviser"]).get(places.pop())
    assert page.status_code == 200
    assert "Beside the meeting on Wednesday 6 January" in page.content.decode()


def test_each_date_has_a_room_of_its_own_and_the_link_stays(chair: Place, member: Place) -> None:
    series = make(chair)
    first = coming_actions.open_text_room(series, DAY, by=member)
    second = coming_actions.open_text_room(series, DAY + timedelta(weeks=1), by=member)
    assert first != second
    actions.change(Series.objects.get(), plan(title="Tea"), seen=0, by=chair)
    assert coming_actions.open_text_room(Series.objects.get(), DAY, by=chair) == first
    assert Series.objects.get().link == LINK


def test_a_room_that_was_erased_is_not_the_way_anywhere(chair: Place, member: Place) -> None:
    series = make(chair)
    first = coming_actions.open_text_room(series, DAY, by=member)
    Conversation.objects.all().delete()
    assert coming_actions.open_text_room(Series.objects.get(), DAY, by=member) != first


def test_no_room_is_opened_beside_what_is_not_held_or_long_past(
    chair: Place, member: Place, cast: dict[str, Person]
) -> None:
    series = make(chair)
    with clock.standing_at(datetime(2027, 1, 13, 12, tzinfo=clock.LONDON)):
        coming_actions.open_text_room(series, DAY, by=member)
    with clock.standing_at(datetime(2027, 1, 14, 12, tzinfo=clock.LONDON)), pytest.raises(refusals.NotHeld):
        coming_actions.open_text_room(series, DAY, by=member)
    actions.skip(series, DAY + timedelta(weeks=2), reason="No room.", by=chair)
    with pytest.raises(refusals.NotHeld):
        coming_actions.open_text_room(series, DAY + timedelta(weeks=2), by=member)
    elsewhere = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    stranger = seats.find(cast["manager"], elsewhere)
    assert stranger is not None
    with pytest.raises(NotAllowed):
        coming_actions.open_text_room(series, DAY, by=stranger)
    assert Conversation.objects.count() == 1
