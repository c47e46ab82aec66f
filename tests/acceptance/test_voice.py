"""What voice and feedback promise, in order. Each test is thin: what it stands on is proved in `tests/voice`.

The journeys of line 4 are walked in `tests/voice/test_speaking_in_the_browser.py`, `tests/voice/test_in_the_browser.py`
and `tests/feedback/test_in_the_browser.py`.
"""

from uuid import UUID

import pytest
from django.test import Client

from dueregard.demo import feedback as demo_feedback
from dueregard.demo import voice as demo_voice
from dueregard.feedback.reading_age import HARDEST_FOR_CHILDREN, reading_age
from dueregard.voice import reports
from tests.feedback.test_public_pages import text_of
from tests.networks.scenes import FEW
from tests.networks.two_worlds import differing
from tests.voice import test_clock, test_known_leaks_of_voice, test_linkage
from tests.voice.conftest import leaders, monday
from tests.voice.issues import Leaders
from tests.voice.test_linkage import issues
from tests.voice.test_pages import ADDRESSES, client_of, fill, queries
from tests.voice.test_two_worlds_of_voice import DEEDS, MUTATIONS, Spoken, spoken

__all__ = ["issues", "leaders", "monday", "spoken"]

LEAKS_OF_VOTES_AND_ISSUES = {1, 2, 3, 7, 8, 9, 12, 17, 23, 24}


def test_1_the_linkage_attack_guesses_at_chance(issues: list[UUID]) -> None:
    found = test_linkage.simulate(issues, test_linkage.put, acts=60, seed=31)
    assert max(found.values()) <= test_linkage.CHANCE + test_linkage.spread(60)


@pytest.mark.django_db
def test_2_two_worlds_of_voice_do_not_differ_and_each_leak_has_a_name(spoken: Spoken) -> None:
    worlds = spoken.scene.seen_by(*FEW, "manager", only=lambda page: page.startswith("/voice/"))
    one, other = (worlds.continued(lambda who=who: spoken.weighed(who)) for who in (spoken.one, spoken.other))
    assert differing(one, other) == []
    assert {"raised", "weighed"} <= set(DEEDS)
    assert len(MUTATIONS) >= 4
    names = [name for name in vars(test_known_leaks_of_voice) if name.startswith("test_leak_")]
    assert {int(name.split("_")[2]) for name in names} == LEAKS_OF_VOTES_AND_ISSUES


def test_3_the_clock_agrees_with_a_slow_one() -> None:
    assert test_clock.differences(50_000, 50, test_clock.PureRule, deeds=10) == []


@pytest.mark.django_db
def test_4_pages_for_children_are_for_nine_year_olds_and_keep_nothing() -> None:
    client = Client()
    for address in ("/feedback/young/", *(f"/feedback/young/{age}/" for age in ("5-8", "9-12", "13-plus"))):
        page = client.get(address)
        assert page.status_code == 200, address
        assert reading_age(text_of(page.content.decode())) <= HARDEST_FOR_CHILDREN
        assert not page.cookies
        assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_5_the_board_asks_as_often_for_many_as_for_few(leaders: Leaders) -> None:
    client = client_of(leaders.leader)
    fill([leaders.leader, leaders.other], 20)
    few = {address: queries(client, address) for address in ADDRESSES}
    fill([leaders.leader, leaders.other], 200)
    assert {address: queries(client, address) for address in ADDRESSES} == few
    lateness = [issue.is_late for issue in reports.board(leaders.colleague, reports.Asked())]
    assert lateness == sorted(lateness, reverse=True)


def test_6_the_demonstration_has_issues_at_each_stage_and_a_quarter_of_feedback() -> None:
    """That they are made, on any day, is proved in `tests/demo`."""
    lives = demo_voice.issues()
    assert len(lives) >= 6
    verdicts = [step["verdict"] for life in lives for step in life.steps if step["do"] == "verdict"]
    assert {"helped", "no", "partly"} <= set(verdicts)
    assert len(demo_feedback.all_said()) >= 100
