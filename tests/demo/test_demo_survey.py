"""The demonstration's surveys: one that is open on any day, and one with results by group and what was done."""

from datetime import datetime

import pytest

from dueregard.almanac import clock
from dueregard.demo import organise, survey
from dueregard.demo.organisation import organisation
from dueregard.feedback.survey import collecting
from dueregard.feedback.survey.models import State, Survey
from dueregard.feedback.survey.results import results_of
from dueregard.feedback.you_said.models import Reply
from dueregard.people.models import Staff
from dueregard.statistics.models import Release
from tests.demo.conftest import SEED
from tests.feedback.conftest import empty_folders

__all__ = ["empty_folders"]


@pytest.mark.parametrize("today", ["2026-11-30", "2027-03-31", "2028-02-29"])
def test_one_is_over_and_one_is_open_on_any_day(db: None, today: str) -> None:
    with clock.standing_at(datetime.fromisoformat(f"{today}T11:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        assert not survey.is_made()
        survey.make(seed=SEED, scale="small")
        assert survey.is_made()
        survey.make(seed=SEED, scale="small")  # an earlier start was killed: nothing is made twice
        now, before = Survey.objects.with_release()
        assert (now.state, before.state) == (State.OPEN, State.CLOSED)
        answers = collecting.take_out(before)
        survey.make(seed=SEED, scale="small")
        assert collecting.take_out(before) == answers
        assert len(answers) == round(0.92 * Staff.objects.employed().count())
        assert 0 < len(collecting.take_out(now)) < len(answers)


def test_the_results_are_published_by_group_with_what_was_done(db: None) -> None:
    organise._make_people(organisation(seed=SEED, scale="small"))
    survey.make(seed=SEED, scale="small")
    assert not survey.is_released()
    organise._publish_survey()
    assert survey.is_released()
    organise._publish_survey()
    before = Survey.objects.with_release().last()
    assert before is not None
    assert before.state == State.PUBLISHED
    results = results_of(before, Release.objects.get(pk=before.released), by="sex")
    shown = [group.agree for one in results.told for group in one.groups if group.agree.endswith("%")]
    assert len(shown) >= 6
    assert sum(one.everybody.agree.endswith("%") for one in results.told) >= 5
    replies = Reply.objects.published().filter(survey=before)
    assert replies.count() == 2
    assert all("(invented)" in one.did for one in replies)
