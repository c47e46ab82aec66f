"""The neutral message: everyone who chose it gets the same, whatever they belong to, be there news or not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.jobs import ticks
from dueregard.journal.models import Entry
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people import digest_actions as digests
from dueregard.people.digests import DigestChoice, Frequency, is_first_of_week
from dueregard.people.models import Person, Staff
from dueregard.post import kinds
from dueregard.post.models import Message
from tests.leave.deeds import undone
from tests.networks.asking import ask
from tests.networks.members import NOW
from tests.networks.reading import client_of, get, nowhere, same_for_all, words_of

Cast = dict[str, Person]
THURSDAY = datetime(2026, 11, 5, 7, 30, tzinfo=UTC)


def choose(person: Person, frequency: Frequency = Frequency.DAILY) -> None:
    digests.choose_digest(frequency, by=person)


def send(at: datetime) -> list[str]:
    """Send what is due at a moment, and return the addresses in the order in which they were put in the outbox."""
    before = set(Message.objects.values_list("pk", flat=True))
    with clock.standing_at(at):
        digests.send_digests()
    return [
        message.letter().to for message in Message.objects.order_by("created_at") if message.pk not in before
    ]


# To choose


@pytest.mark.usefixtures("wednesday")
def test_anybody_on_the_staff_chooses_changes_and_stops(cast: Cast) -> None:
    choose(cast["manager"])
    choose(cast["manager"], Frequency.WEEKLY)
    choice = DigestChoice.objects.get()
    assert (choice.person, choice.frequency, choice.made_on) == (cast["manager"], "weekly", NOW.date())
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.deed, entry.subject_id, entry.actor_id) == (
        "chose a digest", str(cast["manager"].pk), cast["manager"].pk,
    )  # fmt: skip
    assert digests.choose_digest(None, by=cast["manager"]) is None
    assert not DigestChoice.objects.exists()
    assert Entry.objects.order_by("-number")[0].deed == "chose no digest"


@pytest.mark.usefixtures("wednesday")
def test_somebody_from_outside_does_not_choose(cast: Cast) -> None:
    for role in ("inspector", "outsider"):
        with pytest.raises(NotAllowed):
            choose(cast[role])
        assert get(cast[role], "/networks/mail/").content == nowhere(cast[role])


@pytest.mark.usefixtures("wednesday")
def test_a_choice_is_undone_when_it_cannot_be_recorded(cast: Cast, fill_journal: Callable[[], None]) -> None:
    fill_journal()
    with undone():
        choose(cast["manager"])
    assert not DigestChoice.objects.exists()


@pytest.mark.usefixtures("wednesday")
def test_nobody_sees_another_s_choice(cast: Cast) -> None:
    choose(cast["manager"])
    assert not DigestChoice.objects.visible_to(cast["administrator"])
    assert DigestChoice.objects.visible_to(cast["manager"]).count() == 1


def test_the_page_of_the_choice_is_the_same_for_a_member(network: Network, cast: Cast, member: Place) -> None:
    page = "/networks/mail/"
    assert same_for_all(cast["adviser"], page) == same_for_all(cast["staff"], page)
    client = client_of(cast["adviser"])
    assert "Select how often you want to be told" in client.post(page, {"frequency": ""}).content.decode()
    assert client.post(page, {"frequency": "weekly"}).url == f"{page}?saved=yes"
    assert "Your choice is saved." in words_of(cast["adviser"], f"{page}?saved=yes")
    assert 'value="weekly" checked' in client.get(page).content.decode()
    assert client.post(page, {"frequency": "never"}).status_code == 302
    assert not DigestChoice.objects.exists()


# To send


def test_a_member_and_a_colleague_get_the_same_message_but_for_the_address(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    for role in ("adviser", "chair", "supervisor"):
        choose(cast[role])
    ask(network, cast["supervisor"])
    assert len(send(THURSDAY)) == 3
    letters = {message.letter().to: message.letter() for message in Message.objects.all()}
    seen = set()
    for role in ("adviser", "chair", "supervisor"):
        letter = letters[cast[role].email]
        written = letter.as_email()
        assert set(written.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        }  # fmt: skip
        for name in ("To", "Date", "Message-ID"):
            del written[name]
        seen.add(written.as_bytes())
    assert len(seen) == 1
    text = seen.pop().decode()
    assert "Subject: You have updates in Due Regard" in text
    for told in (network.name, network.code, "network", "Example", "List-"):
        assert told not in text
    assert len({len(bytes(message.contents)) for message in Message.objects.all()}) == 1
    assert {message.kind for message in Message.objects.all()} == {"private"}


def test_sending_asks_the_commons_nothing(network: Network, cast: Cast, member: Place) -> None:
    choose(cast["adviser"])
    with CaptureQueriesContext(connections["commons"]) as asked:
        assert send(THURSDAY) == [cast["adviser"].email]
    assert len(asked) == 0


@pytest.mark.usefixtures("wednesday")
def test_it_is_sent_once_a_day_from_half_past_seven_in_london_on_working_days(cast: Cast) -> None:
    choose(cast["manager"])
    address = [cast["manager"].email]
    assert send(NOW) == []  # chosen today: the day's messages have gone
    assert send(THURSDAY - timedelta(minutes=1)) == []
    assert send(THURSDAY) == address
    assert send(THURSDAY) == send(THURSDAY + timedelta(hours=9)) == []
    assert send(THURSDAY + timedelta(days=1)) == address
    saturday = THURSDAY + timedelta(days=2)
    assert send(saturday) == send(saturday + timedelta(days=1)) == []
    assert send(datetime(2026, 12, 25, 9, tzinfo=UTC)) == []
    summer = datetime(2027, 7, 1, 6, 30, tzinfo=UTC)
    assert send(summer - timedelta(minutes=1)) == []
    assert send(summer) == address


@pytest.mark.usefixtures("wednesday")
def test_once_a_week_is_on_monday_or_after_a_bank_holiday_on_tuesday(cast: Cast) -> None:
    choose(cast["manager"], Frequency.WEEKLY)
    assert send(THURSDAY) == []
    assert send(THURSDAY + timedelta(days=4)) == [cast["manager"].email]
    assert send(THURSDAY + timedelta(days=5)) == []
    easter_monday = date(2027, 3, 29)
    assert [is_first_of_week(easter_monday + timedelta(days=ahead)) for ahead in range(4)] == [
        False, True, False, False,
    ]  # fmt: skip


@pytest.mark.usefixtures("wednesday")
def test_the_key_of_the_day_keeps_a_second_message_away_even_if_the_day_is_forgotten(cast: Cast) -> None:
    choose(cast["manager"])
    assert len(send(THURSDAY)) == 1
    DigestChoice.objects.update(sent_on=None)
    assert send(THURSDAY) == []


@pytest.mark.usefixtures("wednesday")
def test_everyone_is_written_to_in_an_order_that_is_not_theirs(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "AT_A_TIME", 4)
    people = [person for person in cast.values() if hasattr(person, "staff")]
    for person in people:
        choose(person)
    orders = {tuple(send(THURSDAY + timedelta(days=days))) for days in (0, 1, 4, 5, 6)}
    assert all(sorted(order) == sorted(person.email for person in people) for order in orders)
    assert len(orders) > 1


@pytest.mark.usefixtures("wednesday")
def test_whoever_has_left_is_not_written_to_and_their_choice_is_removed(cast: Cast) -> None:
    choose(cast["manager"])
    choose(cast["analyst"])
    Staff.objects.filter(person=cast["manager"]).update(ended=NOW.date())
    Person.objects.filter(pk=cast["analyst"].pk).update(is_active=False)
    assert send(THURSDAY) == []
    assert not DigestChoice.objects.exists()


@pytest.mark.usefixtures("wednesday")
def test_an_address_that_is_none_does_not_hold_up_the_others(cast: Cast) -> None:
    choose(cast["manager"])
    choose(cast["analyst"])
    Person.objects.filter(pk=cast["manager"].pk).update(email="nowhere")
    assert send(THURSDAY) == [cast["analyst"].email]
    assert send(THURSDAY) == []


def test_the_choice_is_offered_to_everyone_on_their_own_page(
    network: Network, cast: Cast, member: Place
) -> None:
    for role in ("adviser", "supervisor"):
        assert "Email when there may be something new" in words_of(cast[role], "/you/")
    assert "Email when there may be" not in words_of(cast["outsider"], "/you/")


def test_the_worker_sends_them() -> None:
    assert "send the digests" in ticks._ticks


def test_the_message_is_of_the_private_kind_whose_words_nobody_can_set() -> None:
    assert kinds.get(digests.DIGEST).private
