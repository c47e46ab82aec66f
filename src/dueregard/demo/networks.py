"""The demonstration's staff networks: opened, joined and lived in, by the actions that people use."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dueregard.almanac import clock
from dueregard.demo import network_life
from dueregard.demo.cast import CAST, member
from dueregard.demo.network_life import NetworkLife
from dueregard.networks import seats
from dueregard.networks.acting import action, note
from dueregard.networks.conversations import actions as conversations
from dueregard.networks.conversations import people_actions
from dueregard.networks.conversations.actions import Said
from dueregard.networks.library import actions as library
from dueregard.networks.library import reports as library_reports
from dueregard.networks.meetings import actions as meetings
from dueregard.networks.meetings import formal_actions as formal
from dueregard.networks.meetings.actions import Plan
from dueregard.networks.meetings.formal_actions import Part
from dueregard.networks.meetings.models import Series
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership import handles, reports
from dueregard.networks.membership.models import LOUDNESS, Dial, Network, Role
from dueregard.networks.models import Signpost
from dueregard.networks.seats import Held, Place, Term
from dueregard.networks.support import actions as support
from dueregard.networks.support.models import Asked
from dueregard.people.models import Person, Staff

MEMBERS = {
    "Pride": 130,
    "Kaleidoscope": 160,
    "Mental Health": 210,
    "Faith": 64,
    "Carers": 190,
    "Ability Matters": 112,
}
"""How many of the invented staff belong to each at full scale, or a quarter of the staff where that is fewer."""

OF_THE_CAST = "Carers"
"""The network that the cast's chair and facilitator lead; the member of staff sits in it too."""

ROLES = {1: Role.FACILITATOR, 2: Role.DEPUTY, 3: Role.SUPPORTER, 4: Role.SUPPORTER, 5: Role.SPONSOR}
"""What some authors of the networks' life do for them; author 0 is the chair."""

SHARE_OF_CONVERSATIONS = {"full": 1.0, "small": 0.4}
AGE = timedelta(days=400)
TERM = timedelta(days=730)


def is_made() -> bool:
    """Say whether all the networks and the directory are there already."""
    return Signpost.objects.exists()


def make(*, seed: int, scale: str) -> None:
    """Open six networks, let people in, and let them meet, talk and show what they do."""
    drawn = random.Random(seed)  # noqa: S311  (what is drawn is invented, and the same each time)
    staff = list(Staff.objects.employed().select_related("person").order_by("number"))
    cast = {one.email for one in CAST}
    colleagues = [one.person for one in staff if one.person.email not in cast]
    for life in network_life.networks():
        own = random.Random(drawn.getrandbits(64))  # noqa: S311  (as above)
        if Network.objects.filter(name=life.name).exists():
            continue  # an earlier start was killed after it
        _Maker(life, colleagues, own, scale).make()
    _put_up_signposts()  # last: until there are signposts, the networks are not all made


@action
def _put_up_signposts() -> None:
    """Write the directory for everyone."""
    today = clock.today()
    for number, one in enumerate(network_life.signposts()):
        Signpost.objects.create(checked_on=today - timedelta(days=number * 3), **vars(one))
    note("wrote the directory of services")


