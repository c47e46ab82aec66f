"""The demonstration's issues: one at each stage that a visitor should see, whatever day it is made on."""

from datetime import datetime

import pytest

from dueregard.almanac import clock
from dueregard.demo import networks, organise, voice
from dueregard.demo.organisation import organisation
from dueregard.people.models import Person
from dueregard.thread.models import Link
from dueregard.voice import reports
from dueregard.voice.models import Change, Issue, Promise
from dueregard.voice.subjects import Stage, Verdict
from tests.demo.conftest import SEED


@pytest.mark.parametrize("today", ["2026-11-24", pytest.param("2027-01-04", marks=pytest.mark.prove)])
def test_there_are_issues_at_every_stage(db: None, today: str) -> None:
    with clock.standing_at(datetime.fromisoformat(f"{today}T11:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        networks.make(seed=SEED, scale="small")
        assert not voice.is_made()
        voice.make(seed=SEED)
        assert voice.is_made()
        issues = Issue.objects.all()
        assert issues.count() == len(voice.issues()) >= 6
        stages = set(issues.values_list("stage", flat=True))
        assert stages >= {Stage.RAISED, Stage.ACKNOWLEDGED, Stage.PAUSED, Stage.ANSWERED, Stage.DONE}
        assert [issue.title for issue in issues if issue.is_late] == [
            "What we say of our health in supervision is kept beside our cases"
        ]
        assert issues.filter(stage=Stage.DONE, verdict=Verdict.HELPED).exists()
        assert issues.filter(has_reopened=True, stage=Stage.ACKNOWLEDGED).exists()
        assert issues.filter(is_shown=False).count() == 2
        assert issues.exclude(weight="").count() >= 3
        assert Promise.objects.filter(kept_on__isnull=False).count() >= 5
        assert Link.objects.filter(from_kind="issue", to_kind="change").count() == Change.objects.count() == 2
        assert len(reports.public(clock.today())) == 1
        staff = Person.objects.filter(staff__isnull=False).first()
        assert [late.leader for late in reports.late(staff)] == ["Bernard Quarlton"]
