"""Nobody can tell who had a concern: of the same reading with one and without one, 0 bytes differ anywhere."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock
from uuid import UUID

import pytest

from dueregard import journal
from dueregard.almanac import clock
from dueregard.people.models import Person, Team
from dueregard.policies.models import PolicyConcern
from dueregard.policies.own import views
from dueregard.policies.rollout import carrying, concerns
from dueregard.voice.collective import boxes
from tests.networks.members import NOW
from tests.networks.two_worlds import Seen, differing, octets_differing
from tests.policies.rollout.two_worlds_of_reading import Scene, WorldsOfReading, make_scene

Cast = dict[str, Person]
WORDS = "It says nothing about people who work three days a week."
IN_A_WEEK = timedelta(days=7)


def is_of_reading(pattern: str) -> bool:
    """Say whether a page shows reading or what comes of it, or what everybody starts from."""
    return pattern.startswith("/policies/") or pattern in {"/", "/post/", "/voice/"}


NEAR = ("manager", "policy-owner", "executive", "administrator", "public", "one", "other")
"""Those who look in the suite: whoever is told anything about reading. The rest of the cast looks in the long run."""


@pytest.fixture
def scene(cast: Cast, team: Team) -> Iterator[Scene]:
    still = SimpleNamespace(time=NOW.timestamp)
    with clock.standing_at(NOW), mock.patch("django.core.cache.backends.base.time", still):
        yield make_scene(cast, team, read=4)


@pytest.fixture
def read_by_many(cast: Cast, team: Team) -> Iterator[Scene]:
    still = SimpleNamespace(time=NOW.timestamp)
    with clock.standing_at(NOW), mock.patch("django.core.cache.backends.base.time", still):
        yield make_scene(cast, team, read=12)


def with_and_without(worlds: WorldsOfReading, scene: Scene) -> tuple[Seen, Seen]:
    """Return what is seen where the same person had a concern, and where they had none."""
    return (
        worlds.continued(lambda: scene.confirmed(scene.one, WORDS)),
        worlds.continued(lambda: scene.confirmed(scene.one)),
    )


def test_a_reading_with_a_concern_and_one_without_do_not_differ(scene: Scene) -> None:
    one, other = with_and_without(scene.worlds.seen_by(*NEAR, only=is_of_reading), scene)
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert len(one) > 150


@pytest.mark.prove
@pytest.mark.parametrize("later", [timedelta(0), IN_A_WEEK])
def test_they_do_not_differ_on_any_page(scene: Scene, later: timedelta) -> None:
    one, other = with_and_without(replace(scene.worlds, later=later), scene)
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0


def test_once_it_is_out_nobody_can_tell_which_of_two_had_it(read_by_many: Scene) -> None:
    scene = read_by_many

    def act(first: str | None, second: str | None) -> None:
        scene.confirmed(scene.one, first)
        scene.confirmed(scene.other, second)

    worlds = scene.worlds.seen_by(*NEAR, only=is_of_reading, later=IN_A_WEEK)
    one, other = worlds.continued(lambda: act(WORDS, None)), worlds.continued(lambda: act(None, WORDS))
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert any(WORDS.encode() in what for name, what in one.items() if name.startswith("policy-owner"))


# Without a control it is red.

Out = Callable[[ExitStack], None]
put = concerns.put


def put_in_only_where_there_is_one(stack: ExitStack) -> None:
    def and_else_nothing(policy: UUID, words: str | None, *, token: UUID) -> None:
        if words is not None:
            put(policy, words, token=token)

    stack.enter_context(mock.patch.object(concerns, "put", and_else_nothing))


def note_in_the_journal(stack: ExitStack) -> None:
    def and_record(policy: UUID, words: str | None, *, token: UUID) -> None:
        put(policy, words, token=token)
        if words is not None:
            journal.record("had a concern", PolicyConcern(pk=token), by=carrying.CONCERNS)

    stack.enter_context(mock.patch.object(concerns, "put", and_record))


def say_so_on_the_receipt(stack: ExitStack) -> None:
    render = views.render

    def and_say(request: Any, template: str, context: dict[str, Any], **how: Any) -> Any:
        if template.endswith("receipt.html") and concerns.held():
            context["receipt"].version.policy.title += " with a concern"
        return render(request, template, context, **how)

    stack.enter_context(mock.patch.object(views, "render", and_say))


def keep_it_at_once(stack: ExitStack) -> None:
    def and_keep(policy: UUID, words: str | None, *, token: UUID) -> None:
        put(policy, words, token=token)
        if words is not None:
            PolicyConcern.objects.create(id=token, policy_id=policy, month=clock.today(), words=words)

    stack.enter_context(mock.patch.object(concerns, "put", and_keep))


def keep_no_empty_slips(stack: ExitStack) -> None:
    def write(waiting: Any) -> None:
        boxes.Slip.objects.all().delete()
        for said in waiting:
            if said.words is not None:
                slip = boxes.Slip()
                slip.enclose(said.plain())
                slip.save()
        boxes.note("wrote the slips that wait")

    stack.enter_context(mock.patch.object(boxes, "_write_slips", write))


def let_out_at_once(stack: ExitStack) -> None:
    stack.enter_context(mock.patch.object(carrying, "LEAST_READINGS", 1))


MUTATIONS: dict[str, tuple[Out, str, str]] = {
    "a slip is put in only where there is a concern": (put_in_only_where_there_is_one, "one", "main: "),
    "a concern is written into the journal": (note_in_the_journal, "staff", "main: journal_entry"),
    "the receipt says that one had a concern": (say_so_on_the_receipt, "one", "one /policies/reading/"),
    "a concern is kept at once": (keep_it_at_once, "policy-owner", "policy-owner /policies/concerns/"),
    "there are no empty slips": (keep_no_empty_slips, "staff", "rows of collective_slip"),
    "a concern comes out whoever has read": (
        let_out_at_once,
        "policy-owner",
        "policy-owner /policies/concerns/",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_without_a_control_two_worlds_of_reading_differ(scene: Scene, name: str) -> None:
    out, who_looks, told_by = MUTATIONS[name]
    later = IN_A_WEEK if out is let_out_at_once else timedelta(0)
    worlds = scene.worlds.seen_by(
        who_looks, only=lambda pattern: pattern.startswith("/policies/"), later=later
    )
    with ExitStack() as stack:
        out(stack)
        one = worlds.continued(lambda: scene.confirmed(scene.one, WORDS))
        other = worlds.continued(lambda: scene.confirmed(scene.one))
    assert [each for each in differing(one, other) if each.startswith(told_by)] != []
