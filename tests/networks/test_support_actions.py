"""Asking in confidence and the directory: the change, each refusal, the digest noted, and what must never be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.networks import acting, keyring, seats
from dueregard.networks.membership import handles
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.networks.support import actions as support
from dueregard.networks.support.models import NUMBERS, Asked, Enquiry, Message, Signpost
from dueregard.people.models import Person
from tests.networks.asking import ENTRY, WORDS, answer, ask, ask_on, deeds, signpost, texts
from tests.networks.members import NOW, make_network, seat

Cast = dict[str, Person]


@pytest.fixture
def supporter(network: Network, cast: Cast) -> Place:
    return seat(network, cast["analyst"], "supporter")


@pytest.fixture
def broken_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the journal of the commons take nothing."""

    def refuse(*args: Any) -> None:
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(support, "note", refuse)


# To ask


def test_anybody_on_the_staff_asks_and_finds_it_and_nobody_else_does(network: Network, cast: Cast) -> None:
    before = deeds()
    enquiry = ask(network, cast["manager"])
    assert deeds() == before + 1
    assert texts(enquiry) == [("", WORDS)]
    assert (enquiry.waits, enquiry.is_closed, enquiry.last_day) == (True, False, NOW.date())
    assert list(Enquiry.objects.of(cast["manager"], network)) == [enquiry]
    for role in ("adviser", "chair", "administrator", "inspector", "outsider"):
        assert not Enquiry.objects.of(cast[role], network)


def test_somebody_from_outside_cannot_ask(network: Network, cast: Cast) -> None:
    for role in ("inspector", "outsider"):
        with pytest.raises(NotAllowed):
            ask(network, cast[role])
    assert not Enquiry.objects.exists()


def test_a_member_asks_under_a_name_that_is_not_their_handle(
    network: Network, cast: Cast, member: Place
) -> None:
    handles = {held.handle for _, held in seats.taken(network)}
    called = {ask(network, cast["adviser"]).inside["handle"] for _ in range(5)}
    assert len(called) == 5
    assert called.isdisjoint(handles)


def test_the_name_of_an_enquiry_is_nobody_s_in_the_network(
    network: Network, cast: Cast, chair: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handles, "COLOURS", ("Slate", "Amber"))
    monkeypatch.setattr(handles, "CREATURES", ("Heron",))
    assert chair.held.handle == "Slate Heron"
    for role in ("manager", "adviser", "analyst", "staff", "executive", "supervisor"):
        assert ask(network, cast[role]).inside["handle"] == "Amber Heron"


def test_nothing_of_who_asked_stands_in_the_open(network: Network, cast: Cast) -> None:
    enquiry = ask(network, cast["manager"])
    second = ask(network, cast["manager"])
    staff = cast["manager"].staff
    for row in [*Enquiry.objects.values(), *Message.objects.values()]:
        stored = " ".join(
            bytes(value).hex() if isinstance(value, bytes) else str(value) for value in row.values()
        )
        for told in (str(staff.pk), staff.number, cast["manager"].name, cast["manager"].email, WORDS):
            assert told not in stored
            assert told.encode().hex() not in stored
    assert enquiry.tag != second.tag


def test_two_enquiries_of_one_person_are_as_long_as_those_of_two(network: Network, cast: Cast) -> None:
    rows = [ask(network, cast["manager"], text="x"), ask(network, cast["adviser"], text=WORDS)]
    assert len({len(bytes(row.contents)) for row in rows}) == 1
    assert len({len(bytes(row.contents)) for row in Message.objects.all()}) == 1


def test_a_page_that_is_sent_twice_asks_once(network: Network, cast: Cast) -> None:
    token = uuid4()
    first, second = (
        support.ask(network, asked=Asked.CHAIR, text=WORDS, token=token, by=cast["manager"]) for _ in range(2)
    )
    assert first == second
    assert Message.objects.count() == 1
    other = support.ask(network, asked=Asked.CHAIR, text=WORDS, token=token, by=cast["adviser"])
    assert other != first


def test_twenty_enquiries_are_enough_and_deleting_one_makes_room(network: Network, cast: Cast) -> None:
    made = [ask(network, cast["manager"]) for _ in NUMBERS]
    with pytest.raises(support.TooMany):
        ask(network, cast["manager"])
    support.delete(made[7], by=cast["manager"])
    ask(network, cast["manager"])
    assert Enquiry.objects.of(cast["manager"], network).count() == len(NUMBERS)


def test_one_s_own_is_found_while_keys_change_and_after(network: Network, cast: Cast) -> None:
    enquiry = ask(network, cast["manager"])
    number = keyring.add(network.pk)
    assert list(Enquiry.objects.of(cast["manager"], network)) == [enquiry]
    before = enquiry.tag
    enquiry.enclose(enquiry.inside)
    enquiry.reindex()
    enquiry.save()
    assert (enquiry.key, enquiry.tag != before) == (number, True)
    assert list(Enquiry.objects.of(cast["manager"], network)) == [enquiry]
    assert support.close(enquiry, by=cast["manager"]).is_closed


