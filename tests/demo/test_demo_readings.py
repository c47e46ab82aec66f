"""The demonstration's readings: everybody was asked when a policy was launched, most have read it, once."""

from datetime import timedelta

import pytest

from dueregard.almanac import clock
from dueregard.demo import readings
from dueregard.demo.cast import member
from dueregard.jobs.models import Job, State
from dueregard.people.models import Person, Staff
from dueregard.policies.models import PolicyConcern, Reading, RollOut, Tally, Task, Version
from dueregard.policies.rollout import asking
from dueregard.post.models import Message
from tests.policies.conftest import version, wednesday
from tests.policies.launched import hire

__all__ = ["version", "wednesday"]

Cast = dict[str, Person]


@pytest.fixture
def made(cast: Cast, version: Version) -> RollOut:
    hire(40)
    Person.objects.filter(pk=cast["staff"].pk).update(email=member("staff").email)
    before = Message.objects.count()
    with clock.standing_at(clock.now() + timedelta(days=100)):
        for _ in range(2):
            readings.make(seed=2024)
            readings.count()
        assert not asking.to_remind(version.roll_out)
    assert Message.objects.count() == before
    version.roll_out.refresh_from_db()
    return version.roll_out


def test_everybody_was_asked_once_and_most_have_read_it(made: RollOut, cast: Cast) -> None:
    assert Task.objects.filter(roll_out=made).count() == Staff.objects.employed().count()
    assert 0.6 < Reading.objects.count() / Task.objects.count() < 1
    assert not Reading.objects.filter(task__staff=cast["staff"].staff).exists()
    assert made.spread_at is not None
    assert not Job.objects.exclude(state=State.DONE).exists()


def test_they_are_counted_and_some_concerns_came_out(made: RollOut) -> None:
    assert Tally.objects.get().roll_out == made
    assert all("(Invented.)" in each.words for each in PolicyConcern.objects.all())
    assert PolicyConcern.objects.count() == len(readings.CONCERNS)