@dataclass
class _Maker:
    """Makes one network from its life."""

    life: NetworkLife
    colleagues: list[Person]
    drawn: random.Random
    scale: str

    @action
    def make(self) -> None:
        """Make everything of the network, or nothing."""
        network = self._open()
        self.places = self._let_in(network)
        self.chair = self.places[0]
        self._talk()
        self._meet()
        self._show()
        self._ask(network)
        note("made a network of the demonstration", network)

    def _open(self) -> Network:
        self.chair_person = (
            _person("chair") if self.life.name == OF_THE_CAST else self.drawn.choice(self.colleagues)
        )
        with _days_ago(AGE.days):
            network = membership.propose(
                self.life.name,
                purpose=self.life.purpose,
                about=self.life.about,
                for_whom=self.life.for_whom,
                suggested=Dial(self.life.suggested),
                handle=self._handles([], how_many=1)[0],
                by=self.chair_person,
            )
            return membership.approve(network, by=_person("equality-lead"))

    def _let_in(self, network: Network) -> list[Place]:
        """Return the places of the chair and of the members, the ones with roles first."""
        how_many = min(MEMBERS[self.life.name], len(self.colleagues) // 4)
        others = [one for one in self.colleagues if one != self.chair_person]
        people = self.drawn.sample(others, how_many)
        if self.life.name == OF_THE_CAST:
            people = [_person("facilitator"), *people, _person("staff")]
        called = self._handles([held.handle for _, held in seats.taken(network)], how_many=len(people))
        with _days_ago(30):
            held = [
                self._held(number, person, called[number - 1])
                for number, person in enumerate(people, start=1)
            ]
            seats.sit_down(seats.locked(network), held)
            note("members sat down", network)
        chair = seats.find(self.chair_person, network)
        assert chair is not None
        voices = {held.staff: seats.place_of(row, network) for row, held in seats.taken(network)}
        self._show_chair(chair, network)
        chair = seats.find(self.chair_person, network)
        assert chair is not None
        voices = {held.staff: seats.place_of(row, network) for row, held in seats.taken(network)}
        return [chair, *(voices[str(person.staff.pk)] for person in people)]

    def _held(self, number: int, person: Person, handle: str) -> Held:
        dial = self._dial()
        day = clock.today()
        role = ROLES.get(number)
        terms = (Term(role, day.isoformat(), (day + TERM).isoformat()),) if role else ()
        return Held(
            staff=str(person.staff.pk),
            handle=handle,
            dial=dial,
            name=person.name if LOUDNESS[dial] else "",
            terms=terms,
            joined_on=day.isoformat(),
        )

    def _dial(self) -> Dial:
        """Return where a member's dial stands: most are in private, and more where the charter suggests it."""
        suggested = Dial(self.life.suggested)
        weights = {Dial.PRIVATE: 6, Dial.MEMBERS: 2, Dial.OPEN: 1}
        weights[suggested] += 3
        return self.drawn.choices(list(weights), list(weights.values()))[0]

    def _show_chair(self, chair: Place, network: Network) -> None:
        """Let the chair show their name to everyone, as most chairs do."""
        name = self.chair_person.name
        with _days_ago(AGE.days - 1):
            membership.make_louder(Dial.OPEN, typed=name, name=name, by=chair)

    def _handles(self, taken: list[str], *, how_many: int) -> list[str]:
        known = set(taken)
        pairs = [f"{colour} {creature}" for colour in handles.COLOURS for creature in handles.CREATURES]
        return self.drawn.sample([pair for pair in pairs if pair not in known], how_many)

    def _author(self, number: int) -> Place:
        return self.places[number % len(self.places)]

    def _token(self) -> UUID:
        return UUID(int=self.drawn.getrandbits(128), version=4)

    # What they say

    def _talk(self) -> None:
        topics = {title: conversations.add_topic(title, by=self.chair) for title in self.life.topics}
        how_many = max(3, round(len(self.life.conversations) * SHARE_OF_CONVERSATIONS[self.scale]))
        oldest_first = sorted(self.life.conversations[:how_many], key=lambda one: -one.days[-1])
        for one in oldest_first:
            begun = None
            for post, days in zip(one.posts, one.days, strict=True):
                said = Said(post.text, post.cover, post.once)
                with _days_ago(days):
                    if begun is None:
                        begun = conversations.start(
                            one.title,
                            said,
                            topic=topics[one.topic],
                            token=self._token(),
                            by=self._author(post.author),
                        )
                    else:
                        conversations.reply(begun, said, token=self._token(), by=self._author(post.author))
        for introduction in self.life.introductions:
            people_actions.introduce(
                introduction.text, buddy=introduction.buddy, by=self._author(introduction.author)
            )

    # When they meet

    def _meet(self) -> None:
        today = clock.today()
        for planned in self.life.series:
            first = planned.first(today)
            with _standing_before(first):
                series = meetings.make(
                    Plan(
                        title=planned.title,
                        about=planned.about,
                        kind=planned.kind,
                        audience=planned.audience,
                        first=first,
                        at=planned.at,
                        minutes=planned.minutes,
                        every_weeks=planned.every_weeks,
                        last=planned.last(today),
                        skips_holidays=planned.kind == "coffee",
                        link=planned.link,
                    ),
                    token=self._token(),
                    by=self.chair,
                )
            for item in planned.agenda:
                formal.add_item(
                    series,
                    planned.next(today),
                    text=item.text,
                    token=self._token(),
                    by=self._author(item.author),
                )
            for past in planned.past:
                self._minute(series, past, planned.held(past.back, today))

    def _minute(self, series: Series, past: network_life.PastMeeting, day: date) -> None:
        parts = [Part(one.title, one.text) for one in past.items]
        with _standing_before(day + timedelta(days=3)):
            minutes = formal.write_minutes(
                series, day, parts=parts, was_quorate=past.is_quorate, seen=0, by=self.chair
            )
            minutes = formal.publish_minutes(minutes, by=self.chair)
            for one in past.actions:
                due = day + timedelta(days=one.due_after)
                agreed = formal.agree_to_do(
                    minutes, what=one.what, position=one.position, due=due, token=self._token(), by=self.chair
                )
                if one.done_after is not None and day + timedelta(days=one.done_after) <= clock.today():
                    formal.mark_done(agreed, by=self.chair)

    # What they show to everyone

    def _show(self) -> None:
        today, year = clock.today(), library_reports.this_year()
        for one in self.life.resources:
            said = {
                name: value
                for name, value in vars(one).items()
                if name not in {"checked_days_ago", "version"}
            }
            with _days_ago(one.checked_days_ago):
                library.add_resource(by=self.chair, **said)
        for campaign in self.life.campaigns:
            first, last = campaign.dates(today)
            said = {
                "title": campaign.title,
                "summary": campaign.summary,
                "text": campaign.text,
                "tips": "\n".join(campaign.tips),
                "ask": campaign.ask,
                "changed": campaign.changed,
            }
            made = library.add_campaign(by=self.chair, first=first, last=last, **said)
            with _standing_before(min(first, today)):
                for story in campaign.stories:
                    until = min(
                        today + timedelta(days=story.consent_days),
                        clock.today() + library.STORY_LASTS_AT_MOST,
                    )
                    offered = library.offer_story(
                        made, text=story.text, until=until, by=self._author(story.author)
                    )
                    library.publish_story(offered, by=self.chair)
        for item in self.life.plan:
            done = item.done.of_plan(year) if item.done and item.done.of_plan(year) <= today else None
            library.add_plan_item(
                year=year,
                aim=item.aim,
                what=item.what,
                due=item.due.of_plan(year),
                done_on=done,
                outcome=item.outcome if done else "",
                by=self.chair,
            )
        library.publish_report(
            year - 1, text=library_reports.draft(self.chair.network, year - 1).text, by=self.chair
        )
        for signpost in self.life.signposts:
            said = {name: value for name, value in vars(signpost).items() if name != "is_urgent"}
            support.add_signpost(by=self.chair, **said)

    # Who asks

    def _ask(self, network: Network) -> None:
        asker = self.drawn.choice(self.colleagues)
        with _days_ago(6):
            question = support.ask(network, asked=Asked.SUPPORTER, text=ASKED, token=self._token(), by=asker)
        with _days_ago(5):
            support.answer(question, text=ANSWERED, token=self._token(), by=self._author(3))
        with _days_ago(1):
            other = self.drawn.choice([one for one in self.colleagues if one != asker])
            support.ask(network, asked=Asked.CHAIR, text=ASKED_CHAIR, token=self._token(), by=other)
        for ended in (
            reports.quarter_before(reports.quarter_before(clock.today())),
            reports.quarter_before(clock.today()),
        ):
            membership.count_quarter(network, ended=ended)


ASKED = (
    "I am not a member and would rather not join yet. Is there somebody I could talk to for half an hour, not about a "
    "case, just about how to raise something with my manager?"
)
ANSWERED = (
    "Of course, and thank you for writing. I have time on most afternoons. If you like, tell me here first what you "
    "would want to be different, and we can work out together how to say it."
)
ASKED_CHAIR = (
    "Our team would like to invite the network to a development day in the spring. Who should we talk to, and how much "
    "notice do you need?"
)


def _person(role: str) -> Person:
    return Person.objects.select_related("staff").get(email=member(role).email)


@contextmanager
def _days_ago(days: int) -> Iterator[None]:
    with clock.standing_at(clock.now() - timedelta(days=days)):
        yield


@contextmanager
def _standing_before(day: date) -> Iterator[None]:
    """Let it be the morning of that day, or now if that is earlier."""
    morning = datetime.combine(day, time(8), tzinfo=clock.LONDON)
    with clock.standing_at(min(morning, clock.now())):
        yield
