"""Coding: batches, undoing, redactions, quotations; and what stands between them and the public."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.actions import NothingToUndo, NotInTheAnswer, Put
from dueregard.decisions.consultations.coding.models import (
    Batch,
    Coding,
    Quotation,
    QuotationState,
    Redaction,
    Theme,
)
from dueregard.decisions.consultations.models import Question
from dueregard.decisions.consultations.refusals import NotClosed, NotNow
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast

CODERS = {"policy-owner", "equality-lead", "analyst"}
TELLING = "I am the Family Court Adviser at Alder Valley who was off on 3 March."


def first(made: Any) -> Question:
    return building.questions(made)[0]


def waiting(question: Question) -> list[Any]:
    return list(question.answers.uncoded().order_by("id").values_list("pk", flat=True))


def batch(made: Any, *numbers: int, many: int = 10, by: Person | None = None) -> tuple[Batch, int]:
    shown = waiting(first(made))[:many]
    puts = {pk: Put(numbers) for pk in shown}
    return coding.code(first(made), puts, shown=shown, by=by or made.proposal.owner)


def test_code_puts_themes_to_a_batch_and_records_it(cast: Cast) -> None:
    made = building.closed(cast)
    days, cost = building.theme(made, "Days"), building.theme(made, "Cost")
    shown = waiting(first(made))[:3]
    puts = {shown[0]: Put((1, 2), suggested=(2,)), shown[1]: Put(())}
    done, taken = coding.code(first(made), puts, shown=shown, by=cast["analyst"])
    assert (taken, done.ends_after) == (0, shown[2])
    assert [(one.theme, one.was_suggested) for one in Coding.objects.filter(answer=shown[0])] == [
        (days, False),
        (cost, True),
    ]
    assert set(waiting(first(made))).isdisjoint(shown[:2])  # the second has no theme, and is read
    assert shown[2] in waiting(first(made))
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.deed, entry.detail) == ("coded answers", {"answers": 2})


def test_what_somebody_else_coded_meanwhile_stays_as_they_left_it(cast: Cast) -> None:
    made = building.closed(cast)
    building.theme(made, "Days")
    building.theme(made, "Cost")
    shown = waiting(first(made))[:2]
    coding.code(first(made), {shown[0]: Put((1,))}, shown=shown[:1], by=cast["analyst"])
    _, taken = coding.code(first(made), {pk: Put((2,)) for pk in shown}, shown=shown, by=cast["policy-owner"])
    assert taken == 1
    assert [one.theme.number for one in Coding.objects.filter(answer=shown[0])] == [1]
    assert [one.theme.number for one in Coding.objects.filter(answer=shown[1])] == [2]


def test_undo_takes_back_ones_own_last_batch_and_one_is_where_one_was(cast: Cast) -> None:
    made = building.closed(cast, least=20)
    building.theme(made)
    question = first(made)
    batch(made, 1, many=5)
    after_first = waiting(question)
    batch(made, 1, many=5)
    batch(made, 1, many=5, by=cast["analyst"])
    assert coding.undo(question, by=made.proposal.owner) == 5
    assert set(after_first[:5]) <= set(waiting(question))
    assert Coding.objects.count() == 10
    assert coding.undo(question, by=made.proposal.owner) == 5
    with pytest.raises(NothingToUndo):
        coding.undo(question, by=made.proposal.owner)
    assert Coding.objects.count() == 5


def test_coding_is_for_those_who_work_on_it_once_it_is_closed(cast: Cast) -> None:
    still_open = building.opened(cast)
    with pytest.raises(NotClosed):
        coding.code(first(still_open), {}, shown=[first(still_open).pk], by=cast["policy-owner"])
    made = building.closed(cast)
    one = building.theme(made)
    answer = first(made).answers.all()[0]
    for role in set(ROLES) - CODERS:
        by = cast[role]
        deeds: list[Callable[[], Any]] = [
            lambda by=by: batch(made, 1, by=by),
            lambda by=by: coding.undo(first(made), by=by),
            lambda by=by: coding.add_theme(made, "Other", by=by),
            lambda by=by: coding.rename_theme(one, "Other", by=by),
            lambda by=by: coding.remove_theme(one, by=by),
            lambda by=by: coding.recode(answer, (1,), by=by),
            lambda by=by: coding.redact(answer, "x", reason="A name", by=by),
            lambda by=by: coding.quote(answer, one, "x", by=by),
        ]
        for deed in deeds:
            with pytest.raises(NotAllowed):
                deed()


def test_themes_are_numbered_in_turn_named_once_and_taken_away_while_nothing_has_them(cast: Cast) -> None:
    made = building.closed(cast)
    one, two = building.theme(made, "Days"), building.theme(made, "Cost")
    assert (one.number, two.number) == (1, 2)
    with pytest.raises(NotNow, match="of this name"):
        building.theme(made, "days")
    coding.rename_theme(two, "What it costs", by=cast["analyst"])
    batch(made, 1)
    with pytest.raises(NotNow, match="stays"):
        coding.remove_theme(one, by=cast["analyst"])
    coding.remove_theme(two, by=cast["analyst"])
    assert [theme.name for theme in Theme.objects.all()] == ["Days"]


def test_recode_sets_the_themes_of_one_answer_anew(cast: Cast) -> None:
    made = building.closed(cast)
    building.theme(made, "Days")
    building.theme(made, "Cost")
    batch(made, 1)
    answer = first(made).answers.exclude(batch=None)[0]
    coding.recode(answer, (2,), by=cast["analyst"])
    assert [one.theme.number for one in answer.codings.all()] == [2]
    unread = first(made).answers.uncoded()[0]
    coding.recode(unread, (1,), by=cast["analyst"])
    unread.refresh_from_db()
    assert unread.batch is not None


# Redactions


def test_redact_takes_words_out_of_what_is_published_with_a_reason(cast: Cast) -> None:
    made = building.closed(cast, "Ask Tamsin about it.")
    answer = building.answer_with(made, "Ask Tamsin about it.")
    coding.redact(answer, "Tamsin", reason="the name of a colleague", by=cast["analyst"])
    assert coding.as_published(answer) == "Ask [removed: the name of a colleague] about it."
    assert answer.words == "Ask Tamsin about it."
    with pytest.raises(NotInTheAnswer):
        coding.redact(answer, "Rukhsana", reason="A name", by=cast["analyst"])


def test_a_redaction_takes_quotations_with_these_words_away(cast: Cast) -> None:
    made = building.closed(cast, "Ask the kind lady. More days.")
    answer = building.answer_with(made, "Ask the kind lady. More days.")
    days, cost = building.theme(made, "Days"), building.theme(made, "Cost")
    building.code_all(made, days)
    coding.recode(answer, (1, 2), by=cast["analyst"])
    coding.quote(answer, days, "More days.", by=cast["analyst"])
    coding.quote(answer, cost, "Ask the kind lady.", by=cast["analyst"])
    coding.redact(answer, "kind lady", reason="somebody", by=cast["analyst"])
    assert [one.words for one in Quotation.objects.all()] == ["More days."]
    with pytest.raises(NotInTheAnswer):
        coding.quote(answer, cost, "Ask the kind lady.", by=cast["analyst"])


# Quotations


def quoted(cast: Cast, text: str, *, words: str = "", least: int = 12) -> Quotation:
    made = building.closed(cast, text, least=least)
    one = building.theme(made)
    building.code_all(made, one)
    return coding.quote(building.answer_with(made, text), one, words or text, by=made.proposal.owner)


def test_plain_words_may_be_published_at_once_and_are_kept_closed(cast: Cast) -> None:
    made = quoted(cast, "Five days are too few.")
    assert (made.state, made.found, made.words) == (QuotationState.CLEARED, [], "Five days are too few.")
    assert b"Five" not in bytes(made.closed_words)


def test_a_quotation_that_names_an_office_a_role_and_a_date_is_held_for_a_second_person(cast: Cast) -> None:
    made = quoted(cast, TELLING)
    assert made.is_held
    assert {one.split(":")[0] for one in made.found} >= {"An office or area", "A role", "A date"}
    with pytest.raises(NotAllowed):
        coding.look(made, is_cleared=True, by=cast["policy-owner"])  # who chose it
    for role in set(ROLES) - CODERS:
        with pytest.raises(NotAllowed):
            coding.look(made, is_cleared=True, by=cast[role])
    coding.look(made, is_cleared=True, by=cast["equality-lead"])
    made.refresh_from_db()
    assert (made.state, made.looked_by) == (QuotationState.CLEARED, cast["equality-lead"])
    with pytest.raises(NotNow, match="already"):
        coding.look(made, is_cleared=False, by=cast["analyst"])


def test_the_database_itself_holds_what_tells_until_a_second_person_looked(cast: Cast) -> None:
    made = quoted(cast, TELLING)
    for change in (
        {"state": QuotationState.CLEARED},
        {"state": QuotationState.CLEARED, "looked_by": made.chosen_by, "looked_at": made.chosen_at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quotation.objects.filter(pk=made.pk).update(**change)


def test_of_few_answers_every_quotation_is_held(cast: Cast) -> None:
    assert "So few people" in quoted(cast, "Five days are too few.", least=9).found[0]


def test_without_consent_a_theme_or_the_very_words_nothing_is_quoted(cast: Cast) -> None:
    made = building.closed(cast, "Five days are too few.")
    one, other = building.theme(made, "Days"), building.theme(made, "Cost")
    building.code_all(made, one)
    answer = building.answer_with(made, "Five days are too few.")
    with pytest.raises(NotInTheAnswer):
        coding.quote(answer, one, "Six days are too few.", by=cast["analyst"])
    with pytest.raises(NotNow, match="Put this theme"):
        coding.quote(answer, other, "Five days", by=cast["analyst"])
    answer.may_be_quoted = False
    with pytest.raises(NotNow, match="did not agree"):
        coding.quote(answer, one, "Five days", by=cast["analyst"])


def test_each_write_is_undone_when_it_cannot_be_recorded(
    cast: Cast, fill_journal: Callable[[], None]
) -> None:
    made = building.closed(cast, TELLING)
    one = building.theme(made)
    building.code_all(made, one)
    answer = building.answer_with(made, TELLING)
    held = coding.quote(answer, one, TELLING, by=cast["policy-owner"])
    fill_journal()
    by = cast["analyst"]
    deeds: list[Callable[[], Any]] = [
        lambda: coding.add_theme(made, "Other", by=by),
        lambda: coding.rename_theme(one, "Other", by=by),
        lambda: coding.recode(answer, (), by=by),
        lambda: coding.redact(answer, "3 March", reason="A date", by=by),
        lambda: coding.quote(answer, one, "at Alder", by=by),
        lambda: coding.look(held, is_cleared=True, by=by),
        lambda: batch(made, 1),
    ]
    before = (Coding.objects.count(), Batch.objects.count(), Quotation.objects.get().state)
    for deed in deeds:
        with pytest.raises((DatabaseError, IndexError)), transaction.atomic():
            deed()
    assert before == (Coding.objects.count(), Batch.objects.count(), Quotation.objects.get().state)
    assert [theme.name for theme in Theme.objects.all()] == ["More days"]
    assert not Redaction.objects.exists()