def test_asking_is_undone_when_it_cannot_be_noted(network: Network, cast: Cast, broken_note: None) -> None:
    with pytest.raises(RuntimeError):
        ask(network, cast["manager"])
    assert not Enquiry.objects.exists()
    assert not Message.objects.exists()


def test_only_the_one_who_asked_asks_on_and_deletes(network: Network, cast: Cast, supporter: Place) -> None:
    enquiry = ask(network, cast["manager"])
    for role in ("adviser", "chair", "analyst", "inspector"):
        with pytest.raises(NotAllowed):
            ask_on(enquiry, cast[role])
        with pytest.raises(NotAllowed):
            support.delete(enquiry, by=cast[role])
        with pytest.raises(NotAllowed):
            support.close(enquiry, by=cast[role])
    assert len(texts(enquiry)) == 1


def test_asking_on_waits_again_and_opens_what_was_closed(
    network: Network, cast: Cast, supporter: Place
) -> None:
    enquiry = support.close(answer(ask(network, cast["manager"]), supporter), by=supporter)
    assert (enquiry.waits, enquiry.is_closed) == (False, True)
    enquiry = ask_on(enquiry, cast["manager"])
    assert (enquiry.waits, enquiry.is_closed, enquiry.length) == (True, False, 3)


def test_deleting_leaves_nothing(network: Network, cast: Cast, supporter: Place) -> None:
    kept = ask(network, cast["adviser"])
    enquiry = answer(ask(network, cast["manager"]), supporter)
    before = deeds()
    support.delete(enquiry, by=cast["manager"])
    assert list(Enquiry.objects.all()) == [kept]
    assert Message.objects.count() == 1
    assert deeds() == before + 1


# To answer


def test_a_peer_supporter_answers_signed_by_the_role(network: Network, cast: Cast, supporter: Place) -> None:
    before = deeds()
    enquiry = answer(ask(network, cast["manager"]), supporter)
    assert deeds() == before + 2
    assert texts(enquiry)[1] == ("A peer supporter", "You are not alone. Let us talk.")
    assert (enquiry.waits, enquiry.length) == (False, 2)
    assert supporter.held.handle not in str(texts(enquiry))


def test_whoever_answers_signs_with_the_role_that_was_asked(
    network: Network, cast: Cast, chair: Place
) -> None:
    deputy = seat(network, cast["executive"], "deputy", "supporter")
    facilitator = seat(network, cast["facilitator"], "facilitator")
    signed = [
        (deputy, Asked.SUPPORTER, "A peer supporter"),
        (deputy, Asked.CHAIR, "A deputy chair"),
        (chair, Asked.CHAIR, "The chair"),
        (chair, Asked.SUPPORTER, "The chair"),
        (facilitator, Asked.SUPPORTER, "A facilitator"),
    ]
    for place, asked, words in signed:
        assert texts(answer(ask(network, cast["manager"], asked=asked), place))[1][0] == words


def test_what_was_asked_of_the_chair_is_for_those_who_lead(
    network: Network, cast: Cast, chair: Place, supporter: Place, facilitator: Place
) -> None:
    enquiry = ask(network, cast["manager"], asked=Asked.CHAIR)
    for place in (supporter, facilitator):
        assert enquiry not in Enquiry.objects.visible_to(place)
        with pytest.raises(NotAllowed):
            answer(enquiry, place)
        with pytest.raises(NotAllowed):
            support.close(enquiry, by=place)
    assert list(Enquiry.objects.visible_to(chair)) == [enquiry]


def test_members_without_the_role_and_supporters_of_another_network_see_nothing(
    network: Network, cast: Cast, member: Place
) -> None:
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    elsewhere = [seat(other, cast["executive"]), seat(other, cast["analyst"], "supporter", "deputy")]
    enquiry = ask(network, cast["manager"])
    for place in (member, *elsewhere, cast["administrator"], cast["equality-lead"]):
        assert not Enquiry.objects.visible_to(place)
        assert not Message.objects.visible_to(place)
        with pytest.raises(NotAllowed):
            answer(enquiry, place)


def test_a_role_whose_term_is_over_answers_no_more(network: Network, cast: Cast, supporter: Place) -> None:
    ask(network, cast["manager"])
    assert Enquiry.objects.visible_to(supporter)
    with clock.standing_at(NOW + timedelta(days=800)):
        assert not Enquiry.objects.visible_to(supporter)


