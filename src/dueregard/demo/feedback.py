"""The demonstration's feedback: a quarter of it with its themes, what waits, and "you said, we did". All invented."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from dueregard import journal
from dueregard.almanac import clock
from dueregard.almanac.periods import Quarter
from dueregard.almanac.working_days import add_working_days
from dueregard.demo.cast import member
from dueregard.feedback import actions as feedback
from dueregard.feedback.apart import actions as apart
from dueregard.feedback.apart.models import AGES, DISABLED, ETHNIC_GROUPS, SEXES
from dueregard.feedback.models import AgeGroup, Audience, CaseNow, Contact, Face, Kind, Piece, Theme
from dueregard.feedback.page_answers import actions as page_answers
from dueregard.feedback.quarters import actions as quarters
from dueregard.feedback.quarters.models import Holds, QuarterDataset
from dueregard.feedback.triage import actions as triage
from dueregard.feedback.you_said import actions as you_said
from dueregard.people.models import Person
from dueregard.statistics.models import Dataset, Release

RELEASE_NOTE = "Themes of invented feedback: everyone who said something is invented."
GROUPS = (*AgeGroup.values, Audience.PARENT.value, Audience.OTHER.value)


@dataclass(frozen=True)
class Said:
    """What one invented person sent: from which group, and about what."""

    group: str
    theme: str
    face: str
    words: str


@dataclass
class World:
    """Whoever does things in the making, and the themes by name."""

    quality_lead: Person
    editor: Person
    themes: dict[str, Theme] = field(default_factory=dict)


def is_made() -> bool:
    """Say whether there is feedback already."""
    return Piece.objects.exists()


@journal.action
def make(*, seed: int) -> None:
    """Let a quarter's feedback come in and be read, as people do it, over the last months."""
    world = World(_person("quality-lead"), _person("editor"))
    chance = random.Random(f"{seed} feedback")  # noqa: S311  (an invented quarter, the same for each seed)
    for each in [*_told()["theme"], *_told()["faces"]]:
        name = each.get("name") or each["theme"]
        world.themes[name] = triage.add_theme(name, about=each["about"], by=world.quality_lead)
    triage.offer_theme(world.themes[_told()["faces"][0]["theme"]], is_offered=False, by=world.quality_lead)
    quarter = Quarter.containing(clock.today()).previous()
    for said in all_said():
        _hear(said, quarter, world, chance)
    with clock.standing_at(clock.start_of(quarter.last) + timedelta(hours=12)):
        apart.shuffle(by=world.quality_lead)
    for waiting in _told()["waiting"]:
        _wait(waiting, world)
    for one in _told()["page"]:
        page_answers.answer(one["page"], is_useful=one["is_useful"], doing=one["doing"], token=_key(chance))
    for one in _told()["reply"]:
        draft = _write(one, by=world.editor)
        you_said.publish(draft, version=draft.version, by=world.quality_lead)
    for one in _told()["draft"]:
        _write(one, by=world.editor)
    administrator = _person("administrator")
    journal.record("made the demonstration's feedback", administrator, by=administrator)


def dataset(*, by: Person) -> Dataset:
    """Return the dataset of the themes of that quarter, made if there is none."""
    there = QuarterDataset.objects.filter(holds=Holds.THEMES).select_related("dataset").first()
    quarter = Quarter.containing(clock.today()).previous()
    return (there or quarters.make(quarter, holds=Holds.THEMES, by=by)).dataset


def is_released() -> bool:
    """Say whether the themes of a quarter are released."""
    made = QuarterDataset.objects.values("dataset")
    return Release.objects.filter(analysis__dataset__in=made).exists()


def all_said() -> list[Said]:
    """Return everything that was said in the quarter."""
    return [*_in_words(), *_by_a_face()]


def _in_words() -> Iterator[Said]:
    for theme in _told()["theme"]:
        for group in GROUPS:
            for each in theme[group]:
                face, words = each.split("|")
                yield Said(group, theme["name"], face, f"{words} (invented)")


def _by_a_face() -> Iterator[Said]:
    for faces in _told()["faces"]:
        for group in AgeGroup.values:
            for face in faces[group].split():
                yield Said(group, faces["theme"], face, "")


def _hear(said: Said, quarter: Quarter, world: World, chance: random.Random) -> None:
    """Send what somebody said on some working day of the quarter; the quality lead reads it on the next."""
    day = add_working_days(quarter.first, chance.randrange(0, 58))
    theme = world.themes[said.theme]
    is_child = said.group in AgeGroup.values
    with clock.standing_at(_at(day, chance.randrange(8, 21), chance)):
        piece = feedback.send(
            feedback.Sent(
                audience=Audience.CHILD if is_child else Audience(said.group),
                age_group=AgeGroup(said.group) if is_child else None,
                face=Face(said.face) if is_child else None,
                case_now=CaseNow(chance.choice(["over", "over", "not-yet", "not-sure"]))
                if is_child
                else None,
                about=None if is_child else theme,
                words=said.words,
            ),
            token=_key(chance),
        )
        if not is_child and chance.random() < 0.8:
            apart.park(_about_themselves(said, quarter, theme, chance), token=_key(chance))
    with clock.standing_at(_at(add_working_days(day, 1), chance.randrange(9, 17), chance)):
        piece = triage.mark_read(piece, version=piece.version, by=world.quality_lead)
        piece = triage.set_themes(piece, [theme], version=piece.version, by=world.quality_lead)
        if chance.random() < 0.96:
            triage.close(piece, version=piece.version, by=world.quality_lead)


def _about_themselves(said: Said, quarter: Quarter, theme: Theme, chance: random.Random) -> apart.Answers:
    return apart.Answers(
        quarter_starts=quarter.first,
        audience=said.group,
        about=theme.pk,
        sex=chance.choice(SEXES),
        ethnic_group=chance.choices(ETHNIC_GROUPS, (12, 8, 5, 70, 5))[0],
        disability=chance.choices(DISABLED, (1, 4))[0],
        age=chance.choice(AGES),
    )


def _wait(told: dict[str, Any], world: World) -> None:
    """Send what still waits in the queue."""
    is_child = told["from"] in AgeGroup.values
    with clock.standing_at(clock.now() - timedelta(hours=told["hours_ago"])):
        feedback.send(
            feedback.Sent(
                audience=Audience.CHILD if is_child else Audience(told["from"]),
                kind=Kind.COMPLAINT if told.get("is_complaint") else Kind.FEEDBACK,
                age_group=AgeGroup(told["from"]) if is_child else None,
                face=Face(told["face"]) if is_child else None,
                case_now=CaseNow(told["case_now"]) if is_child else None,
                about=None if is_child else next(iter(world.themes.values())),
                words=told["words"],
                wants_answer=told.get("wants_answer", False),
                contact=Contact(told.get("name", ""), told.get("how", ""), told.get("worker", "")),
            ),
            token=uuid4(),
        )


def _write(told: dict[str, Any], *, by: Person) -> Any:
    words = you_said.Words(
        audience=told["audience"],
        said=told["said"],
        did=f"{told['did']} (invented)",
        heard_on=clock.today() - timedelta(days=told["days_ago"]),
    )
    return you_said.write(words, by=by)


def _at(day: Any, hour: int, chance: random.Random) -> datetime:
    return datetime.combine(day, time(hour, chance.randrange(60)), tzinfo=clock.LONDON)


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
