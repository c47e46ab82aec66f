"""Answers about oneself cannot be joined to a piece; a quarter becomes a dataset; the board reads releases alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.almanac.periods import Quarter
from dueregard.feedback import ticks
from dueregard.feedback.apart import actions as apart
from dueregard.feedback.apart.models import Characteristics, ParkedCharacteristics
from dueregard.feedback.models import AgeGroup, Audience, Piece, QuarterDataset
from dueregard.feedback.quarters import actions as quarters
from dueregard.feedback.quarters.models import Holds
from dueregard.jobs import worker
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from tests.feedback.building import client_of, send, theme, themed

Cast = dict[str, Person]
THIS = Quarter.containing(clock.today())
LAST = THIS.previous()


def park(count: int, *, about: Any = None, quarter: Quarter = LAST) -> None:
    for number in range(count):
        answers = apart.Answers(
            quarter_starts=quarter.first,
            audience="parent",
            about=about,
            sex=("Female", "Male")[number % 2],
            age=("Under 25", "25 to 34")[number // 2 % 2],
        )
        apart.park(answers, token=uuid4())


def test_answers_are_parked_closed_at_one_length_and_nothing_answered_is_nothing_kept(db: None) -> None:
    nothing = apart.Answers(quarter_starts=LAST.first, audience="parent", about=None)
    apart.park(nothing, token=uuid4())
    assert not ParkedCharacteristics.objects.exists()
    park(3)
    kept = [bytes(one.closed_answers) for one in ParkedCharacteristics.objects.all()]
    assert len({len(one) for one in kept}) == 1
    assert not any(b"Female" in one for one in kept)


def test_fewer_than_ten_wait_and_ten_are_put_among_the_others_written_anew(cast: Cast) -> None:
    heard = theme("Being heard", cast["quality-lead"])
    park(9, about=heard.pk)
    ticks.shuffle_answers()
    assert (ParkedCharacteristics.objects.count(), Characteristics.objects.count()) == (9, 0)
    park(1, about=heard.pk)
    ticks.shuffle_answers()
    first = set(Characteristics.objects.values_list("pk", flat=True))
    assert (ParkedCharacteristics.objects.count(), len(first)) == (0, 10)
    park(10)
    ticks.shuffle_answers()
    rows = Characteristics.objects.visible_to(cast["analyst"])
    assert rows.count() == 20
    assert first.isdisjoint(
        rows.values_list("pk", flat=True)
    )  # those from before cannot be told by their keys
    assert {row.about for row in rows} == {heard, None}
    named = set(Entry.objects.values_list("subject_id", flat=True))
    assert named.isdisjoint(str(pk) for pk in rows.values_list("pk", flat=True))


def test_the_order_of_the_rows_is_not_that_in_which_people_answered(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the order in which the database gives them; with the shuffle taken away the same look finds the order."""
    ages = [str(number) for number in range(40)]

    def found() -> list[str]:
        Characteristics.objects.all().delete()
        for number, age in enumerate(ages):
            answers = apart.Answers(quarter_starts=LAST.first, audience="parent", about=None, age=age)
            apart.park(answers, token=UUID(int=number))
        apart.shuffle()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT age FROM {Characteristics._meta.db_table}")
            return [row[0] for row in cursor.fetchall()]

    shuffled = found()
    assert sorted(shuffled) == sorted(ages)
    assert shuffled != ages
    monkeypatch.setattr(apart, "_chance", NoChance())
    assert found() == ages


class NoChance:
    """What would be if nothing were shuffled."""

    def shuffle(self, rows: list[Any]) -> None:
        """Leave them as they are."""


def test_no_field_leads_from_answers_to_a_piece_and_no_time_is_kept() -> None:
    names = {field.name for field in Characteristics._meta.get_fields()}
    assert names == {
        "id", "quarter_starts", "audience", "about", "sex", "ethnic_group", "disability", "age",
    }  # fmt: skip


def test_only_analysts_see_the_rows_and_nobody_what_is_parked(cast: Cast) -> None:
    park(21)
    apart.shuffle()
    park(1)
    for role, person in cast.items():
        assert Characteristics.objects.visible_to(person).exists() is (role == "analyst")
        assert not ParkedCharacteristics.objects.visible_to(person).exists()