def test_a_closed_enquiry_takes_no_answer_and_a_deleted_one_is_gone(
    network: Network, cast: Cast, supporter: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquiry = support.close(ask(network, cast["manager"]), by=cast["manager"])
    with pytest.raises(support.Closed):
        answer(enquiry, supporter)
    monkeypatch.setattr(support, "require", lambda *args: None)
    support.delete(enquiry, by=cast["manager"])
    enquiry.pk = uuid4()
    with pytest.raises(support.Gone):
        answer(enquiry, supporter)


def test_an_answer_that_is_sent_twice_stands_once(network: Network, cast: Cast, supporter: Place) -> None:
    enquiry, token = ask(network, cast["manager"]), uuid4()
    for _ in range(2):
        support.answer(enquiry, text="Yes.", token=token, by=supporter)
    for _ in range(2):
        support.ask_on(enquiry, text="Really?", token=token, by=cast["manager"])
    assert [text for _, text in texts(enquiry)] == [WORDS, "Yes.", "Really?"]


# What comes back


def test_what_was_closed_is_erased_after_ninety_days(network: Network, cast: Cast) -> None:
    enquiry = support.close(ask(network, cast["manager"]), by=cast["manager"])
    waiting = ask(network, cast["adviser"])
    with clock.standing_at(NOW + timedelta(days=89)):
        assert support.let_enquiries_end() == 0
        assert enquiry in Enquiry.objects.all()
    with clock.standing_at(NOW + timedelta(days=90)):
        before = deeds()
        assert support.let_enquiries_end() == 1
        assert deeds() == before + 1
        assert support.let_enquiries_end() == 0
        assert deeds() == before + 1
    assert list(Enquiry.objects.all()) == [waiting]
    assert Message.objects.count() == 1


def test_what_was_answered_and_is_quiet_closes_by_itself_and_what_waits_does_not(
    network: Network, cast: Cast, supporter: Place
) -> None:
    answered, waiting = answer(ask(network, cast["manager"]), supporter), ask(network, cast["adviser"])
    with clock.standing_at(NOW + timedelta(days=30)):
        support.let_enquiries_end()
        answered.refresh_from_db()
        waiting.refresh_from_db()
        assert (answered.is_closed, answered.last_day) == (True, clock.today())
        assert not waiting.is_closed


def test_the_end_of_enquiries_needs_no_keys(
    network: Network, cast: Cast, settings: Any, tmp_path: Any
) -> None:
    support.close(ask(network, cast["manager"]), by=cast["manager"])
    settings.KEYS_FILE = tmp_path / "none.json"
    with clock.standing_at(NOW + timedelta(days=100)):
        assert support.let_enquiries_end() == 1


# The directory


def test_those_who_run_a_network_keep_its_signposts(
    network: Network, chair: Place, facilitator: Place
) -> None:
    before = deeds()
    entry = signpost(facilitator)
    assert (entry.network, entry.checked_on, entry.is_urgent) == (network, NOW.date(), False)
    changed = support.change_signpost(entry, by=chair, **{**ENTRY, "name": "Night Owls of Leeds"})
    assert changed.name == "Night Owls of Leeds"
    support.remove_signpost(entry, by=chair)
    assert not Signpost.objects.exists()
    assert deeds() == before + 3


def test_i_have_checked_this_shows_an_entry_for_six_more_months(network: Network, chair: Place) -> None:
    entry = signpost(chair)
    with clock.standing_at(NOW + timedelta(days=184)):
        assert not Signpost.objects.visible_to(None)
        assert list(Signpost.objects.visible_to(chair)) == [entry]
        assert not entry.is_shown
        support.check_signpost(entry, by=chair)
        assert list(Signpost.objects.visible_to(None)) == [entry]


@pytest.mark.parametrize("do", ["add", "change", "check", "remove"])
def test_nobody_else_keeps_them(network: Network, cast: Cast, member: Place, chair: Place, do: str) -> None:
    entry = signpost(chair)
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    acts: dict[str, Callable[[Place], object]] = {
        "add": lambda place: support.add_signpost(by=place, **ENTRY),
        "change": lambda place: support.change_signpost(entry, by=place, **ENTRY),
        "check": lambda place: support.check_signpost(entry, by=place),
        "remove": lambda place: support.remove_signpost(entry, by=place),
    }
    places = [member, seat(network, cast["analyst"], "supporter")]
    places += [] if do == "add" else [seat(other, cast["executive"])]
    for place in places:
        with pytest.raises(NotAllowed):
            acts[do](place)
    assert list(Signpost.objects.all()) == [entry]


def test_an_entry_is_undone_when_it_cannot_be_noted(chair: Place, broken_note: None) -> None:
    with pytest.raises(RuntimeError):
        signpost(chair)
    assert not Signpost.objects.exists()


def test_actions_hold_the_keys() -> None:
    assert support.action is acting.action
