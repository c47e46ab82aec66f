"""When somebody is reminded: a week before, on the day, three fortnights after at most, and never in quiet times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.almanac import clock
from dueregard.jobs import worker
from dueregard.people.models import Person, Staff
from dueregard.policies.models import Plan, RollOut, Task
from dueregard.policies.rollout import actions, asking, quiet, tasks
from dueregard.policies.rollout.emails import REMINDED
from dueregard.policies.rollout.reminders import LEAST_DAYS_BETWEEN, is_due, passed
from dueregard.policies.rollout.system import ROLL_OUT
from dueregard.post.models import Message
from tests.policies.rollout.test_asking import read

Cast = dict[str, Person]
ASKED, DUE = date(2026, 11, 4), date(2026, 12, 2)


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    with clock.standing_at(datetime.combine(day, time(hour), tzinfo=clock.LONDON)):
        yield


def days_of_reminders(asked_on: date, due_on: date, days: int = 200) -> list[date]:
    found: list[date] = []
    reminders, last = 0, None
    for each in range(days):
        today = asked_on + timedelta(days=each)
        if is_due(asked_on=asked_on, due_on=due_on, reminders=reminders, reminded_on=last, today=today):
            reminders, last = passed(asked_on=asked_on, due_on=due_on, today=today), today
            found.append(today)
    return found


def test_the_times_are_a_week_before_the_day_and_three_fortnights() -> None:
    after = [(day - DUE).days for day in days_of_reminders(ASKED, DUE)]
    assert after == [-7, 0, 14, 28, 42]


def test_who_is_asked_late_is_not_reminded_of_what_was_before() -> None:
    after = [(day - DUE).days for day in days_of_reminders(DUE - timedelta(days=3), DUE)]
    assert after == [0, 14, 28, 42]


@given(st.integers(7, 120), st.lists(st.booleans(), min_size=200, max_size=200))
def test_never_two_close_together_nor_more_than_five_whenever_the_work_runs(
    days: int, runs: list[bool]
) -> None:
    due_on = ASKED + timedelta(days=days)
    reminders, last, found = 0, None, []
    for each, does_run in enumerate(runs):
        today = ASKED + timedelta(days=each)
        if does_run and is_due(
            asked_on=ASKED, due_on=due_on, reminders=reminders, reminded_on=last, today=today
        ):
            reminders, last = passed(asked_on=ASKED, due_on=due_on, today=today), today
            found.append(today)
    assert len(found) <= 5
    assert all((b - a).days >= LEAST_DAYS_BETWEEN for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("day", "hour", "may"),
    [
        (date(2026, 11, 25), 10, True),
        (date(2026, 11, 25), 21, False),
        (date(2026, 11, 28), 10, False),
        (date(2026, 12, 25), 10, False),
        (date(2026, 12, 29), 10, False),
    ],
)
def test_quiet_times_are_kept(day: date, hour: int, may: bool) -> None:
    with on(day, hour):
        assert quiet.may_remind(clock.now()) is may


def test_those_who_have_not_read_are_reminded_once_for_each_time(
    cast: Cast, roll_out: RollOut, task_of: Callable[[Person], Task]
) -> None:
    read(task_of(cast["staff"]))
    with on(DUE - timedelta(days=7)):
        for _ in range(2):  # the second finds nobody
            tasks.remind_readers()
            worker.work(once=True)
    letters = [each.letter().to for each in Message.objects.filter(kind=REMINDED)]
    assert sorted(letters) == sorted(
        set(Staff.objects.employed().values_list("person__email", flat=True)) - {cast["staff"].email}
    )
    task = task_of(cast["adviser"])
    assert (task.reminders, task.reminded_on) == (1, DUE - timedelta(days=7))


def test_nobody_is_reminded_at_night_or_while_it_is_stopped(cast: Cast, roll_out: RollOut) -> None:
    with on(DUE, 21):
        tasks.remind_readers()
    with on(DUE):
        actions.stop(roll_out, by=cast["policy-owner"])
        tasks.remind_readers()
        assert asking.remind_next(roll_out, by=ROLL_OUT) == 0
    worker.work(once=True)
    assert not Message.objects.filter(kind=REMINDED).exists()


def test_the_plan_says_how_long_people_have(cast: Cast, roll_out: RollOut) -> None:
    actions.plan(roll_out.policy, days=14, for_managers="", by=cast["policy-owner"])
    assert Plan.objects.get().days == 14
    roll_out.refresh_from_db()
    assert roll_out.days == 28  # what was promised when it began stays
