"""Nobody can tell who raised an issue or added weight: between two worlds in which others did, 0 bytes differ."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest

from dueregard import journal
from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.seats import Place
from dueregard.people.models import Person, Team
from dueregard.policies.rollout.carrying import let_out
from dueregard.voice import carrying, weighing
from dueregard.voice.collective import boxes, motions
from dueregard.voice.collective.inside import Said
from dueregard.voice.collective.models import Motion
from dueregard.voice.collective.motions import Kind, Wording
from dueregard.voice.models import Issue
from tests.networks.members import NOW, seat
from tests.networks.mutations import RESULTS_OF_ACTING
from tests.networks.scenes import FEW, Scene, good, make_scene
from tests.networks.two_worlds import Worlds, differing, octets_differing, same_ids, told

Cast = dict[str, Person]
OLD = {"title": "No bag", "text": "No bag fits.", "theme": "places", "is_shown": True}
SECRET = {"title": "Acting up", "text": "Posts are filled in silence.", "theme": "progression"}
NEW = {"title": "Late rota", "text": "It comes out late.", "theme": "care"}
HELD = "/networks/<slug:code>/room/voice/"


@dataclass
class Spoken:
    """A network that has raised two issues, one of them in confidence, and a member for each world."""

    scene: Scene
    shown: Issue
    hidden: Issue
    one: Person
    other: Person

    def raised(self, who: Person) -> None:
        """Draft an issue, which the chair and another member stand behind, so that it goes out."""
        token = str(UUID(int=99))
        sent = {
            **NEW,
            "about": "people",
            "wanted": "Earlier.",
            "shown": "hidden",
            "token": token,
            "leader": "",
        }
        client, home = self.scene.clients[who.pk], f"/networks/{self.scene.network.code}/room/voice/"
        good(client.post(f"{home}raise/", sent))
        motion = Motion.objects.get(pk=token)
        motions.stand_behind(motion, version=1, by=place_of(self.scene, "supervisor"))
        motions.stand_behind(motion, version=1, by=place_of(self.scene, "chair"))

    def drafted(self, who: Person) -> None:
        """Draft an issue that waits for others, which the members of the network read."""
        sent = {**NEW, "about": "people", "wanted": "Earlier.", "shown": "hidden", "leader": ""}
        client, home = self.scene.clients[who.pk], f"/networks/{self.scene.network.code}/room/voice/"
        good(client.post(f"{home}raise/", {**sent, "token": str(UUID(int=98))}))

    def weighed(self, who: Person) -> None:
        """Add weight to an issue that all staff read, and from the room to one that members read."""
        client, home = self.scene.clients[who.pk], f"/networks/{self.scene.network.code}/room/voice/"
        good(client.post(f"/voice/issues/{self.shown.pk}/weight/", {"do": "add"}))
        good(client.post(f"{home}issues/{self.hidden.pk}/weight/", {"do": "add"}))


def place_of(scene: Scene, role: str) -> Place:
    person = next(each.person for each in scene.worlds.observers if each.name == role)
    place = seats.find(person, scene.network)
    assert place is not None
    return place


@pytest.fixture
def spoken(cast: Cast, team: Team) -> Iterator[Spoken]:
    with clock.standing_at(NOW):
        scene = make_scene("Kaleidoscope", cast, team)
        with same_ids(begun=2):
            one, other = scene.these["wrote"], scene.others["wrote"]
            for person, handle in ((one, "Coral Plover"), (other, "Teal Vole")):
                seat(scene.network, person, handle=handle)
            for words in (OLD, SECRET):
                wording = Wording(about="people", wanted="Something.", **words)
                motions.move(Kind.RAISE, wording, issue=uuid4(), token=uuid4(), by=place_of(scene, "chair"))
            carrying.say_what_passed()
            carrying.count_weight()
            let_out()  # for this week: it empties the slips, which are to be looked at
        shown, hidden = (Issue.objects.get(title=words["title"]) for words in (OLD, SECRET))
        yield Spoken(scene, shown, hidden, one, other)


def is_of_voice(pattern: str) -> bool:
    """Say whether a page shows issues, or drafts of them."""
    return pattern.startswith(("/voice/", HELD)) or pattern == "/"


DEEDS = ("raised", "drafted", "weighed")


def compare(spoken: Spoken, *deeds: str) -> None:
    """Let one person, and in the other world another, do all of these."""

    def act(who: Person) -> None:
        for deed in deeds:
            getattr(spoken, deed)(who)

    worlds = replace(spoken.scene.worlds, only=is_of_voice)
    one, other = (worlds.continued(lambda who=who: act(who)) for who in (spoken.one, spoken.other))
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert len(one) > 200


def test_two_worlds_of_voice_do_not_differ(spoken: Spoken) -> None:
    compare(spoken, *DEEDS)


@pytest.mark.prove
@pytest.mark.parametrize("deed", DEEDS)
def test_two_worlds_of_each_deed_do_not_differ(spoken: Spoken, deed: str) -> None:
    compare(spoken, deed)


def test_outside_nothing_tells_that_weight_was_added(spoken: Spoken) -> None:
    """Compare with a world in which nobody did: not even that somebody did can be seen before the count."""
    worlds = spoken.scene.seen_by(*FEW, "executive", "manager", only=is_of_voice)
    one = worlds.continued(lambda: spoken.weighed(spoken.one))
    nothing = worlds.continued(lambda: None)
    by_acting = (*RESULTS_OF_ACTING, "commons: collective_", "commons: ticks_deed", "commons: ticks_tick")
    assert [each for each in told(one, nothing) if not each.startswith(by_acting)] == []
    assert "rows of collective_slip" not in told(one, nothing)


# Without a control it is red.


def note_in_the_journal(stack: ExitStack, spoken: Spoken) -> None:
    def add(issue: Issue, *, by: Any) -> None:
        person = (
            by
            if isinstance(by, Person)
            else next(each for each in (spoken.one, spoken.other) if str(each.staff.pk) == by.held.staff)
        )
        with journal.acting():
            journal.record("added weight", issue, by=person)

    stack.enter_context(mock.patch.object(weighing, "add", add))


def say_who_began_it(stack: ExitStack, spoken: Spoken) -> None:
    as_read = motions.as_read

    def with_voice(motion: Motion, place: Place) -> motions.Moved:
        moved = as_read(motion, place)
        began = motion.inside["beginner"]
        return replace(moved, wording=replace(moved.wording, title=f"{moved.wording.title} {began}"))

    stack.enter_context(mock.patch.object(motions, "as_read", with_voice))


def keep_who_stood_behind_it(stack: ExitStack, spoken: Spoken) -> None:
    def raise_with_voices(moved: motions.Moved, network: str) -> Any:
        raised = carried(moved, network)
        return replace(raised, title=f"{raised.title} {voices[-1]}")

    def stand(motion: Motion, by: Place) -> None:
        voices.append(motion.inside["beginner"] or by.voice)
        stood(motion, by)

    voices: list[str] = []
    carried, stood = carrying._raised, motions._stand
    stack.enter_context(mock.patch.object(carrying, "_raised", raise_with_voices))
    stack.enter_context(mock.patch.object(motions, "_stand", stand))


def keep_no_empty_slips(stack: ExitStack, spoken: Spoken) -> None:
    def write(waiting: Iterable[Said]) -> None:
        boxes.Slip.objects.all().delete()
        for said in waiting:
            slip = boxes.Slip()
            slip.enclose(said.plain())
            slip.save()
        boxes.note("wrote the slips that wait")

    stack.enter_context(mock.patch.object(boxes, "_write_slips", write))


MUTATIONS: dict[str, tuple[str, Callable[[ExitStack, Spoken], None], str]] = {
    "weight is written into the journal": ("weighed", note_in_the_journal, "main: journal_entry"),
    "members read who began a draft": ("drafted", say_who_began_it, "supervisor "),
    "an issue keeps who stood behind it": ("raised", keep_who_stood_behind_it, "main: voice_issue"),
    "there are no empty slips": ("weighed", keep_no_empty_slips, "rows of collective_slip"),
}


SEEN_AGAINST_NOTHING = {"there are no empty slips"}


@pytest.mark.parametrize("name", MUTATIONS)
def test_without_a_control_two_worlds_of_voice_differ(spoken: Spoken, name: str) -> None:
    deed, out, told_by = MUTATIONS[name]
    worlds: Worlds = spoken.scene.seen_by("supervisor", only=lambda pattern: pattern == HELD)
    with ExitStack() as stack:
        out(stack, spoken)
        one, other, nothing = (
            worlds.continued(lambda act=act: act())
            for act in (
                lambda: getattr(spoken, deed)(spoken.one),
                lambda: getattr(spoken, deed)(spoken.other),
                lambda: None,
            )
        )
    against = nothing if name in SEEN_AGAINST_NOTHING else other
    assert [each for each in differing(one, against) if each.startswith(told_by)] != []
