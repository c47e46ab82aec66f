"""The demonstration's decisions: one proposal at each stage, with the evidence beside it, and the regulator's own.

Everything is made by the actions that people use, each at its moment in the past. What is published is cited with its
source; the rest is invented, and says so.
"""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from dueregard import journal
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.decisions.analyses import actions as analyses
from dueregard.decisions.analyses.actions import Ending, Said
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate.actions import Deciding
from dueregard.decisions.gate.rule import months_after
from dueregard.decisions.models import Analysis, Effect, Outcome, Proposal, Relevance
from dueregard.decisions.proposals import actions as proposals
from dueregard.decisions.proposals.models import QUESTIONS
from dueregard.decisions.statements import actions as statements
from dueregard.demo.cast import REGULATOR, member
from dueregard.people.models import Person, RoleHolding, Source
from dueregard.people.system import SET_UP
from dueregard.records import actions as records
from dueregard.records import bodies
from dueregard.records.actions import Wording
from dueregard.records.digests import sha256_of
from dueregard.records.documents import actions as documents
from dueregard.records.documents.content import content_of
from dueregard.records.duty import Aim, Characteristic
from dueregard.records.models import Body, Evidence, EvidenceKind, EvidenceVersion
from dueregard.statistics.models import Release
from dueregard.thread import actions as thread
from dueregard.thread.models import Relation
from dueregard.voice.models import Issue

WORDS = Path(__file__).with_name("decision_words")
CARERS = "Working carers’ policy"
YOUNG_CARERS = "Support for young carers in proceedings"
BEGAN_WITH = "Nobody knows that carers' leave can be half a day"
"""The issue of the Carers network from which the policy for working carers came."""

INSPECTORATE = "inspectorate"
OF_THE_INSPECTORATE = {
    "inspectorate-owner": ("Anwen Tregarth", "anwen.tregarth@inspectorate.example"),
    "inspectorate-decider": ("Osric Hallambury", "osric.hallambury@inspectorate.example"),
}
"""Two more invented people of the regulator, beside the cast's inspector: who proposes, and who decides."""
INSPECT_SINCE = datetime(2018, 4, 3, 9, tzinfo=clock.LONDON)

OF_THE_CAST = (
    "policy-owner",
    "equality-lead",
    "executive",
    "analyst",
    "manager",
    "quality-lead",
    "inspector",
)
A_CHARACTERISTIC = timedelta(minutes=25)
"""How long it takes to write about one of the nine."""

Told = Mapping[str, Any]