def a_quarter(cast: Cast, *, quarter: Quarter = LAST) -> None:
    """Send 40 pieces about two things in a quarter."""
    lead = cast["quality-lead"]
    with clock.standing_at(clock.start_of(quarter.first) + timedelta(days=30)):
        for number in range(40):
            sent: dict[str, Any] = {"age_group": list(AgeGroup)[number % 3]}
            if number % 2:
                sent = {"audience": Audience.PARENT}
            themed(send("Some words.", **sent), "Being heard" if number % 4 else "Being told", by=lead)


def test_a_quarter_becomes_a_dataset_and_the_board_reads_what_is_released_of_it(cast: Cast) -> None:
    analyst, executive = cast["analyst"], client_of(cast["executive"])
    a_quarter(cast)
    made = quarters.make(LAST, holds=Holds.THEMES, by=analyst)
    assert set(QuarterDataset.objects.visible_to(analyst)) == {made}
    assert "Nothing has been released yet" in executive.get("/feedback/board/").content.decode()
    worker.work(once=True)
    made.dataset.refresh_from_db()
    receipt = made.dataset.receipt
    assert receipt is not None
    assert (receipt.rows_in, receipt.accepted, receipt.refused) == (40, 40, 0)
    analysis = statistics.analyse(made.dataset, by=analyst)
    worker.work(once=True)
    assert "Nothing has been released yet" in executive.get("/feedback/board/").content.decode()
    analysis.refresh_from_db()
    statistics.release(analysis, by=cast["equality-lead"])
    page = executive.get("/feedback/board/").content.decode()
    assert "Being heard" in page
    assert "75%" in page
    assert "Some words" not in page


def test_a_dataset_is_refused_while_it_would_mislead(cast: Cast) -> None:
    analyst, page = cast["analyst"], client_of(cast["analyst"])
    with pytest.raises(quarters.NotOver):
        quarters.make(THIS, holds=Holds.THEMES, by=analyst)
    for holds in Holds:
        with pytest.raises(quarters.NothingThere):
            quarters.make(LAST, holds=holds, by=analyst)
    with clock.standing_at(clock.start_of(LAST.first)):
        send("The first moment of the quarter.")
    with clock.standing_at(clock.start_of(LAST.first) - timedelta(seconds=1)):
        send("Not of this quarter.")
    asked = {"quarter": LAST.first.isoformat(), "holds": "themes"}
    assert "has no theme yet" in page.post("/feedback/datasets/", asked).content.decode()
    themed(one_of(LAST), "Being heard", by=cast["quality-lead"])
    assert page.post("/feedback/datasets/", asked).status_code == 302
    again = page.post("/feedback/datasets/", asked).content.decode()
    assert "has been made already" in again
    assert "Themes of feedback" in again


def one_of(quarter: Quarter) -> Piece:
    return Piece.objects.get(sent_at=clock.start_of(quarter.first))


def test_the_dataset_of_answers_has_the_plan_that_its_rows_need(cast: Cast) -> None:
    heard = theme("Being heard", cast["quality-lead"])
    theme("“Odd” \\ names, [too]", cast["quality-lead"])
    park(40, about=heard.pk)
    apart.shuffle()
    made = quarters.make(LAST, holds=Holds.CHARACTERISTICS, by=cast["analyst"])
    worker.work(once=True)
    made.dataset.refresh_from_db()
    assert made.dataset.receipt is not None
    assert (made.dataset.receipt.accepted, made.dataset.receipt.refused) == (40, 0)


def test_only_an_analyst_makes_a_dataset(cast: Cast) -> None:
    a_quarter(cast)
    for role in set(ROLES) - {"analyst"}:
        with pytest.raises(NotAllowed):
            quarters.make(LAST, holds=Holds.THEMES, by=cast[role])
    assert not QuarterDataset.objects.exists()


def test_it_is_undone_when_it_cannot_be_recorded(cast: Cast, fill_journal: Callable[[], None]) -> None:
    a_quarter(cast)
    park(10)
    fill_journal()
    for deed in (
        lambda: quarters.make(LAST, holds=Holds.THEMES, by=cast["analyst"]),
        apart.shuffle,
        lambda: park(1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert (QuarterDataset.objects.count(), ParkedCharacteristics.objects.count()) == (0, 10)
    assert not Characteristics.objects.exists()
