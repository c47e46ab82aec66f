"""The scene in which two worlds of feedback are compared: those who look, and two people of whom one does something.

Both of the two look as well: what their own pages show them is read over their shoulder.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.test import Client

from dueregard.access.routes import routes
from dueregard.almanac import clock
from dueregard.feedback.models import AgeGroup, Piece, Reply
from dueregard.feedback.survey import carrying
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.you_said.models import For
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person, Team
from dueregard.policies.rollout.carrying import let_out
from dueregard.voice import carrying as weights
from tests.feedback.building import send, themed
from tests.feedback.surveying import closed_survey, drawn, open_survey, posted, put_in, said
from tests.networks.scenes import good
from tests.networks.two_worlds import Asked, Observer, Worlds, posted_alone, same_ids
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]
VALUES = {"age": AgeGroup.MIDDLE.value, "audience": For.READERS.value}
KINDS: tuple[tuple[str, type[Any]], ...] = (
    ("/feedback/triage/", Piece),
    ("/feedback/replies/", Reply),
    ("/feedback/survey/", Survey),
)
TOKEN = re.compile(r'name="token" value="([^"]+)"')
IN_A_MONTH = timedelta(days=30)


@dataclass
class WorldsOfFeedback(Worlds):
    """Worlds without networks, in which each page of feedback is asked for, with each record that it can be about."""

    def addresses(self, networks: Sequence[Network]) -> Iterator[Asked]:
        """Give every address of one segment each, and those of feedback filled in."""
        if networks:
            return
        for route in routes():
            pattern = route.pattern
            if not self.only(pattern) or pattern in posted_alone():
                continue
            if "<" not in pattern:
                yield Asked(pattern)
            elif pattern.startswith("/feedback/") and "<slug:deed>" not in pattern:
                yield from (Asked(address) for address in filled(pattern))

    def seen_by(self, *names: str, **how: Any) -> "WorldsOfFeedback":
        """Return the same worlds with these alone to look."""
        look = [each for each in self.observers if each.name in names]
        assert len(look) == len(names)
        return replace(self, observers=look, **how)


def filled(pattern: str) -> Iterator[str]:
    """Give the addresses of a route of feedback, one for each record."""
    address = re.sub(r"<slug:(\w+)>", lambda match: VALUES[match.group(1)], pattern)
    if "<uuid:pk>" not in address:
        yield address
        return
    model = next(model for part, model in KINDS if address.startswith(part))
    for key in sorted(model._default_manager.values_list("pk", flat=True)):
        yield address.replace("<uuid:pk>", str(key))


@dataclass
class Scene:
    """A survey that is open and one that is over, some feedback, those who look, and somebody for each world."""

    worlds: WorldsOfFeedback
    survey: Survey
    cast: Cast
    one: Person
    other: Person
    clients: dict[Any, Client]

    def answered(self, who: Person) -> None:
        """Answer the survey, and say something about oneself."""
        address = f"/feedback/survey/{self.survey.pk}/answer/"
        client = self.clients[who.pk]
        good(client.get(address))
        good(client.post(address, posted(said(1, 5, 2, sex=1, age=3))))

    def gave_page_feedback(self, who: Person) -> None:
        """Say of a page that it was not useful."""
        client, address = self.clients[who.pk], "/feedback/page/"
        token = _token(client.get(f"{address}?of=/support/&useful=no"))
        good(client.post(address, {"of": "/support/", "useful": "no", "doing": "Looking.", "token": token}))

    def gave_feedback(self, who: Person) -> None:
        """Send feedback on the page for adults, then say something about oneself, and complain."""
        client, address = self.clients[who.pk], "/feedback/adults/"
        sent = {
            "audience": "other",
            "about": "other",
            "words": "Nobody rang.",
            "complaint": "no",
            "answer": "no",
            "token": _token(client.get(address)),
        }
        thanks = client.post(address, sent)
        good(thanks)
        good(client.post("/feedback/about-you/", {"sex": "Female", "token": _token(thanks)}))
        address = "/feedback/complaint/"
        complaint = {
            "audience": "other",
            "words": "It was late.",
            "how": "0300",
            "token": _token(client.get(address)),
        }
        good(client.post(address, complaint))

    def counted_in_a_month(self) -> None:
        """Let an analyst have the survey counted once it is over."""
        with clock.standing_at(clock.now() + IN_A_MONTH):
            carrying.count(Survey.objects.get(pk=self.survey.pk), by=self.cast["analyst"])


DEEDS: dict[str, Callable[[Scene, Person], None]] = {
    "answered the survey": Scene.answered,
    "gave feedback on a page": Scene.gave_page_feedback,
    "gave feedback": Scene.gave_feedback,
}


def _token(response: Any) -> str:
    found = TOKEN.search(response.content.decode())
    assert found is not None
    return found.group(1)


def make_scene(cast: Cast, team: Team) -> Scene:
    """Make the scene, in which everything random comes out the same each time."""
    list(routes())  # every page is loaded, so that no module draws something random in the first world alone
    with same_ids(begun=3):
        lead = cast["equality-lead"]
        survey = open_survey(by=lead)
        put_in(survey, drawn(30))
        closed_survey(by=lead)
        let_out()  # as it has for this week: concerns about policies empty the slips, too
        weights.count_weight()  # the night's count has passed, so what is put in waits while they look
        themed(send("Somebody sent this before."), "Being heard", by=cast["quality-lead"])
        one, other = (make_person("staff", team, name=f"Aldous {name}") for name in ("Thornaby", "Wexcombe"))
        people = [*cast.items(), ("public", None), ("one", one), ("other", other)]
        look = [Observer.signed_in(who, person) for who, person in people]
        clients = {person.pk: Observer.signed_in("", person).client for person in (one, other)}
    return Scene(WorldsOfFeedback([], look), survey, cast, one, other, clients)
