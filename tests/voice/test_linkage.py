"""Nobody can tell from the databases who added weight to which issue: no attack does better than chance."""

import random
from collections.abc import Callable
from datetime import timedelta
from math import sqrt
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connections

from dueregard.almanac import clock
from dueregard.journal.ticks import deeds
from dueregard.networks.acting import action
from dueregard.voice.collective import boxes
from dueregard.voice.collective.inside import Said
from tests.networks.members import NOW
from tests.voice.linkage import Watched, dump, right, transaction_now

ISSUES = 8
CHANCE = 1 / ISSUES
TABLES = ("collective_box", "collective_slip", "ticks_deed")
ACTS_BETWEEN_EMPTYINGS = 14
ACTS_IN_A_DAY = 60

Put = Callable[[UUID, UUID], None]


@pytest.fixture
def issues(shared_databases: dict[str, str]) -> list[UUID]:
    """Some issues with a box each, on databases in which every act is a transaction of its own."""
    drawn = random.Random(6)
    mine = [UUID(int=drawn.getrandbits(128), version=4) for _ in range(ISSUES)]

    @action
    def begin() -> None:
        boxes.lock()
        for issue in mine:
            boxes.begin(issue)

    begin()
    with connections["commons"].cursor() as cursor:
        cursor.execute("CREATE TABLE ballots (issue varchar(32))")
    return mine


@action
def put(issue: UUID, staff: UUID) -> None:
    boxes.lock()
    boxes.put(issue, "", staff=staff)


@action
def empty_slips() -> None:
    boxes.lock()
    boxes.empty_slips()


def simulate(issues: list[UUID], put: Put, *, acts: int, seed: int, tables: Any = TABLES) -> dict[str, float]:
    """Let people add weight at random, and return how often each attack is right."""
    drawn = random.Random(seed)
    people = [UUID(int=drawn.getrandbits(128), version=4) for _ in range(max(200, acts // 4))]
    truth = [drawn.choice(issues) for _ in range(acts)]
    watched = []
    for number, issue in enumerate(truth):
        before = transaction_now()
        put(issue, drawn.choice(people))
        watched.append(Watched(number, before, dump(tables)))
        if number % ACTS_BETWEEN_EMPTYINGS == 0 or number % ACTS_IN_A_DAY == 0:
            empty_slips()
            with clock.standing_at(NOW + number * timedelta(minutes=15)):
                deeds.close_batch()
    found = right(watched, truth, issues)
    print({name: round(share, 3) for name, share in found.items()}, "chance", round(CHANCE, 3))
    return found


def spread(acts: int) -> float:
    """Return three standard deviations of guessing at chance."""
    return 3 * sqrt(CHANCE * (1 - CHANCE) / acts)


def test_a_thief_who_watched_five_hundred_acts_guesses_at_chance(issues: list[UUID]) -> None:
    found = simulate(issues, put, acts=500, seed=21)
    assert max(found.values()) <= CHANCE + spread(500), found


@pytest.mark.prove
def test_a_thief_who_watched_ten_thousand_acts_guesses_at_chance(issues: list[UUID]) -> None:
    found = simulate(issues, put, acts=10_000, seed=22)
    assert max(found.values()) <= CHANCE + 0.01, found


# Without the protection the same attacks succeed, or they prove nothing.


def test_ballots_in_the_order_of_the_acts_are_matched(issues: list[UUID]) -> None:
    """The common design of detached ballots: a row with the choice and nothing else, written at once."""

    def cast_ballot(issue: UUID, staff: UUID) -> None:
        with connections["commons"].cursor() as cursor:
            cursor.execute("INSERT INTO ballots VALUES (%s)", [issue.hex])

    found = simulate(issues, cast_ballot, acts=120, seed=23, tables=(*TABLES, "ballots"))
    assert found["length"] >= 0.9
    assert found["what changed"] >= 0.9
    if connections["commons"].vendor == "postgresql":
        assert found["transaction"] >= 0.9


def test_ballots_alone_are_matched_by_their_order_in_one_single_dump(issues: list[UUID]) -> None:
    def cast_ballot(issue: UUID, staff: UUID) -> None:
        with connections["commons"].cursor() as cursor:
            cursor.execute("INSERT INTO ballots VALUES (%s)", [issue.hex])

    assert simulate(issues, cast_ballot, acts=120, seed=24, tables=("ballots",))["order"] >= 0.9


def test_writing_into_one_box_at_once_is_matched(issues: list[UUID]) -> None:
    """Sealed as it is, a box that alone is written when somebody acts names their issue."""

    def at_once(slip: Said) -> None:
        box = boxes.Box.objects.get(pk=slip.box)
        box.enclose({**box.inside, "said": {**box.inside["said"], slip.mark: ""}})
        box.save()
        boxes.note("wrote one box", box)

    with mock.patch("dueregard.voice.collective.boxes._park", at_once):
        found = simulate(issues, put, acts=120, seed=25)
    assert found["what changed"] >= 0.8, found


def test_boxes_that_are_written_one_by_one_when_emptied_are_matched_above_chance(issues: list[UUID]) -> None:
    """Only the boxes with something new in them are written, and the slips are emptied after each act."""

    @action
    def put_and_empty(issue: UUID, staff: UUID) -> None:
        boxes.lock()
        boxes.put(issue, "", staff=staff)
        for slip in boxes._waiting():
            box = boxes.Box.objects.get(pk=slip.box)
            holds = box.holds.with_slip(slip)
            box.enclose({"secret": holds.secret, "said": dict(holds.said), "band": ""})
            box.save()
        boxes._write_slips(())

    found = simulate(issues, put_and_empty, acts=120, seed=26)
    assert max(found.values()) >= 0.8, found
