"""Nobody can tell who has a passport: between a world in which one has it and one in which another has, 0 bytes differ.

The owners themselves do not look, nor, once it is shown, the manager to whom it is. What lies in the tables is compared
elsewhere: who has one is not hidden from whoever has stolen the database (docs/adr/0024).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from dueregard.access.routes import routes
from dueregard.leave.passports.models import Grant, GrantQuerySet, PassportQuerySet, SignedVersion
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from tests.leave.carers import Carers
from tests.leave.passports.owners import signed, written
from tests.networks.two_worlds import Asked, Observer, Seen, Worlds, differing, same_ids
from tests.people_of_the_tests import make_person

pytestmark = pytest.mark.django_db

LATER = timedelta(days=70)
"""After the next quarter has begun, in which the band may count what was signed."""


@dataclass
class WorldsOfPassports(Worlds):
    """Worlds in which each page is asked for, with each version and whatever is shown."""

    def addresses(self, networks: Sequence[Network]) -> Iterator[Asked]:
        """Give every address of the base, and those of passports filled in."""
        yield from super().addresses([])
        for version in SignedVersion.objects.all():
            yield Asked(f"/leave/passports/versions/{version.pk}/")
        for grant in Grant.objects.all():
            yield Asked(f"/leave/passports/shown/{grant.pk}/")


@dataclass
class Scene:
    """Two colleagues of one team, one of whom has a passport, and those who look."""

    worlds: WorldsOfPassports
    one: Person
    other: Person

    def compared(self, deed: Callable[[Person], object], *, without: Sequence[str] = ()) -> tuple[Seen, Seen]:
        """Return what is seen where one did it and where the other did, by everybody but some."""
        look = [each for each in self.worlds.observers if each.name not in without]
        worlds, names = replace(self.worlds, observers=look), tuple(f"{each.name} " for each in look)
        one, other = (worlds.continued(lambda who=who: deed(who)) for who in (self.one, self.other))
        return tuple(
            {name: what for name, what in seen.items() if name.startswith(names)} for seen in (one, other)
        )


def is_near(pattern: str) -> bool:
    """Say whether a page shows leave, people, or what everybody starts from."""
    return pattern in {"/", "/people/", "/post/"} or (
        pattern.startswith("/leave/") and "agreed-time" not in pattern
    )


@pytest.fixture
def scene(carers: Carers) -> Scene:
    list(routes())
    with same_ids(begun=5):
        people = {
            "manager": carers.manager,
            "head": carers.head,
            "stranger": carers.stranger,
            "administrator": carers.administrator,
            "lead": make_person("equality-lead", carers.stranger.staff.team),
        }
        look = [Observer.signed_in(who, person) for who, person in people.items()]
    return Scene(WorldsOfPassports([], look, only=is_near), carers.carer, carers.colleague)


def test_a_private_draft_changes_no_page_of_anybody_else(scene: Scene) -> None:
    one, other = scene.compared(written)
    assert differing(one, other) == []
    assert len(one) > 50


def test_what_is_shown_and_signed_changes_no_page_of_anybody_but_the_manager(scene: Scene) -> None:
    one, other = scene.compared(signed, without=["manager"])
    assert differing(one, other) == []
    assert any("/shown/" in name for name in one)


def test_nor_does_a_draft_differ_from_none(scene: Scene) -> None:
    one, other = scene.compared(lambda who: written(who) if who == scene.one else None)
    assert differing(one, other) == []


@pytest.mark.prove
@pytest.mark.parametrize("deed", [written, signed])
def test_no_page_of_the_house_tells_whoever_looks(scene: Scene, deed: Callable[[Person], object]) -> None:
    scene.worlds = replace(scene.worlds, only=lambda pattern: True, later=LATER)
    one, other = scene.compared(deed, without=["manager"])
    assert differing(one, other) == []
    assert len(one) > 300


# Without a control it is red.


def show_drafts_to_all(stack: ExitStack) -> None:
    everything: Any = lambda queryset, user: queryset.all()  # noqa: E731
    stack.enter_context(mock.patch.object(PassportQuerySet, "visible_to", everything))


def show_what_is_shown_to_anybody(stack: ExitStack) -> None:
    everything: Any = lambda queryset, user: queryset.good()  # noqa: E731
    stack.enter_context(mock.patch.object(GrantQuerySet, "visible_to", everything))


@pytest.mark.parametrize("take_out", [show_drafts_to_all, show_what_is_shown_to_anybody])
def test_without_what_protects_it_the_worlds_differ(
    scene: Scene, take_out: Callable[[ExitStack], None]
) -> None:
    scene.worlds = replace(scene.worlds, only=lambda pattern: pattern == "/leave/passports/")
    with ExitStack() as stack:
        take_out(stack)
        one, other = scene.compared(signed, without=["manager"])
    assert differing(one, other) != []
