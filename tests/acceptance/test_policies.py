"""What policies, leave and passports promise, in order. Each test is thin, and rests on those of the rooms.

The journeys of line 3 are walked in a browser in `tests/leave/test_in_the_browser.py`, in that of passports, in
`tests/policies/test_reading_in_the_browser.py` and in that of texts; the kills of line 2 in
`tests/policies/rollout/test_killing.py`.
"""

from collections.abc import Callable

import pytest

from dueregard.people.models import Person
from dueregard.policies.models import RollOut, Task, Version
from tests.leave import sequences, test_statutory_week, test_two_worlds
from tests.leave.carers import Carers
from tests.leave.conftest import carers, monday
from tests.policies.charters import test_charters
from tests.policies.charters.test_charters import charter, owner
from tests.policies.conftest import roll_out, task_of, version, wednesday
from tests.policies.rollout import test_asking
from tests.policies.training import test_importing

__all__ = ["carers", "charter", "monday", "owner", "roll_out", "task_of", "version", "wednesday"]

Cast = dict[str, Person]
TaskOf = Callable[[Person], Task]


def test_1_the_pure_rules_agree_with_a_slow_model() -> None:
    assert [words for seed in range(400) for words in sequences.run(seed)] == []


def test_1_the_statutory_clock_agrees_with_worked_cases() -> None:
    assert len(test_statutory_week.WEEKS) + len(test_statutory_week.ROLLING) >= 20
    for week in test_statutory_week.WEEKS:
        test_statutory_week.test_a_week_of_leave_is_the_week_that_is_worked(week)
    for asked in test_statutory_week.ROLLING:
        test_statutory_week.test_the_week_is_counted_back_from_each_day_of_leave(asked)


def test_2_a_roll_out_is_stopped_and_resumed_where_it_was(cast: Cast, version: Version) -> None:
    test_asking.test_it_is_stopped_and_resumed_where_it_was(cast, version)


def test_3_the_managers_pages_are_the_same_whatever_the_reason(carers: Carers) -> None:
    days = test_two_worlds.WORLDS["half a day"]
    assert test_two_worlds.differences(carers, days, "asked", [carers.manager]) == []


def test_4_a_minor_change_asks_nobody_again(cast: Cast, roll_out: RollOut, task_of: TaskOf) -> None:
    test_asking.test_a_minor_change_asks_nobody_and_who_has_not_read_reads_what_is_in_force(
        cast, roll_out, task_of
    )


def test_4_a_material_change_asks_again_and_wipes_nothing(
    cast: Cast,
    roll_out: RollOut,
    task_of: TaskOf,
) -> None:
    test_asking.test_a_material_change_asks_everybody_again_and_wipes_nothing(cast, roll_out, task_of)


def test_4_imported_completions_come_with_a_receipt(cast: Cast, wednesday: None) -> None:
    test_importing.test_a_file_is_read_by_a_worker_and_every_row_is_kept_or_refused(cast, wednesday)


@pytest.mark.parametrize(("days", "is_shown"), [(91, False), (90, True)])
def test_5_a_renewal_due_in_90_days_is_on_the_owners_start_page(
    charter: object,
    owner: Person,
    cast: Cast,
    days: int,
    is_shown: bool,
) -> None:
    test_charters.test_a_renewal_due_in_90_days_is_on_the_owners_start_page(
        charter, owner, cast, days, is_shown
    )


def test_5_the_public_reads_level_and_since_when(charter: object, owner: Person) -> None:
    test_charters.test_the_public_reads_level_and_since_when_and_no_more(charter, owner)
