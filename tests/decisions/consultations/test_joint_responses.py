"""A network answers together: the pages of its room, what is filed, and that outside nothing tells who said what."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.decisions.consultations.answering.models import Kind, Response
from dueregard.decisions.consultations.joint import carrying
from dueregard.decisions.consultations.models import Consultation
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person, Team
from dueregard.voice.collective import boxes
from dueregard.voice.collective.inside import Said
from dueregard.voice.collective.joint import actions as joint
from dueregard.voice.collective.joint.content import Mark, Marked, Standing
from dueregard.voice.collective.models import JointResponse
from tests.decisions.consultations import building
from tests.decisions.consultations.joint_records import WORDS, asked, put, write
from tests.networks.members import NOW, make_network, seat
from tests.networks.mutations import RESULTS_OF_ACTING
from tests.networks.reading import client_of, get, nowhere, queries, words_of
from tests.networks.scenes import Scene, good, make_scene
from tests.networks.two_worlds import differing, octets_differing, same_ids, told
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]
COUNTED = Marked("10-24", (1,))
LATER = NOW + timedelta(days=6)


@pytest.fixture
def network(cast: Cast) -> Iterator[Network]:
    with clock.standing_at(NOW):
        yield make_network("Carers", chair=cast["chair"], approver=cast["equality-lead"])


@pytest.fixture
def chair(network: Network, cast: Cast) -> Place:
    return seat(network, cast["chair"])


@pytest.fixture
def consultation(cast: Cast, network: Network) -> Consultation:
    return asked(cast, network)


def home_of(network: Network) -> str:
    return f"/networks/{network.code}/room/consultations/"


def marked_by(network: Network, team: Team, number: int, said: Mark, found: JointResponse) -> None:
    for each in range(number):
        place = seat(network, make_person("staff", team, name=f"Invented {said.words} {each}"))
        joint.mark(found, said, version=1, by=place)


def sent(found: JointResponse, by: Place) -> JointResponse:
    """Let its last day be over, and send it."""
    with clock.standing_at(LATER):
        carrying.count_marks()
        joint.send(found, version=found.content.latest.number, by=by)
    found.refresh_from_db()
    return found


# What is filed


def test_what_a_network_sends_is_filed_once_with_its_note(
    cast: Cast, network: Network, chair: Place, consultation: Consultation, team: Team
) -> None:
    found = put(consultation, chair)
    marked_by(network, team, 10, Mark(frozenset({2}), "Hard to plan."), found)
    marked_by(network, team, 15, Mark(), found)
    sent(found, chair)
    for _ in range(2):
        carrying.file_what_was_sent()
    filed = Response.objects.get()
    assert (filed.kind, filed.name, filed.person, filed.pk) == (Kind.NETWORK, "Carers", None, found.pk)
    assert filed.marked_by == "25-49"
    assert filed.minority_note.count("Hard to plan.") == 10
    assert "“We ask for half days.”" in filed.minority_note
    assert {one.words for one in filed.answers.all()} == set(WORDS)
    found.refresh_from_db()
    assert found.content.standing == Standing.SENT
    page = words_of(cast["policy-owner"], f"/consultations/responses/{filed.pk}/")
    assert "25-49 members of the network marked it" in page
    assert "Hard to plan." in page


def test_without_enough_concerned_no_note_goes_out(
    network: Network, chair: Place, consultation: Consultation, team: Team
) -> None:
    found = put(consultation, chair)
    marked_by(network, team, 9, Mark(frozenset({2}), "Hard to plan."), found)
    marked_by(network, team, 3, Mark(), found)
    sent(found, chair)
    carrying.file_what_was_sent()
    filed = Response.objects.get()
    assert (filed.minority_note, filed.marked_by) == ("", "10-24")
    assert "Hard to plan" not in str(JointResponse.objects.get().inside)


def test_a_kill_between_the_two_databases_files_it_once(
    chair: Place, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sent(put(consultation, chair), chair)

    class Killed(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(joint, "settle", die)
        with pytest.raises(Killed):
            carrying.file_what_was_sent()
    assert Response.objects.count() == 1
    carrying.file_what_was_sent()
    assert Response.objects.count() == 1
    found.refresh_from_db()
    assert found.content.standing == Standing.SENT


def test_what_comes_too_late_is_told_in_the_room(
    cast: Cast, network: Network, chair: Place, consultation: Consultation
) -> None:
    found = sent(put(consultation, chair), chair)
    building.close(consultation)
    carrying.file_what_was_sent()
    assert not Response.objects.exists()
    page = words_of(cast["chair"], f"{home_of(network)}together/{found.pk}/")
    assert "Came too late" in page


def test_what_was_written_is_destroyed_once_the_answers_are_erased(
    chair: Place, consultation: Consultation
) -> None:
    kept = put(consultation, chair)
    carrying.destroy_old()
    assert JointResponse.objects.get() == kept
    Consultation.objects.filter(pk=consultation.pk).update(erased_at=clock.now())
    carrying.destroy_old()
    assert not JointResponse.objects.exists()
    assert not boxes.begun()


# The pages


def test_the_room_is_not_there_for_others(
    cast: Cast, network: Network, chair: Place, consultation: Consultation
) -> None:
    found = put(consultation, chair)
    home = home_of(network)
    for address in (home, f"{home}together/{found.pk}/", f"{home}{consultation.pk}/begin/"):
        for role in ("staff", "policy-owner", "equality-lead", "executive"):
            assert get(cast[role], address).content == nowhere(cast[role]), (role, address)


def test_members_read_along_and_only_those_who_run_it_write(
    cast: Cast, network: Network, chair: Place, consultation: Consultation
) -> None:
    seat(network, cast["staff"])
    home = home_of(network)
    assert "Write a response together" not in words_of(cast["staff"], home)
    assert "Write a response together" in words_of(cast["chair"], home)
    assert get(cast["staff"], f"{home}{consultation.pk}/begin/").status_code == 404
    found = write(consultation, chair)
    page = f"{home}together/{found.pk}/"
    read = words_of(cast["staff"], page)
    assert "We ask for half days." in read
    assert chair.held.handle in read
    assert cast["chair"].name not in read
    assert "Change the words" not in read
    for address in ("write/", "put/"):
        assert get(cast["staff"], page + address).status_code == 404
    for deed in ("send", "take-back", "drop"):
        assert client_of(cast["staff"]).post(f"{page}do/", {"do": deed, "version": 1}).status_code == 404
    assert client_of(cast["staff"]).post(page, {"version": 1}).status_code == 404  # it is not being marked


def test_another_networks_response_is_not_found(
    cast: Cast, network: Network, chair: Place, consultation: Consultation
) -> None:
    pride = make_network("Pride", chair=cast["manager"], approver=cast["equality-lead"])
    found = put(consultation, chair)
    address = f"{home_of(pride)}together/{found.pk}/"
    assert get(cast["manager"], address).content == nowhere(cast["manager"])
    assert get(cast["manager"], f"{home_of(pride)}{consultation.pk}/begin/").status_code == 404


def test_words_that_two_save_at_once_are_kept_on_the_page(
    cast: Cast, network: Network, chair: Place, consultation: Consultation
) -> None:
    seat(network, cast["facilitator"], "facilitator")
    found = write(consultation, chair)
    page = f"{home_of(network)}together/{found.pk}/write/"
    fields = {"question_1": "Mine.", "question_2": "", "version": "1", "token": str(uuid4())}
    assert client_of(cast["facilitator"]).post(page, {**fields, "question_1": "Theirs."}).status_code == 302
    late = client_of(cast["chair"]).post(page, fields).content.decode()
    assert "Somebody saved another version" in late
    assert "Mine." in late
    found.refresh_from_db()
    assert found.content.latest.texts[str(building.questions(consultation)[0].pk)] == "Theirs."


def test_a_list_of_three_takes_no_more_queries_than_one(
    cast: Cast, network: Network, chair: Place, consultation: Consultation
) -> None:
    home = home_of(network)
    put(consultation, chair)
    with queries() as one:
        assert get(cast["chair"], home).status_code == 200
    for title in ("Half days", "Notice"):
        put(asked(cast, network, title), chair)
    with queries() as three:
        assert get(cast["chair"], home).status_code == 200
    assert three.number == one.number


# Two worlds: in each another member has a concern


@pytest.fixture
def scene(cast: Cast, team: Team) -> Iterator[tuple[Scene, JointResponse]]:
    with clock.standing_at(NOW):
        made = make_scene("Kaleidoscope", cast, team)
        with same_ids(begun=2):
            for person, handle in (
                (made.these["wrote"], "Coral Plover"),
                (made.others["wrote"], "Teal Vole"),
            ):
                seat(made.network, person, handle=handle)
            # Two open in each world, so that neither a box nor a consultation is the only one.
            for title in ("Time off for carers", "Half days"):
                found = put(asked(cast, made.network, title), seat(made.network, cast["chair"]))
        yield made, found


def mark(scene: Scene, found: JointResponse, who: Person, *, concerns: tuple[int, ...] = (2,)) -> None:
    """Mark it over the page, as people do."""
    client: Client = scene.clients[who.pk]
    page = f"/networks/{scene.network.code}/room/consultations/together/{found.pk}/"
    good(client.post(page, {"concerns": concerns, "words": "Hard to plan.", "version": 1}))


def is_near(pattern: str) -> bool:
    """Say whether a page could show something of it."""
    return pattern.startswith(
        ("/consultations/", "/networks/<slug:code>/room/consultations/")
    ) or pattern in {
        "/",
        "/networks/<slug:code>/room/",
        "/networks/",
        "/networks/<slug:code>/",
    }


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=6)])
def test_nobody_can_tell_which_member_has_a_concern(
    scene: tuple[Scene, JointResponse], later: timedelta
) -> None:
    made, found = scene
    worlds = replace(made.worlds, only=is_near, later=later)
    one, other = (
        worlds.continued(lambda who=who: mark(made, found, who))
        for who in (made.these["wrote"], made.others["wrote"])
    )
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert len(one) > 150
    assert any(b"Hard to plan" in what or b"We ask for half days" in what for what in one.values())


def test_nobody_can_tell_a_concern_from_agreement(scene: tuple[Scene, JointResponse]) -> None:
    made, found = scene
    worlds = replace(made.worlds, only=is_near)
    who = made.these["wrote"]
    one, other = (
        worlds.continued(lambda concerns=concerns: mark(made, found, who, concerns=concerns))
        for concerns in ((2,), ())
    )
    assert differing(one, other) == []


def test_outside_nothing_tells_that_anybody_marked(scene: tuple[Scene, JointResponse]) -> None:
    made, found = scene
    worlds = replace(made.worlds, only=is_near)
    one = worlds.continued(lambda: mark(made, found, made.these["wrote"]))
    nothing = worlds.continued(lambda: None)
    by_acting = (*RESULTS_OF_ACTING, "commons: collective_", "commons: ticks_deed", "commons: ticks_tick")
    assert [each for each in told(one, nothing) if not each.startswith(by_acting)] == []


# Without a control it is red.


def tell_the_room(stack: ExitStack) -> None:
    """The room shows the marks before they are counted."""
    from dueregard.decisions.consultations.joint import views

    shown = views._shown

    def with_marks(request: Any, place: Place, found: JointResponse) -> dict[str, Any]:
        held = boxes.Box.objects.get(pk=found.content.box).holds
        marks = sorted([*held.said, *(each.mark for each in boxes._waiting())])
        return shown(request, place, found) | {
            "note": str(marks),
            "content": replace(found.content, marked=COUNTED),
        }

    stack.enter_context(mock.patch.object(views, "_shown", with_marks))


def keep_the_mark_beside_the_words(stack: ExitStack) -> None:
    """The response keeps whose mark it was, in clear: it is put into the name of the box."""
    from dueregard.networks import keyring

    def park(*slips: Said) -> None:
        for each in slips:
            box = boxes.Box(id=UUID(hex=each.mark))
            box.enclose({"secret": "", "said": {}, "band": ""})
            assert box.owner == keyring.VOICE
            box.save()
        boxes.note("kept who it was", *boxes.Box.objects.all())

    stack.enter_context(mock.patch.object(boxes, "_park", park))


LEAKS: dict[str, tuple[Callable[[ExitStack], None], str]] = {
    "the room": (tell_the_room, "supervisor "),
    "the boxes": (keep_the_mark_beside_the_words, "commons: collective_box"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_with_a_planted_leak_two_worlds_differ(scene: tuple[Scene, JointResponse], name: str) -> None:
    plant, told_by = LEAKS[name]
    made, found = scene
    worlds = made.seen_by("supervisor", only=lambda pattern: "/room/consultations/together/" in pattern)
    with ExitStack() as stack:
        plant(stack)
        one, other = (
            worlds.continued(lambda who=who: mark(made, found, who))
            for who in (made.these["wrote"], made.others["wrote"])
        )
    assert [each for each in differing(one, other) if each.startswith(told_by)] != []
