"""The demonstration's consultations: one with its outcome, one to be coded, one open, and a draft. All invented."""

import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from dueregard import journal
from dueregard.almanac import clock
from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.answering import letting_in
from dueregard.decisions.consultations.answering.actions import Said
from dueregard.decisions.consultations.answering.models import Answer, Kind
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.actions import Put
from dueregard.decisions.consultations.coding.models import Outcome, Theme
from dueregard.decisions.consultations.drafting import actions as drafting
from dueregard.decisions.consultations.drafting.actions import Asked, Words
from dueregard.decisions.consultations.equality import actions as equality
from dueregard.decisions.consultations.equality.models import CHARACTERISTICS
from dueregard.decisions.consultations.inviting import actions as inviting
from dueregard.decisions.consultations.inviting.models import Guest
from dueregard.decisions.consultations.models import Audience, Consultation
from dueregard.decisions.consultations.outcomes import actions as outcomes
from dueregard.decisions.consultations.outcomes.actions import Changed, Decided
from dueregard.decisions.models import Proposal, Relevance
from dueregard.decisions.proposals import actions as proposals
from dueregard.decisions.proposals.actions import Wording
from dueregard.decisions.proposals.models import QUESTIONS as SCREENING
from dueregard.demo.cast import member
from dueregard.networks import seats
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from dueregard.records import bodies
from dueregard.voice.collective.joint import actions as joint

EVERYBODY = (Audience.STAFF, Audience.PARTNERS, Audience.PUBLIC)
QUESTIONS = (
    Asked("What do you think of the proposal?", "What do you think of this idea?"),
    Asked("What would it change for you?", "What would it change for you?"),
    Asked("Is it a good idea?", "Is it a good idea?", ("Yes", "Partly", "No")),
)
A_DAY = timedelta(days=1)


@dataclass
class World:
    """Whoever does things in the making, and chance, the same for each seed."""

    owner: Person
    second: Person
    decision_maker: Person
    chance: random.Random

    def key(self) -> UUID:
        """Return a key by chance."""
        return UUID(int=self.chance.getrandbits(128), version=4)


def is_made() -> bool:
    """Say whether there are consultations already."""
    return Consultation.objects.exists()


@journal.action
def make(*, seed: int) -> None:
    """Let the policy owner consult, people answer, and one outcome be published, over the last months."""
    world = World(
        _person("policy-owner"),
        _person("equality-lead"),
        _person("executive"),
        random.Random(f"{seed} consultations"),  # noqa: S311  (invented, the same for each seed)
    )
    today = clock.today()
    told = _told()
    _publish(_closed(told["published"], today - 140 * A_DAY, world), told["published"], world)
    _leave_to_be_coded(_closed(told["closed"], today - 50 * A_DAY, world), world)
    with _at(today - 10 * A_DAY):
        made = _open(told["open"], today + 32 * A_DAY, world)
        _invite(made, "Young people’s board (invented)", Guest.YOUNG_BOARD, world)
    with _at(today - 3 * A_DAY):
        _draft(told["draft"], today + 40 * A_DAY, world)
    journal.record("made the demonstration's consultations", made, by=world.owner)


def answer_together() -> None:
    """Let the network of the cast write an answer to what is open, in two versions, which its members mark now."""
    told = _told()["open"]
    made = Consultation.objects.get(title=told["title"])
    network = Network.objects.filter(code__in=made.networks).first()
    if network is None:
        return
    facilitator, chair = (seats.find(_person(role), network) for role in ("facilitator", "chair"))
    if facilitator is None or chair is None:
        return
    first, second = (str(one.pk) for one in made.questions.all() if not one.is_choice)
    texts = {first: told["together"][0], second: ""}
    with _at(clock.today() - 6 * A_DAY):
        begun = joint.begin(made.pk, texts, token=uuid4(), by=facilitator)
    with _at(clock.today() - 4 * A_DAY):
        texts[second] = told["together"][1]
        joint.write(begun, texts, version=1, by=chair)
    with _at(clock.today() - 2 * A_DAY):
        until = clock.today() + 12 * A_DAY
        joint.put_to_members(begun, until, before=made.closes_on, version=2, by=facilitator)


def _closed(told: dict[str, Any], opens_on: date, world: World) -> Consultation:
    """Let a consultation be open for six weeks and people answer; a board answers too."""
    closes_on = opens_on + 42 * A_DAY
    with _at(opens_on):
        made = _open(told, closes_on, world)
        invitation = _invite(made, "Young people’s board (invented)", Guest.YOUNG_BOARD, world)
    texts = told.get("answers") or [text for theme in told["theme"] for text in theme["answers"]]
    world.chance.shuffle(texts)
    for number, text in enumerate(texts):
        with _at(opens_on + world.chance.randrange(1, 40) * A_DAY):
            _say(made, text, number, world)
    with _at(closes_on):
        answers = _answers(made, "We talked about it at our meeting. It is a good idea.", "", world)
        answering.answer_invited(invitation, answers)
    with _at(closes_on + A_DAY):
        return letting_in.close(made)


def _say(made: Consultation, text: str, number: int, world: World) -> None:
    second = "It would change a lot for us." if number % 3 == 0 else ""
    kind = Kind.ANONYMOUS if number % 4 == 0 else Kind.PUBLIC
    answering.park(
        made, _answers(made, text, second, world), kind=kind, is_young=number % 11 == 5, token=world.key()
    )
    if world.chance.random() < 0.8:
        said = {
            name: world.chance.choice(levels) if world.chance.random() < 0.95 else ""
            for name, (_, levels) in CHARACTERISTICS.items()
        }
        equality.park(made, said, token=world.key())


