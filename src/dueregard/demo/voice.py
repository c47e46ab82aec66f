"""The demonstration's issues: raised by its networks, answered well and late and in part, all of it invented."""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from dueregard import journal
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.demo.cast import member
from dueregard.networks import seats
from dueregard.networks.acting import action
from dueregard.networks.membership.models import Network, Role
from dueregard.networks.seats import Place
from dueregard.people.models import Person, Staff
from dueregard.voice import actions as voice
from dueregard.voice import carrying
from dueregard.voice.actions import Answer, Changed
from dueregard.voice.collective import boxes, motions
from dueregard.voice.collective.motions import Kind, Wording
from dueregard.voice.models import Issue, Remit
from dueregard.voice.subjects import ChangeKind, Said, Theme

LIFE = Path(__file__).with_name("voice_life.toml")

REMITS = {
    "executive": (Theme.ADJUSTMENTS, Theme.PROGRESSION, Theme.BEHAVIOUR, Theme.OTHER),
    "quality-lead": (Theme.FAMILIES, Theme.LANGUAGE, Theme.WELLBEING, Theme.LEARNING),
    "policy-owner": (Theme.POLICIES,),
    "manager": (Theme.CARE, Theme.PLACES),
}
"""Which of the cast answers for which theme."""


@dataclass(frozen=True)
class IssueLife:
    """One issue of the file: its words, and what happened to it."""

    network: str
    about: str
    theme: str
    title: str
    text: str
    wanted: str
    leader: str
    shown: bool
    raised: int
    weight: int
    steps: tuple[Mapping[str, Any], ...] = ()


def issues() -> tuple[IssueLife, ...]:
    """Return the issues of the file, those raised first first."""
    tables = tomllib.loads(LIFE.read_text(encoding="utf-8"))["issues"]
    lives = [IssueLife(**{**table, "steps": tuple(table.get("steps", ()))}) for table in tables]
    return tuple(sorted(lives, key=lambda life: -life.raised))


def is_made() -> bool:
    """Say whether there are issues already."""
    return Remit.objects.exists()


@journal.action
def _set_remits() -> None:
    """Say who answers for which theme."""
    lead = _person("equality-lead")
    for role, themes in REMITS.items():
        for theme in themes:
            voice.set_remit(theme, leader=_person(role), by=lead)
    journal.record("said who answers for which theme", lead, by=lead)


def make(*, seed: int) -> None:
    """Raise the issues, and let what happened to each of them happen on its day."""
    drawn = random.Random(seed)  # noqa: S311  (what is drawn is invented, and the same each time)
    employed = list(Staff.objects.employed().order_by("number"))
    for life in issues():
        key, token = (UUID(int=drawn.getrandbits(128), version=4) for _ in range(2))
        weighers = drawn.sample(employed, min(life.weight, len(employed)))
        if Issue.objects.filter(pk=key).exists():
            continue  # an earlier start was killed after it
        issue = _raise(life, key, token)
        for step in life.steps:
            day = add_working_days(issue.raised_on, step["after"])
            if day <= clock.today():
                with _on(day):
                    _STEPS[step["do"]](issue, step, life)
        if Issue.objects.get(pk=key).takes_weight:
            _weigh(key, [one.pk for one in weighers])
    carrying.count_weight()
    _set_remits()  # last: until there are remits, the issues are not made


def _raise(life: IssueLife, key: UUID, token: UUID) -> Issue:
    wording = Wording(
        about=life.about,
        theme=life.theme,
        title=life.title,
        text=life.text,
        wanted=life.wanted,
        leader=str(_person(life.leader).pk),
        is_shown=life.shown,
    )
    with _on(clock.today() - timedelta(days=life.raised)):
        motions.move(Kind.RAISE, wording, issue=key, token=token, by=_chair(life.network))
        carrying.say_what_passed()
    return Issue.objects.get(pk=key)


@action
def _weigh(issue: UUID, staff: list[UUID]) -> None:
    """Let some add their weight."""
    boxes.lock()
    boxes.put_together(issue, dict.fromkeys(staff, ""))


# What can happen to an issue


def _answer(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    promises = tuple(
        (each["what"], add_working_days(issue.raised_on, each["after"]), _person(each["owner"]))
        for each in step.get("promises", ())
    )
    answer = Answer(Said(step["kind"]), step["words"], promises)
    voice.answer(issue, answer, by=_person(life.leader))


def _keep(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    voice.keep(_promise(issue, step), how=step["words"], by=_person(life.leader))


def _move(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    to = add_working_days(issue.raised_on, step["to"])
    voice.move(_promise(issue, step), to=to, because=step["words"], by=_person(life.leader))


def _change(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    changed = Changed(ChangeKind(step["kind"]), name=step["name"], where=step["where"], made_on=clock.today())
    voice.record_change(issue, changed, by=_person(life.leader))


def _verdict(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    wording = Wording(verdict=step["verdict"], text=step["words"])
    token = UUID(int=issue.pk.int ^ step["after"])
    motions.move(Kind.VERDICT, wording, issue=issue.pk, token=token, by=_chair(life.network))
    carrying.say_what_passed()


def _acknowledge(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    voice.acknowledge(issue, words=step["words"], by=_person(life.leader))


def _pause(issue: Issue, step: Mapping[str, Any], life: IssueLife) -> None:
    voice.pause(issue, because=step["words"], by=_person(life.leader))


_STEPS: dict[str, Callable[[Issue, Mapping[str, Any], IssueLife], None]] = {
    "acknowledge": _acknowledge,
    "pause": _pause,
    "answer": _answer,
    "keep": _keep,
    "move": _move,
    "change": _change,
    "verdict": _verdict,
}


def _promise(issue: Issue, step: Mapping[str, Any]) -> Any:
    """Return the promise that a step is about, counted in the order in which they were made."""
    return list(issue.promises.order_by("by_when", "pk"))[step["promise"] - 1]


def _chair(network: str) -> Place:
    """Return the place of the chair of a network."""
    found = Network.objects.get(name=network)
    for row, _ in seats.taken(found):
        place = seats.place_of(row, found)
        if Role.CHAIR in place.roles:
            return place
    raise LookupError(f"{network} has no chair.")


def _person(role: str) -> Person:
    return Person.objects.select_related("staff").get(email=member(role).email)


@contextmanager
def _on(day: date) -> Iterator[None]:
    """Let it be the morning of that day, or now if that is earlier."""
    morning = datetime.combine(day, time(9), tzinfo=clock.LONDON)
    with clock.standing_at(min(morning, clock.now())):
        yield
