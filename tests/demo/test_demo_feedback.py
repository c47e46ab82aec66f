"""The demonstration's feedback: a quarter with its themes, what waits, and a reply for each audience, on any day."""

from datetime import datetime

import pytest

from dueregard.almanac import clock
from dueregard.demo import feedback, organise
from dueregard.demo.organisation import organisation
from dueregard.feedback.apart.models import Characteristics
from dueregard.feedback.models import Piece, Reply, State
from dueregard.feedback.reading_age import HARDEST_FOR_CHILDREN, reading_age
from dueregard.feedback.you_said.models import PUBLIC
from tests.demo.conftest import SEED
from tests.feedback.conftest import empty_folders

__all__ = ["empty_folders"]


@pytest.mark.parametrize("today", ["2026-11-24", "2027-01-01", "2027-03-31", "2028-02-29"])
def test_there_is_a_quarter_of_it_and_something_waits(db: None, today: str) -> None:
    with clock.standing_at(datetime.fromisoformat(f"{today}T11:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        assert not feedback.is_made()
        feedback.make(seed=SEED)
        assert feedback.is_made()
        assert Piece.objects.count() == len(feedback.all_said()) + 5
        assert Piece.objects.filter(state=State.NEW).count() == 5
        assert Piece.objects.waiting()[0].is_risky
        assert Characteristics.objects.count() >= 20
        assert set(Reply.objects.published().values_list("audience", flat=True)) == set(PUBLIC)
        hard = [one for one in Reply.objects.all() if one.is_for_children and age(one) > HARDEST_FOR_CHILDREN]
        assert hard == []
        assert not any(one.is_late for one in Reply.objects.all())


def age(one: Reply) -> float:
    return reading_age(f"{one.said}\n{one.did}")


def test_everything_that_was_said_says_that_it_is_invented(db: None) -> None:
    assert all("(invented)" in said.words for said in feedback.all_said() if said.words)