def _answers(made: Consultation, first: str, second: str, world: World) -> dict[UUID, Said]:
    one, two, three = made.questions.all()
    chosen = world.chance.choices(three.choices, (6, 3, 1))[0]
    quoted = world.chance.random() < 0.7
    return {one.pk: Said(first, may_be_quoted=quoted), two.pk: Said(second), three.pk: Said(choice=chosen)}


def _publish(made: Consultation, told: dict[str, Any], world: World) -> None:
    """Code what was said, decide each theme, reply, consider, and publish."""
    by = world.owner
    with _at(made.closes_on + 10 * A_DAY):
        for one in told["theme"]:
            _decide(made, one, world)
        rest = Answer.objects.filter(question__consultation=made).exclude(closed_words=None).uncoded()
        for question in made.questions.all():
            waiting = list(rest.filter(question=question).values_list("pk", flat=True))
            if waiting:
                coding.code(question, {pk: Put(()) for pk in waiting}, shown=waiting, by=by)
        for response in made.responses.all().of_bodies():
            outcomes.reply(response, "Thank you. You said that it is a good idea, and we do it.", by=by)
    with _at(made.closes_on + 25 * A_DAY):
        made = outcomes.consider(made, by=world.decision_maker)
        made = outcomes.write(made, told["introduction"], told["next_steps"], version=made.version, by=by)
        outcomes.publish(made, version=made.version, by=by)


def _decide(made: Consultation, told: dict[str, Any], world: World) -> None:
    by = world.owner
    theme = coding.add_theme(made, told["name"], by=by)
    question = made.questions.all()[0]
    mine = [one for one in question.answers.all() if one.words in told["answers"]]
    coding.code(
        question, {one.pk: Put((theme.number,)) for one in mine}, shown=[one.pk for one in mine], by=by
    )
    for one in [one for one in mine if one.may_be_quoted][:2]:
        coding.quote(one, theme, one.words, by=by)
    if told["outcome"] == Outcome.CHANGED:
        outcomes.change_text(theme, Changed(told["clause"], told["before"], told["after"]), by=by)
    decided = Decided(Outcome(told["outcome"]), told["said"], told["because"])
    outcomes.decide(theme, decided, version=theme.version, by=by)


def _leave_to_be_coded(made: Consultation, world: World) -> None:
    """Begin to code, so that counting words has something to suggest from."""
    with _at(made.closes_on + 3 * A_DAY):
        steps, parking, school = (
            coding.add_theme(made, name, by=world.owner)
            for name in ("Getting in without steps", "Buses and parking", "School time")
        )
        words: list[tuple[Theme, tuple[str, ...]]] = [
            (steps, ("stairs", "wheelchair", "steps", "hoist", "lift")),
            (parking, ("park", "bus")),
            (school, ("school", "test")),
        ]
        question = made.questions.all()[0]
        coded = list(question.answers.order_by("id"))[:20]
        puts = {
            one.pk: Put(
                [theme.number for theme, about in words if any(word in one.words.lower() for word in about)]
            )
            for one in coded
        }
        coding.code(question, puts, shown=list(puts), by=world.owner)


def _open(told: dict[str, Any], closes_on: date, world: World) -> Consultation:
    made = _draft(told, closes_on, world)
    return drafting.open_(made, version=made.version, by=world.owner)


def _draft(told: dict[str, Any], closes_on: date, world: World) -> Consultation:
    found = Network.objects.filter(name__in=told.get("networks", [])).values_list("code", flat=True)
    words = Words(
        title=told["title"],
        summary=f"{told['summary']} (Invented.)",
        information=told.get("information", ""),
        closes_on=closes_on,
        audiences=(*EVERYBODY, Audience.NETWORKS) if found else EVERYBODY,
        networks=tuple(found),
        young_summary=told.get("young_summary", ""),
    )
    made = drafting.begin(_proposal(told, world), words, token=world.key(), by=world.owner)
    return drafting.ask(made, QUESTIONS, version=made.version, by=world.owner)


def _proposal(told: dict[str, Any], world: World) -> Proposal:
    """Return the proposal of this title; where there is none, begun, screened and agreed to be analysed."""
    there = Proposal.objects.filter(title=told["proposal"]).first()
    if there is not None:
        return there
    wording = Wording(
        title=told["proposal"],
        why=told["why"],
        what=told["what"],
        decide_by=clock.today() + 200 * A_DAY,
        still_open=told["still_open"],
        affects=["staff", "adults"],
        touches=told["touches"],
        options=told["options"],
    )
    made = proposals.propose(
        wording,
        token=world.key(),
        body=bodies.home(),
        decision_maker=world.decision_maker,
        by=world.owner,
    )
    screening = proposals.screen(
        made,
        dict.fromkeys((code for code, _ in SCREENING), True),
        relevance=Relevance.MEDIUM,
        because="It is about whom we reach and how.",
        by=world.owner,
    )
    proposals.view_screening(screening, is_agreed=True, by=world.second)
    made.refresh_from_db()
    return made


def _invite(made: Consultation, name: str, guest: Guest, world: World) -> Any:
    return inviting.invite(
        made,
        name,
        guest=guest,
        to="board@board.example",
        expires_on=made.closes_on + 90 * A_DAY,
        by=world.owner,
    )


def _at(day: date) -> Any:
    """Let it be a quarter past ten in the morning of that day."""
    return clock.standing_at(clock.start_of(day) + timedelta(hours=10, minutes=15))


def _person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
