"""The staff survey: planned, answered once, counted once, told by a release alone; and each refusal."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.feedback.survey import actions as surveys
from dueregard.feedback.survey import carrying, collecting
from dueregard.feedback.survey.answers import ABOUT, LEVELS, Answer
from dueregard.feedback.survey.models import State, Survey
from dueregard.feedback.survey.statements import of_today
from dueregard.feedback.survey.tables import survey_table
from dueregard.feedback.tables import rows_as_csv
from dueregard.jobs import worker
from dueregard.journal.models import Entry
from dueregard.journal.ticks.models import Deed
from dueregard.people.models import Person
from dueregard.statistics.models import Analysis, Dataset
from dueregard.voice.collective import boxes
from dueregard.voice.collective.models import Box
from tests.feedback.surveying import (
    closed_survey,
    counted,
    days_before,
    drawn,
    open_survey,
    planned,
    put_in,
    said,
)

Cast = dict[str, Person]


def survey_of(survey: Survey) -> Survey:
    return Survey.objects.with_release().get(pk=survey.pk)


def state_of(survey: Survey) -> State:
    return survey_of(survey).state


# Planning


def test_plan_keeps_the_statements_lays_out_two_boxes_and_records_it(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    assert survey.asks == of_today()
    assert boxes.begun() == set(survey.boxes)
    assert [(one.deed, one.actor_id) for one in Entry.objects.all()] == [
        ("planned a survey", cast["equality-lead"].pk)
    ]


def test_only_the_equality_lead_plans_and_changes(cast: Cast) -> None:
    survey = surveys.plan(planned(opens=3), by=cast["equality-lead"])
    for role in set(ROLES) - {"equality-lead"}:
        with pytest.raises(NotAllowed):
            surveys.plan(planned(opens=60), by=cast[role])
        with pytest.raises(NotAllowed):
            surveys.change(survey, planned(opens=4), version=1, by=cast[role])
    assert Survey.objects.get().first_day == clock.today() + timedelta(days=3)


@pytest.mark.parametrize(("opens", "days"), [(0, 14), (13, 5), (-5, 6), (-5, 60), (3, 2)])
def test_two_surveys_are_never_open_at_once(cast: Cast, opens: int, days: int) -> None:
    open_survey(by=cast["equality-lead"])
    with pytest.raises(surveys.Overlaps):
        surveys.plan(planned("Another", opens=opens, days=days), by=cast["equality-lead"])
    assert Survey.objects.count() == 1


def test_surveys_may_follow_each_other(cast: Cast) -> None:
    open_survey(by=cast["equality-lead"])
    for opens, days in ((14, 3), (-3, 3)):
        surveys.plan(planned(opens=opens, days=days), by=cast["equality-lead"])
    assert Survey.objects.count() == 3


def test_a_survey_is_changed_until_it_opens_and_keeps_what_another_wrote(cast: Cast) -> None:
    lead = cast["equality-lead"]
    survey = surveys.plan(planned(opens=3), by=lead)
    changed = surveys.change(survey, planned("Winter", opens=5, days=3), version=1, by=lead)
    assert (changed.name, changed.first_day) == ("Winter", clock.today() + timedelta(days=5))
    assert Entry.objects.order_by("-number")[0].deed == "changed a survey"
    with pytest.raises(surveys.ChangedMeanwhile):
        surveys.change(survey, planned("Spring", opens=3), version=1, by=lead)
    with clock.standing_at(clock.now() + timedelta(days=5)), pytest.raises(surveys.HasBegun):
        surveys.change(survey, planned("Spring", opens=30), version=2, by=lead)
    assert Survey.objects.get().name == "Winter"


def test_a_change_onto_the_days_of_another_is_refused(cast: Cast) -> None:
    lead = cast["equality-lead"]
    open_survey(by=lead)
    later = surveys.plan(planned(opens=20), by=lead)
    with pytest.raises(surveys.Overlaps):
        surveys.change(later, planned(opens=10), version=1, by=lead)


@pytest.mark.parametrize("wrong", [{"last_day": "first"}, {"counted_at": "now"}])
def test_the_database_refuses_what_a_survey_cannot_be(cast: Cast, wrong: dict[str, str]) -> None:
    survey = open_survey(by=cast["equality-lead"])
    values = {"first": survey.first_day - timedelta(days=1), "now": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(**{name: values[value] for name, value in wrong.items()})


# Answering


def test_each_of_the_staff_answers_once_and_the_first_answers_stay(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    for role, places in (("staff", (1, 2)), ("adviser", (5, 3)), ("staff", (4, 4))):
        collecting.answer(survey, said(*places), by=cast[role])
    assert collecting.take_out(survey) == [said(1, 2), said(5, 3)]
    collecting.answer(survey, said(3), by=cast["staff"])  # now the first ones are in the box
    assert collecting.take_out(survey) == [said(1, 2), said(5, 3)]


def test_that_somebody_answered_and_what_they_answered_lie_apart(cast: Cast) -> None:
    """With the keys too nothing joins them: another mark, in another box."""
    survey = open_survey(by=cast["equality-lead"])
    collecting.answer(survey, said(1, sex=2), by=cast["staff"])
    waiting = boxes._waiting()
    assert sorted(each.box for each in waiting) == sorted(survey.boxes)
    assert len({each.mark for each in waiting}) == 2
    collecting.take_out(survey)
    who, what = (Box.objects.get(pk=box).holds for box in survey.boxes)
    assert list(who.said) == [who.mark(cast["staff"].staff.pk)]
    assert set(who.said.values()) == {""}
    assert list(what.said.values()) == [said(1, sex=2).written]
    assert what.mark(cast["staff"].staff.pk) not in what.said


def test_everybody_employed_here_may_answer_and_nobody_else(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    for role in ROLES:
        if cast[role].is_employed:
            collecting.answer(survey, said(1), by=cast[role])
        else:
            with pytest.raises(NotAllowed):
                collecting.answer(survey, said(1), by=cast[role])
    assert len(collecting.take_out(survey)) == sum(cast[role].is_employed for role in ROLES) == 13


def test_a_survey_takes_answers_from_its_first_day_to_the_end_of_its_last(cast: Cast) -> None:
    survey = surveys.plan(planned(opens=2, days=3), by=cast["equality-lead"])
    collecting.begin(survey)
    opens, closes = clock.start_of(survey.first_day), clock.start_of(survey.last_day + timedelta(days=1))
    a_moment = timedelta(seconds=1)
    for moment, who in ((opens - a_moment, "staff"), (closes, "adviser")):
        with clock.standing_at(moment), pytest.raises(collecting.NotOpen):
            collecting.answer(survey, said(1), by=cast[who])
    for moment, who in ((opens, "chair"), (closes - a_moment, "editor")):
        with clock.standing_at(moment):
            collecting.answer(survey, said(2), by=cast[who])
    assert collecting.take_out(survey) == [said(2), said(2)]


def test_answering_writes_nothing_to_the_main_database_and_names_nobody(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    entries, deeds = Entry.objects.count(), Deed.objects.count()
    collecting.answer(survey, said(1), by=cast["staff"])
    assert Entry.objects.count() == entries
    assert Deed.objects.count() == deeds + 1


@pytest.mark.parametrize("wrong", [(6,), (-1,)])
def test_an_answer_is_one_of_the_levels(wrong: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="from 0 to the last"):
        said(*wrong)


def test_every_answer_is_as_long_as_every_other_and_is_read_as_it_was_written() -> None:
    answers = [*drawn(200), said(0), said(5, age=5)]
    assert len({len(answer.written) for answer in answers}) == 1
    assert [Answer.read(answer.written) for answer in answers] == answers


# Counting


def test_a_closed_survey_becomes_a_dataset_an_analysis_and_its_boxes_are_destroyed(cast: Cast) -> None:
    survey = closed_survey(by=cast["equality-lead"])
    put_in(survey, drawn(30))
    assert state_of(survey) == State.CLOSED
    done = counted(survey, by=cast["analyst"])
    assert done.dataset is not None
    assert done.dataset.receipt is not None
    assert (done.dataset.receipt.accepted, done.dataset.receipt.refused) == (30, 0)
    analysis = done.dataset.analyses.get()
    assert (analysis.is_ready, analysis.run_by) == (True, cast["analyst"])
    assert boxes.begun() == set()
    assert state_of(survey) == State.CLOSED  # until the equality lead publishes
    deeds = set(Entry.objects.values_list("deed", flat=True))
    assert {"counted a survey", "asked for an analysis"} <= deeds


def test_what_waits_on_the_last_evening_is_counted_too(cast: Cast) -> None:
    with days_before(30):
        survey = open_survey(by=cast["equality-lead"])
        collecting.answer(survey, said(5), by=cast["staff"])
    put_in(survey, drawn(10))
    done = carrying.count(survey, by=cast["analyst"])
    assert done.dataset is not None
    assert len(collecting.take_out(survey)) == 11


def test_a_survey_is_counted_once_when_it_is_over_by_an_analyst(cast: Cast) -> None:
    survey = closed_survey(by=cast["equality-lead"])
    put_in(survey, drawn(10))
    for role in set(ROLES) - {"analyst"}:
        with pytest.raises(NotAllowed):
            carrying.count(survey, by=cast[role])
        with pytest.raises(NotAllowed):
            surveys.count(survey, drawn(10), by=cast[role])
    carrying.count(survey, by=cast["analyst"])
    for again in (
        lambda: carrying.count(Survey.objects.get(), by=cast["analyst"]),
        lambda: surveys.count(survey, drawn(11), by=cast["analyst"]),
    ):
        with pytest.raises(surveys.AlreadyCounted):
            again()
    assert Dataset.objects.count() == 1


def test_an_open_survey_is_not_counted(cast: Cast) -> None:
    survey = open_survey(by=cast["equality-lead"])
    for count in (
        lambda: carrying.count(survey, by=cast["analyst"]),
        lambda: surveys.count(survey, drawn(10), by=cast["analyst"]),
    ):
        with pytest.raises(surveys.NotOver):
            count()


def test_of_fewer_than_ten_answers_there_is_no_dataset_and_they_are_destroyed(cast: Cast) -> None:
    survey = closed_survey(by=cast["equality-lead"])
    put_in(survey, drawn(9))
    done = carrying.count(survey, by=cast["analyst"])
    assert done.had_too_few
    assert not Dataset.objects.exists()
    carrying.carry_on()
    assert boxes.begun() == set()


@pytest.mark.parametrize("spoilt", ["a row", "the file"])
def test_a_dataset_that_is_refused_is_made_again_from_what_is_still_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    """A fault of ours never loses answers: one row with a level that the plan lacks, or a file without its columns."""
    survey = closed_survey(by=cast["equality-lead"])
    put_in(survey, drawn(30))

    def write(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        first, *others = rows_as_csv(head, rows).splitlines(keepends=True)
        return (
            first + others[0].replace("All staff", "Nobody") + "".join(others[1:])
            if spoilt == "a row"
            else "x\n1\n"
        )

    with monkeypatch.context() as wrong:
        wrong.setattr("dueregard.feedback.survey.tables.rows_as_csv", write)
        carrying.count(survey, by=cast["analyst"])
    worker.work(once=True)
    carrying.carry_on()
    assert survey_of(survey).was_spoilt
    assert not Analysis.objects.exists()
    assert boxes.begun() == set(survey.boxes)
    receipt = counted(survey, by=cast["analyst"]).dataset.receipt  # type: ignore[union-attr]  # there is one
    assert (receipt.accepted, receipt.refused) == (30, 0)  # type: ignore[union-attr]  # there is one
    assert boxes.begun() == set()


def test_what_happens_by_itself_happens_once(cast: Cast) -> None:
    survey = closed_survey(by=cast["equality-lead"])
    put_in(survey, drawn(10))
    carrying.count(survey, by=cast["analyst"])
    worker.work(once=True)
    for _ in range(3):
        carrying.carry_on()
    assert Analysis.objects.count() == 1
    assert boxes.begun() == set()


def test_boxes_that_were_not_laid_out_are_laid_out_by_the_tick(cast: Cast) -> None:
    survey = surveys.plan(planned(), by=cast["equality-lead"])
    with pytest.raises(boxes.NoSuchBox):
        collecting.answer(survey, said(1), by=cast["staff"])
    carrying.carry_on()
    collecting.answer(survey, said(1), by=cast["staff"])
    assert collecting.take_out(survey) == [said(1)]


def test_the_rows_of_a_dataset_stand_in_the_order_of_what_they_say() -> None:
    answers = drawn(50)
    asks = of_today()
    table = survey_table("Autumn “27”", clock.today(), asks, answers)
    head, *rows = table.rows.splitlines()
    assert head == ",".join(["all_staff", *ABOUT, *(each.code for each in asks)])
    assert rows == sorted(rows)
    assert table == survey_table("Autumn “27”", clock.today(), asks, reversed(answers))
    assert set(rows[0].split(",")) <= {
        "All staff",
        "",
        *LEVELS,
        *(one for each in ABOUT.values() for one in each),
    }


def test_each_is_undone_when_it_cannot_be_recorded(cast: Cast, fill_journal: Callable[[], None]) -> None:
    lead = cast["equality-lead"]
    survey = closed_survey(by=lead)
    later = surveys.plan(planned(opens=3), by=lead)
    put_in(survey, drawn(10))
    fill_journal()
    for deed in (
        lambda: surveys.plan(planned(opens=40), by=lead),
        lambda: surveys.change(later, planned("Other", opens=4), version=1, by=lead),
        lambda: carrying.count(survey, by=cast["analyst"]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert sorted(Survey.objects.values_list("name", "counted_at")) == [("Autumn", None), ("Summer", None)]
    assert not Dataset.objects.exists()


def test_colleagues_see_every_survey_and_others_none(cast: Cast) -> None:
    open_survey(by=cast["equality-lead"])
    for role in ROLES:
        assert Survey.objects.visible_to(cast[role]).exists() is cast[role].is_employed


def test_a_statement_that_changes_later_is_asked_of_later_surveys_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = open_survey(by=cast["equality-lead"])
    monkeypatch.setattr("dueregard.feedback.survey.statements.of_today", lambda: of_today()[:2])
    assert len(survey_of(survey).asks) == len(of_today())
    with pytest.raises(ValidationError):
        Survey(name="x" * 81).full_clean()
