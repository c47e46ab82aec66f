"""A network with one of everything in it, made by the actions that people use: all invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from dueregard.almanac import clock
from dueregard.networks.conversations import actions as conversations
from dueregard.networks.conversations import moderation_actions, people_actions
from dueregard.networks.library import actions as library
from dueregard.networks.meetings import formal_actions as formal
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.networks.support import actions as support
from dueregard.networks.support.models import Asked
from dueregard.people.models import Person
from dueregard.voice import carrying
from dueregard.voice.collective import motions
from dueregard.voice.collective.motions import Kind, Wording
from tests.networks import writing
from tests.networks.talking import answer, begin, first_of


@dataclass
class Furnished:
    """A network, and what is in it by the part of an address that comes before its key."""

    network: Network
    things: dict[str, Any] = field(default_factory=dict)
    enquiries: dict[Any, Any] = field(default_factory=dict)
    held: date = field(default_factory=clock.today)
    coming: date = field(default_factory=clock.today)
    year: int = 0

    def key(self, pattern: str, person: Person | None) -> object:
        """Return the key for a route, of an enquiry that the person made themselves where it is one."""
        if "/asked/" in pattern and person is not None and person.pk in self.enquiries:
            return self.enquiries[person.pk]
        found = [thing for part, thing in self.things.items() if part in pattern]
        if not found:
            raise LookupError(f"{pattern} has a key, and nothing in a furnished network fits it.")
        return found[0]


def furnish(
    network: Network, *, chair: Place, other: Place, asking: Mapping[Any, Person], topic: str = "North"
) -> Furnished:
    """Put one of everything into a network."""
    made = Furnished(network)
    things = made.things
    conversation = begin(
        chair, "A question", "Does anybody know?", topic=conversations.add_topic(topic, by=chair)
    )
    answer(conversation, other, "I do.")
    post = first_of(conversation)
    concern = moderation_actions.raise_concern(post, why="It worries me.", token=uuid4(), by=other)
    introduction = people_actions.introduce("I work in the north.", buddy=True, by=other)
    begun = clock.today() - timedelta(days=21)
    series = writing.meeting(
        network, begun, kind="formal", every_weeks=2, last=begun + timedelta(days=200), skips_holidays=False
    )
    held = series.first
    item = formal.add_item(
        series, series.first + timedelta(days=28), text="Quiet rooms", token=uuid4(), by=chair
    )
    parts = [formal.Part("Quiet rooms", "The chair reports.")]
    minutes = formal.write_minutes(series, held, parts=parts, was_quorate=True, seen=0, by=chair)
    formal.publish_minutes(minutes, by=chair)
    due = clock.today() + timedelta(days=30)
    agreed = formal.agree_to_do(
        minutes, what="Ask again", position="The chair", due=due, token=uuid4(), by=chair
    )
    today = clock.today()
    campaign = writing.campaign(chair, first=today, last=today + timedelta(days=6))
    story = library.offer_story(campaign, text="A story.", until=today + timedelta(days=60), by=other)
    library.publish_story(story, by=chair)
    library.publish_report(library.reports.this_year(), text="A quiet year.", by=chair)
    for person in asking.values():
        enquiry = support.ask(network, asked=Asked.SUPPORTER, text="May I ask?", token=uuid4(), by=person)
        made.enquiries[person.pk] = enquiry.pk
    signpost = support.add_signpost(
        name="A helpline", what="Somebody to talk to.", phone="0000", kept_by_position="The chair", by=chair
    )
    words = Wording(
        about="people", theme="places", title="Bags", text="No bag fits.", wanted="One that does."
    )
    draft = motions.move(Kind.RAISE, words, issue=uuid4(), token=uuid4(), by=other)
    raised = motions.move(Kind.RAISE, words, issue=uuid4(), token=uuid4(), by=chair)
    carrying.say_what_passed()
    things |= {
        "/voice/drafts/<": draft.pk,
        "/voice/issues/<": motions.read(raised).issue,
        "/conversations/<": conversation.pk,
        "/posts/<": post.pk,
        "/topics/<": conversation.topic_id,
        "/people/<": introduction.pk,
        "/concerns/<": concern.pk,
        "/agenda/<": item.pk,
        "/agreed/<": agreed.pk,
        "/meetings/<": series.pk,
        "/campaigns/<": campaign.pk,
        "/stories/<": story.pk,
        "/resources/<": writing.resource(chair).pk,
        "/plan/<": writing.plan_item(chair, year=library.reports.this_year(), due=due).pk,
        "/questions/<": next(iter(made.enquiries.values()), uuid4()),
        "/asked/<": next(iter(made.enquiries.values()), uuid4()),
        "/signposts/<": signpost.pk,
    }
    made.held, made.coming, made.year = held, item.date, library.reports.this_year()
    return made
