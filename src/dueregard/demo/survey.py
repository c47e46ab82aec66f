"""The demonstration's staff surveys: one whose results are published by group, and one that is open. All invented."""

import random
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from dueregard import journal
from dueregard.almanac import clock
from dueregard.demo.cast import member
from dueregard.demo.scales import Scale
from dueregard.feedback.survey import carrying
from dueregard.feedback.survey.actions import Planned
from dueregard.feedback.survey.answers import ABOUT, LEVELS, NOT_SAID, Answer
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.survey.statements import of_today
from dueregard.feedback.you_said import actions as you_said
from dueregard.feedback.you_said.models import Reply
from dueregard.networks.acting import action
from dueregard.people.models import Person, Staff
from dueregard.statistics.models import Dataset, Release
from dueregard.voice.collective import boxes

CLOSED_DAYS_AGO, DAYS_OPEN = 80, 14
OPENED_DAYS_AGO = 4


def is_made() -> bool:
    """Say whether there are surveys already."""
    return Survey.objects.filter(name=_told()["open"]["name"]).exists()


def make(*, seed: int, scale: Scale) -> None:
    """Plan both surveys on their days, and let most of the staff answer the one that is over, and some the other."""
    chance = random.Random(f"{seed} survey")  # noqa: S311  (what is drawn is invented, and the same each time)
    staff = list(Staff.objects.employed().order_by("number").values_list("pk", flat=True))
    share_in_all = _told()["share_who_answer"][scale]
    for told, days_ago, share in (
        (_told()["closed"][0], CLOSED_DAYS_AGO, share_in_all),
        (_told()["open"], OPENED_DAYS_AGO, share_in_all / 3),
    ):
        # An earlier start may have been killed anywhere: what is drawn is the same again, and put in once.
        survey = Survey.objects.filter(name=told["name"]).first() or _plan(told["name"], days_ago)
        answering = {pk: _key(chance) for pk in chance.sample(staff, round(share * len(staff)))}
        answers = {key: _drawn(chance).written for key in answering.values()}
        if survey.counted_at is None:
            _answer(survey, answering, answers)


def dataset() -> Dataset:
    """Return the dataset of the survey that is over, counted if it is not."""
    survey = _closed()
    if survey.dataset is None:
        survey = carrying.count(survey, by=_person("analyst"))
    assert survey.dataset is not None  # enough of the staff answered
    return survey.dataset


def is_released() -> bool:
    """Say whether the results of the survey that is over are published, with what was done."""
    return (
        Reply.objects.published()
        .filter(survey__dataset__in=Release.objects.values("analysis__dataset"))
        .exists()
    )


def note() -> str:
    """Return what the release says of itself."""
    return str(_told()["closed"][0]["note"])


@journal.action
def reply() -> None:
    """Publish what was done about the results, all of it or nothing."""
    survey, editor = _closed(), _person("editor")
    for told in _told()["closed"][0]["reply"]:
        words = you_said.Words(
            "staff", told["said"], f"{told['did']} (invented)", survey.last_day + timedelta(days=20), survey
        )
        draft = you_said.write(words, by=editor)
        you_said.publish(draft, version=draft.version, by=_person("quality-lead"))
    journal.record("published what was done about a survey", survey, by=editor)


def _plan(name: str, days_ago: int) -> Survey:
    """Plan a survey on its first day."""
    with clock.standing_at(clock.now() - timedelta(days=days_ago)):
        first = clock.today()
        planned = Planned(name, first, first + timedelta(days=DAYS_OPEN - 1))
        return carrying.plan(planned, by=_person("equality-lead"))


@action
def _answer(survey: Survey, staff: Iterable[UUID], answers: Mapping[UUID, str]) -> None:
    """Let some of the staff have answered: straight into the boxes, because nobody watches."""
    boxes.lock()
    for box in survey.boxes:
        boxes.begin(box)
    boxes.put_together(survey.pk, dict.fromkeys(staff, ""))
    boxes.put_together(survey.answers_box, answers)


def _drawn(chance: random.Random) -> Answer:
    about = {column: _place(chance, _told()["about"][column]) for column in ABOUT}
    is_disabled = about["disability"] == 1
    return Answer(tuple(_said(chance, is_disabled=is_disabled)), tuple(about.values()))


def _said(chance: random.Random, *, is_disabled: bool) -> Iterator[int]:
    for statement in of_today():
        place = chance.choices(range(1, len(LEVELS) + 1), _told()["weights"][statement.code])[0]
        if is_disabled and chance.random() < _told()["harder"].get(statement.code, 0):
            place = min(place + 1, len(LEVELS))
        yield NOT_SAID if chance.random() < _told()["left_out"] else place


def _place(chance: random.Random, shares: list[int]) -> int:
    """Return the place of a level, or none as often as is left to a hundred."""
    return chance.choices(range(len(shares) + 1), [100 - sum(shares), *shares])[0]


def _closed() -> Survey:
    found = Survey.objects.select_related("dataset__receipt")
    return found.get(name=_told()["closed"][0]["name"])


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