@dataclass
class World:
    """Whoever does things in the making, what is known, and what came of it, by their keys in the files."""

    chance: random.Random
    today: date
    people: dict[str, Person]
    bodies: dict[str, Body]
    versions: dict[str, EvidenceVersion] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)

    def token(self) -> UUID:
        """Return the next key, the same for each seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, told: int | date) -> date:
        """Return a day of the files: a date, or so many working days after today, or before it."""
        return told if isinstance(told, date) else _working_day(self.today, told)

    def past(self, told: int | date) -> date:
        """Return a day of a period: a date, or so many working days before today."""
        return self.day(told if isinstance(told, date) else -told)

    def moment(self, told: str | datetime) -> datetime:
        """Return a moment of the files: a date with a time, or “12 10:30”, twelve working days before today."""
        if isinstance(told, datetime):
            return told.replace(tzinfo=clock.LONDON)
        days, at = told.split()
        return datetime.combine(self.day(-int(days)), time.fromisoformat(at), tzinfo=clock.LONDON)

    def cited(self, told: str) -> tuple[EvidenceVersion, str]:
        """Return the version that “survey/2: page 3” names, and the place in it."""
        key, _, place = told.partition(": ")
        return self.versions[key], place


def is_made() -> bool:
    """Say whether there are proposals already."""
    return Proposal.objects.exists()


def young_carers() -> Proposal:
    """Return the proposal that is still being analysed, on which people can be consulted."""
    return Proposal.objects.get(body__code=bodies.HOME, title=YOUNG_CARERS)


@transaction.atomic
def make(*, seed: int) -> None:
    """Keep the evidence and take each proposal as far as its file tells, all or nothing.

    It is no action itself: the gate looks for the entry of each step, which is written when the step's action ends.
    """
    people = {role: _person(role) for role in OF_THE_CAST} | _let_in_the_inspectorate()
    regulator = records.add_body(INSPECTORATE, REGULATOR, by=SET_UP)
    chance = random.Random(f"{seed} decisions")  # noqa: S311  (what is drawn is invented, and the same each time)
    world = World(chance, clock.today(), people, {"home": bodies.home(), INSPECTORATE: regulator})
    for told in _told("evidence")["evidence"]:
        _keep(told, world)
    for life in lives():
        _Maker(life, world).make()
    _join(world)


def lives() -> list[Told]:
    """Return what happens to each proposal, as the files tell it."""
    alone = ("inspection", "carers", "shortlisting", "first-meeting", "young-carers")
    return [*(_told(name) for name in alone), *_told("others")["proposals"]]


@cache
def _working_day(today: date, count: int) -> date:
    """Count working days once: the demonstration names the same ones again and again, a year back."""
    return add_working_days(today, count)


def _keep(told: Told, world: World) -> None:
    """Keep a piece of evidence, each version of it when it came in."""
    by, evidence = world.people[told["by"]], None
    for number, one in enumerate(told["versions"], start=1):
        period = one.get("period")
        about = (world.past(period[0]), world.past(period[1])) if period else None
        wording = Wording(one["says"], one["source"], about)
        with clock.standing_at(world.moment(one["at"])):
            if evidence is None:
                version = records.add_evidence(
                    told["title"],
                    wording,
                    kind=EvidenceKind(told["kind"]),
                    characteristics=told["about"],
                    body=world.bodies[told.get("body", "home")],
                    by=by,
                )
                evidence = version.evidence
            else:
                version = records.add_version(evidence, wording, by=by)
        world.versions[f"{told['key']}/{number}"] = version


@dataclass
class _Maker:
    """Takes one proposal as far as its file tells."""

    life: Told
    world: World

    def make(self) -> None:
        """Do everything in its order."""
        said = self.life["proposal"]
        self.owner = self.world.people[said.get("owner", "policy-owner")]
        self.second = self.world.people[said.get("second", "equality-lead")]
        self.decider = self.world.people[said.get("decider", "executive")]
        self.proposal = self._propose(said)
        self.world.proposals[said["key"]] = self.proposal
        if "screening" in self.life:
            self._screen(self.life["screening"])
        if "analysis" in self.life:
            self._analyse(self.life["analysis"])
        if "decision" in self.life:
            self._decide(self.life["decision"])
        if "statement" in self.life:
            self._state(self.life["statement"])
        for one in self.life.get("later", ()):
            with clock.standing_at(self.world.moment(one["at"])):
                analyses.consider(self.proposal, self.world.versions[one["evidence"]], by=self.owner)
        if "withdrawn" in self.life:
            gone = self.life["withdrawn"]
            with clock.standing_at(self.world.moment(gone["at"])):
                proposals.withdraw(self.proposal, because=gone["because"], by=self.owner)

    def _propose(self, said: Told) -> Proposal:
        wording = proposals.Wording(
            title=said["title"],
            why=said["why"],
            what=said["what"],
            decide_by=self.world.day(said["decide_by"]),
            still_open=said.get("still_open", ""),
            affects=said["affects"],
            touches=said["touches"],
            options=said["options"],
            one_option_because=said.get("one_option_because", ""),
        )
        with clock.standing_at(self.world.moment(said["begun"])):
            return proposals.propose(
                wording,
                token=self.world.token(),
                body=self.world.bodies[said.get("body", "home")],
                decision_maker=self.decider,
                by=self.owner,
            )

    def _screen(self, told: Told) -> None:
        with clock.standing_at(self.world.moment(told["at"])):
            screening = proposals.screen(
                self.proposal,
                {code: code in told["yes"] for code, _ in QUESTIONS},
                relevance=Relevance(told["relevance"]),
                because=told["because"],
                by=self.owner,
            )
        if "agreed" in told:
            with clock.standing_at(self.world.moment(told["agreed"])):
                proposals.view_screening(screening, is_agreed=True, words=told["words"], by=self.second)

    def _analyse(self, told: Told) -> None:
        with clock.standing_at(self.world.moment(told["begun"])):
            analysis = analyses.begin(self.proposal, by=self.owner)
            for key in told.get("beside", ()):
                analyses.consider(self.proposal, self.world.versions[key], by=self.owner)
        written = self.world.moment(told["written"])
        for characteristic, aims in self.life["cells"].items():
            with clock.standing_at(written):
                said = {Aim(aim): self._said(words) for aim, words in aims.items()}
                analyses.say(analysis, Characteristic(characteristic), said, by=self.owner)
            written += A_CHARACTERISTIC
        with clock.standing_at(self.world.moment(told["ended"])):
            self._end(analysis, told)
        if "gate" in self.life:
            self._adopt(analysis, self.life["gate"])

    def _said(self, words: list[str]) -> Said:
        effect, reasoning, *cites = words
        return Said(Effect(effect), reasoning, [self.world.cited(each) for each in cites])

    def _end(self, analysis: Analysis, told: Told) -> None:
        for group in self.life.get("groups", ()):
            analyses.say_of_other_group(
                analysis,
                group["name"],
                effect=Effect(group["effect"]),
                reasoning=group["says"],
                by=self.owner,
            )
        cells = {f"{cell.characteristic} {cell.aim}": cell for cell in analysis.cells.all()}
        for one in self.life.get("mitigations", ()):
            analyses.mitigate(
                analysis,
                one["what"],
                cells=[cells[name] for name in one["cells"]],
                owner=self.world.people[one["owner"]],
                due_on=self.world.day(one["due"]),
                token=self.world.token(),
                by=self.owner,
            )
        outcome = Outcome(told["outcome"]) if told["outcome"] else None
        analyses.end(analysis, Ending(told["gaps"], told["changed"], outcome), by=self.owner)

    def _adopt(self, analysis: Analysis, told: Told) -> None:
        with clock.standing_at(self.world.moment(told["adopted"])):
            adoption = gate.adopt(analysis, by=self.second)
        if "attested" in told:
            with clock.standing_at(self.world.moment(told["attested"])):
                gate.attest(adoption, sha256=adoption.sha256, by=self.decider)

    def _decide(self, told: Told) -> None:
        taken_at = self.world.moment(told.get("taken", told["recorded"]))
        options = list(self.proposal.options.all())
        review_on = told.get("review_on") or months_after(clock.day_of(taken_at), told["review_months"])
        deciding = Deciding(
            outcome=Outcome(told["outcome"]),
            reasons=told["reasons"],
            review_on=review_on,
            option=options[told["option"] - 1] if "option" in told else None,
            meeting=told["meeting"],
            taken_at=taken_at,
        )
        with clock.standing_at(self.world.moment(told["recorded"])):
            gate.decide(self.proposal, deciding, by=self.decider)

    def _state(self, told: Told) -> None:
        """Publish the equality statement: written from the records, reviewed, approved."""
        with clock.standing_at(self.world.moment(told["begun"])):
            document = statements.begin(self.proposal, by=self.owner)
            sha256 = sha256_of(content_of(document))
        with clock.standing_at(self.world.moment(told["reviewed"])):
            documents.review(document, sha256=sha256, by=self.second)
        with clock.standing_at(self.world.moment(told["approved"])):
            documents.approve(document, sha256=sha256, by=self.decider)
        with clock.standing_at(self.world.moment(told["published"])):
            documents.publish(document, by=self.owner)


def _join(world: World) -> None:
    """Draw the golden thread: from what the network raised to the policy, and from that to the next proposal."""
    carers, young = world.proposals["carers"], world.proposals["young-carers"]
    owner = world.people["policy-owner"]
    issue = Issue.objects.filter(title=BEGAN_WITH, is_shown=True).first()
    if issue is not None:
        with clock.standing_at(carers.begun_at):
            thread.join(issue, carers, relation=Relation.LED_TO, by=owner)
    with clock.standing_at(young.begun_at):
        thread.join(carers, young, relation=Relation.LED_TO, by=owner)


def name_a_release() -> None:
    """Put the newest safe figures of casework beside the young carers, where the demonstration has released any.

    It comes after the first analyses, which are made meanwhile; a second time it does nothing.
    """
    release = Release.objects.select_related("analysis__dataset").order_by("-released_at").first()
    if release is None or Evidence.objects.filter(title__startswith=SAFE_FIGURES).exists():
        return
    version = records.add_evidence(
        f"{SAFE_FIGURES}: {release.title}",
        Wording(RELEASE_SAYS, f"Statistics here, released on {clock.day_of(release.released_at):%d %B %Y}"),
        kind=EvidenceKind.FIGURES,
        characteristics=["age", "disability", "race", "sex"],
        body=bodies.home(),
        by=_person("equality-lead"),
    )
    analyses.consider(young_carers(), version, by=_person("policy-owner"))


SAFE_FIGURES = "Safe figures"
RELEASE_SAYS = (
    "How often children are seen alone, have their wishes recorded and get their report on time, by group. Whether a "
    "child looks after somebody is not known for nearly half of them. Every case behind it is invented."
)


@journal.action
def _let_in_the_inspectorate() -> dict[str, Person]:
    """Return the people of the regulator who cannot be signed in as; they have been inspectors for years."""
    people = {}
    for role, (name, email) in OF_THE_INSPECTORATE.items():
        person = Person(email=email, name=name)
        person.set_unusable_password()
        person.save()
        RoleHolding.objects.create(
            person=person, role="inspector", starts=INSPECT_SINCE, source=Source.SET_UP
        )
        people[role] = person
        journal.record("let somebody of the demonstration's regulator in", person, by=SET_UP)
    return people


def _person(role: str) -> Person:
    return Person.objects.select_related("staff").get(email=member(role).email)


@cache
def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))
