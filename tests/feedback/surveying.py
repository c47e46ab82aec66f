"""Builders for tests that need surveys: one in each of its states, and people who answer."""

import atexit
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

import disparity
from dueregard.almanac import clock
from dueregard.feedback.survey import carrying
from dueregard.feedback.survey.actions import Planned
from dueregard.feedback.survey.answers import ABOUT, LEVELS, Answer
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.survey.statements import of_today
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.networks.acting import action
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from dueregard.statistics.models import Analysis, Release
from dueregard.voice.collective import boxes

STATEMENTS = len(of_today())


def planned(name: str = "Autumn", *, opens: int = 0, days: int = 14) -> Planned:
    """Return a survey that opens in so many days from now."""
    first = clock.today() + timedelta(days=opens)
    return Planned(name, first, first + timedelta(days=days - 1))


def open_survey(*, by: Person, name: str = "Autumn") -> Survey:
    """Plan a survey that is open from today."""
    return carrying.plan(planned(name), by=by)


def closed_survey(*, by: Person, name: str = "Summer", days_ago: int = 30) -> Survey:
    """Plan a survey that was open some time ago, with nobody's answers in it yet."""
    with days_before(days_ago):
        return carrying.plan(planned(name), by=by)


@contextmanager
def days_before(days: int) -> Iterator[datetime]:
    """Let it be so many days earlier."""
    moment = clock.now() - timedelta(days=days)
    with clock.standing_at(moment):
        yield moment


def said(*places: int, **about: int) -> Answer:
    """Return an answer: the places given, the last of them again for the statements that are left."""
    filled = (*places, *[places[-1]] * (STATEMENTS - len(places)))
    return Answer(filled, tuple(about.get(column, 0) for column in ABOUT))


def posted(answer: Answer) -> dict[str, str]:
    """Return an answer as its page sends it."""
    names = [*(each.code for each in of_today()), *ABOUT]
    return {name: str(place) for name, place in zip(names, (*answer.said, *answer.about), strict=True)}


def drawn(number: int, *, seed: int = 5) -> list[Answer]:
    """Return so many answers by chance, always the same."""
    chance = random.Random(seed)

    def place(most: int, left_out: float) -> int:
        return 0 if chance.random() < left_out else chance.randint(1, most)

    return [
        Answer(
            tuple(place(len(LEVELS), 0.05) for _ in range(STATEMENTS)),
            tuple(place(len(levels), 0.1) for levels in ABOUT.values()),
        )
        for _ in range(number)
    ]


@action
def put_in(survey: Survey, answers: Iterable[Answer]) -> None:
    """Let many people who are not on the staff of the tests have answered: straight into the boxes."""
    written = [answer.written for answer in answers]
    boxes.lock()
    boxes.put_together(survey.pk, {uuid4(): "" for _ in written})
    boxes.put_together(survey.answers_box, {uuid4(): each for each in written})


def counted(survey: Survey, *, by: Person) -> Survey:
    """Have a survey counted, and let the worker check its dataset and run its analysis."""
    carrying.count(survey, by=by)
    worker.work(once=True)
    carrying.carry_on()
    worker.work(once=True)
    return Survey.objects.get(pk=survey.pk)


@dataclass(frozen=True)
class Reported:
    """What the engine made of the answers of a survey, once for all tests that ask for the same."""

    receipt: dict[str, Any]
    rows: Path
    report: Path
    hashes: dict[str, str]


@cache
def _reported(plan: str, data: bytes) -> Reported:
    """Do what the worker does, here and once."""
    folder = Path(tempfile.mkdtemp(prefix="dueregard-survey-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rows, report = folder / "rows", folder / "report"
    for each in (rows, report):
        each.mkdir()
    (folder / "survey.csv").write_bytes(data)
    read = disparity.read_plan(plan.encode())
    receipt = disparity.prepare(read, folder / "survey.csv", rows)
    cube = disparity.build_cube(read, rows / "accepted.parquet", data_sha256=receipt.data_sha256)
    disparity.write_report(disparity.make_release(disparity.protect(cube)), report)
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(report.iterdir())}
    return Reported(receipt.as_dict(), rows, report, hashes)


def analysed(survey: Survey, *, by: Person) -> Analysis:
    """Have a survey counted, and put in what the worker made of the same answers before."""
    dataset = carrying.count(survey, by=by).dataset
    assert dataset is not None
    made = _reported(dataset.plan, (settings.VAR / dataset.file_path).read_bytes())
    rows, report = (dataset.directory.with_name(f"{dataset.pk}.{name}") for name in ("rows", "report"))
    shutil.copytree(made.rows, rows)
    shutil.copytree(made.report, report)
    statistics.receive(dataset, made.receipt, rows, by=by)
    carrying.carry_on()
    analysis = dataset.analyses.get()
    analysis.directory.parent.mkdir(parents=True, exist_ok=True)
    statistics.complete(analysis, made.hashes, report, by=by)
    Job.objects.filter(key__in=(dataset.check_key, analysis.run_key)).delete()
    return analysis


def published(survey: Survey, cast: dict[str, Person]) -> Release:
    """Have a survey counted, and let the equality lead publish its results."""
    return statistics.release(analysed(survey, by=cast["analyst"]), by=cast["equality-lead"])


def files_kept() -> dict[str, bytes]:
    """Return every file that lies in the folder of what came in, by its name."""
    folder = settings.VAR / "files"
    return (
        {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        if folder.exists()
        else {}
    )
