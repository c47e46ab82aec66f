"""Nobody can tell from the databases who answered what: no attack does better than chance.

The attacks are those of `tests/voice/linkage.py`, by a thief who knows of each answer whose it was and when it came,
has the commons as it lay after every one of them, and in the end the dataset, in which the answers stand in clear. One
dump with the keys tells who has answered, and still not what.
"""

import random
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from math import sqrt
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connections

from dueregard.almanac import clock
from dueregard.feedback.survey.answers import Answer
from dueregard.feedback.survey.models import Survey
from dueregard.journal.ticks import deeds
from dueregard.networks.acting import action
from dueregard.voice.collective import boxes
from dueregard.voice.collective.inside import Inside
from dueregard.voice.collective.models import Box
from tests.feedback.surveying import said
from tests.networks.members import NOW
from tests.voice.linkage import ATTACKS, Row, Watched, dump, transaction_now

ANSWERS = [said(1, place, 5, sex=1 + place % 2) for place in range(6)]
CHANCE = 1 / len(ANSWERS)
TABLES = ("collective_box", "collective_slip", "ticks_deed")
BETWEEN_EMPTYINGS = 7

Put = Callable[[Survey, Answer, UUID], None]


@pytest.fixture
def survey(shared_databases: dict[str, str]) -> Survey:
    """Return a survey with its boxes, on databases in which every answer is a transaction of its own."""
    found = Survey(pk=UUID(int=random.Random(8).getrandbits(128), version=4))

    @action
    def begin() -> None:
        boxes.lock()
        for box in found.boxes:
            boxes.begin(box)

    begin()
    with connections["commons"].cursor() as cursor:
        cursor.execute("CREATE TABLE ballots (answer varchar(32))")
    return found


@action
def put(survey: Survey, answer: Answer, staff: UUID) -> None:
    boxes.lock()
    boxes.put_apart(survey.pk, survey.answers_box, answer.written, staff=staff)


@action
def empty_slips() -> None:
    boxes.lock()
    boxes.empty_slips()


def in_clear(answer: Answer) -> str:
    """Return an answer as the attacks look for it."""
    return answer.written.replace("-", "")


def ballots() -> list[str]:
    with connections["commons"].cursor() as cursor:
        cursor.execute("SELECT answer FROM ballots")
        return [row[0] for row in cursor.fetchall()]


def simulate(survey: Survey, put: Put, *, acts: int, seed: int, tables: Any = TABLES) -> dict[str, float]:
    """Let people answer at random, and return how often each attack is right."""
    chance = random.Random(seed)
    truth = [chance.choice(ANSWERS) for _ in range(acts)]
    watched = []
    for number, answer in enumerate(truth):
        before = transaction_now()
        put(survey, answer, UUID(int=chance.getrandbits(128), version=4))
        watched.append(Watched(number, before, dump(tables)))
        if number % BETWEEN_EMPTYINGS == 0:
            empty_slips()
            with clock.standing_at(NOW + number * timedelta(minutes=15)):
                deeds.close_batch()
    empty_slips()
    rows = sorted(boxes.contents(survey.answers_box)) or ballots()
    dataset: list[Row] = [{"answer": written.replace("-", "")} for written in rows]
    assert len(dataset) == acts
    watched[-1] = replace(watched[-1], after={**watched[-1].after, "dataset": dataset})
    names = [in_clear(each) for each in ANSWERS]
    guesses = {name: attack(watched, names) for name, attack in ATTACKS.items()}
    found = {
        name: sum(guess == in_clear(answer) for guess, answer in zip(guessed, truth, strict=True)) / acts
        for name, guessed in guesses.items()
    }
    print({name: round(share, 3) for name, share in found.items()}, "chance", round(CHANCE, 3))
    return found


def spread(acts: int) -> float:
    """Return three standard deviations of guessing at chance."""
    return 3 * sqrt(CHANCE * (1 - CHANCE) / acts)


def test_a_thief_who_watched_two_hundred_answers_guesses_at_chance(survey: Survey) -> None:
    found = simulate(survey, put, acts=200, seed=31)
    assert max(found.values()) <= CHANCE + spread(200), found


@pytest.mark.prove
def test_a_thief_who_watched_two_thousand_answers_guesses_at_chance(survey: Survey) -> None:
    found = simulate(survey, put, acts=2_000, seed=32)
    assert max(found.values()) <= CHANCE + spread(2_000), found


def test_answers_in_a_table_of_their_own_are_matched(survey: Survey) -> None:
    """The common design, without the protection: the answer in a row with nothing else, written at once."""

    def cast_ballot(survey: Survey, answer: Answer, staff: UUID) -> None:
        with connections["commons"].cursor() as cursor:
            cursor.execute("INSERT INTO ballots VALUES (%s)", [in_clear(answer)])

    found = simulate(survey, cast_ballot, acts=100, seed=33, tables=("ballots",))
    assert found["length"] >= 0.9, found
    assert found["what changed"] >= 0.9, found
    if connections["commons"].vendor == "postgresql":
        assert found["transaction"] >= 0.9, found


# With the keys: whoever opens both boxes of one dump lays them side by side.


def matched_with_the_keys(survey: Survey, *, acts: int, seed: int) -> float:
    """Let everybody answer apart, and return how many are matched by the places of both in their boxes."""
    chance = random.Random(seed)
    people = [UUID(int=chance.getrandbits(128), version=4) for _ in range(acts)]
    answers = [chance.choice(ANSWERS) for _ in people]
    for person, answer in zip(people, answers, strict=True):
        put(survey, answer, person)
        empty_slips()  # at once, which is the worst case
    who, what = (Box.objects.get(pk=box).holds for box in survey.boxes)
    place_of = {mark: place for place, mark in enumerate(who.said)}
    written = list(what.said.values())
    right = sum(
        written[place_of[who.mark(person)]] == answer.written
        for person, answer in zip(people, answers, strict=True)
    )
    return right / acts


def test_one_dump_with_the_keys_says_who_answered_and_not_what(survey: Survey) -> None:
    found = matched_with_the_keys(survey, acts=120, seed=34)
    assert found <= CHANCE + spread(120), found


def test_boxes_that_keep_the_order_are_matched_with_the_keys(survey: Survey) -> None:
    def in_order(contents: dict[UUID, Inside]) -> None:
        boxes.Box.objects.all().delete()
        for about, holds in contents.items():
            row = boxes.Box(id=about)
            row.enclose({**asdict(holds), "said": dict(holds.said)})
            row.save()
        boxes.note("boxes were written in order")

    with mock.patch.object(boxes, "_write_boxes", in_order):
        assert matched_with_the_keys(survey, acts=120, seed=35) >= 0.9
