"""Answers: by name, without one, by invitation, of networks, gathered elsewhere; and who reads them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.answering import letting_in, uploading
from dueregard.decisions.consultations.answering.actions import NothingSaid, Said
from dueregard.decisions.consultations.answering.gathered import WrongFile
from dueregard.decisions.consultations.answering.models import Answer, Kind, ParkedResponse, Response
from dueregard.decisions.consultations.equality import actions as equality
from dueregard.decisions.consultations.equality.models import EqualityAnswers, ParkedEqualityAnswers
from dueregard.decisions.consultations.models import Audience, Consultation, Stage
from dueregard.decisions.consultations.refusals import NotOpen
from dueregard.journal.models import Entry
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast
from tests.networks.members import make_network


def test_answer_keeps_words_closed_by_name_and_records_it(cast: Cast) -> None:
    made = building.opened(cast)
    response = answering.answer(made, building.said(made, "Seven days, please."), by=cast["staff"])
    kept = response.answers.get()
    assert (response.kind, response.person, kept.words) == (Kind.PERSON, cast["staff"], "Seven days, please.")
    assert b"Seven" not in bytes(kept.closed_words)
    assert Entry.objects.order_by("-number")[0].deed == "answered a consultation"


def test_to_answer_again_takes_the_place_of_the_first_answer(cast: Cast) -> None:
    made = building.opened(cast)
    answering.answer(made, building.said(made, "One", "Two"), by=cast["staff"])
    answering.answer(made, building.said(made, "Three"), by=cast["staff"])
    assert [one.words for one in Answer.objects.all()] == ["Three"]
    assert Response.objects.count() == 1


def test_only_staff_answer_by_name_where_staff_are_asked(cast: Cast) -> None:
    public = building.opened(cast, audiences=(Audience.PUBLIC,))
    for role in ("staff", "inspector", "outsider"):
        with pytest.raises(NotAllowed):
            answering.answer(public, building.said(public, "Yes"), by=cast[role])
    made = building.opened(cast)
    with pytest.raises(NotAllowed):
        answering.answer(made, building.said(made, "Yes"), by=cast["inspector"])


def test_nothing_said_and_a_day_too_late_are_refused(cast: Cast) -> None:
    made = building.opened(cast)
    with pytest.raises(NothingSaid):
        answering.answer(made, building.said(made, ""), by=cast["staff"])
    with clock.standing_at(clock.start_of(made.closes_on + timedelta(days=1))), pytest.raises(NotOpen):
        answering.answer(made, building.said(made, "Late"), by=cast["staff"])
    with clock.standing_at(clock.start_of(made.closes_on + timedelta(days=1)) - timedelta(seconds=1)):
        answering.answer(made, building.said(made, "In time"), by=cast["staff"])


# Without a name


def test_an_answer_without_a_name_is_parked_closed_in_one_of_a_few_lengths(cast: Cast) -> None:
    made = building.opened(cast)
    for text in ("Short.", "Somewhat longer than the other. " * 40):
        building.park(made, text)
    kept = [bytes(one.closed_response) for one in ParkedResponse.objects.all()]
    assert len({len(one) for one in kept}) == 1
    assert not any(b"Short" in one for one in kept)
    assert not Response.objects.exists()


def test_the_journal_knows_of_no_answer_without_a_name_but_that_there_is_one(cast: Cast) -> None:
    made = building.opened(cast)
    building.park(made, "Something.")
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.deed, entry.subject_id, entry.actor_label) == (
        "answered a consultation without a name",
        str(made.pk),
        "Somebody without a name",
    )


def test_the_same_page_sent_twice_is_one_answer(cast: Cast) -> None:
    made, token = building.opened(cast), uuid4()
    building.park(made, "Once.", token=token)
    building.park(made, "Once.", token=token)
    assert ParkedResponse.objects.count() == 1


def test_nine_wait_and_ten_are_let_in_with_new_keys_and_a_day(cast: Cast) -> None:
    made = building.opened(cast)
    tokens = [uuid4() for _ in range(10)]
    for token in tokens[:9]:
        building.park(made, "Something.", token=token)
    assert letting_in.let_in(made) == 0
    building.park(made, "Something else.", token=tokens[9])
    assert letting_in.let_in(made) == 10
    rows = Response.objects.all()
    assert {(row.kind, row.person, row.day) for row in rows} == {(Kind.PUBLIC, None, clock.today())}
    assert {row.pk for row in rows}.isdisjoint(tokens)
    assert not ParkedResponse.objects.exists()


def test_the_order_of_the_rows_is_not_that_in_which_people_answered(cast: Cast) -> None:
    """By the order in which the database gives them; with the shuffle taken away the same look finds the order."""

    def found() -> list[str]:
        made = building.opened(cast)
        for number in range(25):
            building.park(made, f"{number:02}", token=UUID(int=number + 1))
        building.close(made)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT closed_words, id FROM {Answer._meta.db_table}")  # no index holds these
            keys = [UUID(str(row[1])) for row in cursor.fetchall()]
        by_key = {one.pk: one.words for one in Answer.objects.all()}
        Answer.objects.all().delete()
        Response.objects.all().delete()
        return [by_key[key] for key in keys]

    in_order = [f"{number:02}" for number in range(25)]
    shuffled = found()
    assert sorted(shuffled) == in_order
    assert shuffled != in_order
    with building.without_chance():
        assert found() == in_order


def test_at_the_close_what_was_let_in_before_is_written_anew_among_the_rest(cast: Cast) -> None:
    made = building.opened(cast)
    for number in range(12):
        building.park(made, f"{number}", is_young=number % 2 == 0)
        letting_in.let_in(made)
    before = Response.objects.in_bulk()
    assert len(before) == 10
    building.close(made)
    after = Response.objects.all()
    assert {row.pk for row in after}.isdisjoint(before)
    assert (len(after), sum(row.is_young for row in after)) == (12, 6)
    assert sorted(one.words for one in Answer.objects.all()) == sorted(str(number) for number in range(12))


def test_no_column_leads_from_an_answer_without_a_name_to_a_person_or_a_time(cast: Cast) -> None:
    made = building.closed(cast, "Something.")
    for response in made.responses.all():
        assert (response.person_id, response.invitation_id, response.upload_id, response.name) == (
            None,
        ) * 3 + ("",)
    names = {field.name for field in Response._meta.concrete_fields} | {
        field.name for field in Answer._meta.concrete_fields
    }
    assert not any(name.endswith("_at") for name in names)


def test_what_asks_nobody_without_a_name_takes_none(cast: Cast) -> None:
    made = building.opened(cast, audiences=(Audience.PARTNERS,), young_summary="")
    for kind in (Kind.PUBLIC, Kind.ANONYMOUS):
        with pytest.raises(NotOpen):
            building.park(made, "Something.", kind=kind)
    for_staff = building.opened(cast, audiences=(Audience.STAFF,), young_summary="")
    with pytest.raises(NotOpen):
        building.park(for_staff, "Something.", kind=Kind.PUBLIC)
    building.park(for_staff, "Something.", kind=Kind.ANONYMOUS)


def test_close_closes_what_is_over_and_nothing_else(cast: Cast) -> None:
    over, on = building.opened(cast), building.opened(cast)
    building.park(over, "Something.")
    building.park(on, "Something.")
    building.close(over)
    over.refresh_from_db()
    on.refresh_from_db()
    assert (over.stage, on.stage) == (Stage.CLOSED, Stage.OPEN)
    assert over.closed_at is not None
    assert [one.consultation for one in ParkedResponse.objects.all()] == [on]
    assert letting_in.close(over).closed_at == over.closed_at


# Networks


def test_a_network_that_is_asked_files_once_under_its_name_with_a_minority_note(cast: Cast) -> None:
    network = make_network("Women", chair=cast["chair"], approver=cast["equality-lead"])
    other = make_network("Able", chair=cast["chair"], approver=cast["equality-lead"])
    made = building.opened(cast, audiences=(Audience.NETWORKS,), networks=(network.code,), young_summary="")
    texts = {building.questions(made)[0].pk: "We all agree.", building.questions(made)[1].pk: ""}
    token = uuid4()
    filed = answering.filed_by_network(made, network.code, texts, minority_note="Some do not.", token=token)
    assert (filed.kind, filed.name, filed.minority_note, filed.person) == (
        Kind.NETWORK, "Women", "Some do not.", None,
    )  # fmt: skip
    assert filed.answers.get().words == "We all agree."
    assert answering.filed_by_network(made, network.code, texts, token=token) == filed
    with pytest.raises(NotOpen, match="answered already"):
        answering.filed_by_network(made, network.code, texts, token=uuid4())
    with pytest.raises(NotOpen, match="does not ask"):
        answering.filed_by_network(made, other.code, texts, token=uuid4())
    for role in ROLES:
        with pytest.raises(NotAllowed):
            answering.filed_by_network(made, network.code, texts, token=uuid4(), by=cast[role])


# Gathered elsewhere


def test_a_file_comes_in_with_a_receipt_and_once(cast: Cast) -> None:
    made = building.opened(cast)
    octets = b"question 1,may be quoted 1,question 3\nMore days,yes,By phone\nFewer,no,By letter\n"
    receipt = uploading.upload(made, octets, source="Paper forms at the open day", by=cast["policy-owner"])
    assert (receipt.rows_in, receipt.accepted, [row for row, _ in receipt.refused]) == (2, 1, [3])
    response = receipt.responses.get()
    assert [
        (one.words, one.choice, one.may_be_quoted) for one in response.answers.order_by("question__place")
    ] == [
        ("More days", "", True),
        ("", "By phone", False),
    ]
    with pytest.raises(WrongFile, match="before"):
        uploading.upload(made, octets, source="Again", by=cast["policy-owner"])
    assert Response.objects.count() == 1


UPLOAD = {"policy-owner", "equality-lead", "analyst"}


def test_only_those_who_code_bring_files_in(cast: Cast) -> None:
    made = building.opened(cast)
    for role in set(ROLES) - UPLOAD:
        with pytest.raises(NotAllowed):
            uploading.upload(made, b"question 1\nA\n", source="Forms", by=cast[role])


# Who reads


READ = {"policy-owner", "executive", "equality-lead", "analyst"}


def test_only_those_who_work_on_it_read_answers_and_each_person_their_own(cast: Cast) -> None:
    made = building.opened(cast)
    mine = answering.answer(made, building.said(made, "Mine"), by=cast["staff"])
    building.park(made, "Somebody's")
    made = building.close(made)
    for role, person in cast.items():
        seen = Response.objects.visible_to(person)
        assert seen.count() == (2 if role in READ else 1 if role == "staff" else 0), role
        assert Answer.objects.visible_to(person).count() == seen.count()
        assert person.has_perm(Consultation.get_perm("read"), made) is (role in READ)
    assert mine in Response.objects.visible_to(cast["staff"])
    assert not Response.objects.visible_to(AnonymousUser()).exists()
    assert not ParkedResponse.objects.visible_to(cast["equality-lead"]).exists()


# Who was heard


def say(made: Consultation, many: int) -> None:
    for number in range(many):
        equality.park(made, {"sex": ("Female", "Male")[number % 2], "age": "Under 18"}, token=uuid4())


def test_equality_answers_wait_for_ten_and_have_no_link_to_any_response(cast: Cast) -> None:
    made = building.opened(cast)
    equality.park(made, {"sex": ""}, token=uuid4())
    assert not ParkedEqualityAnswers.objects.exists()
    say(made, 9)
    assert equality.shuffle(made) == 0
    kept = {len(bytes(one.closed_answers)) for one in ParkedEqualityAnswers.objects.all()}
    assert len(kept) == 1
    say(made, 1)
    assert equality.shuffle(made) == 10
    assert EqualityAnswers.objects.count() == 10
    assert {field.name for field in EqualityAnswers._meta.get_fields()} == {
        "id", "consultation", "sex", "ethnic_group", "disability", "age",
    }  # fmt: skip
    named = set(Entry.objects.values_list("subject_id", flat=True))
    assert named.isdisjoint(str(pk) for pk in EqualityAnswers.objects.values_list("pk", flat=True))
    for person in cast.values():
        assert not EqualityAnswers.objects.visible_to(person).exists()


def test_at_the_close_few_join_the_others_and_too_few_are_destroyed(cast: Cast) -> None:
    many, few = building.opened(cast), building.opened(cast)
    say(many, 10)
    equality.shuffle(many)
    say(many, 2)
    say(few, 9)
    building.close(many)
    building.close(few)
    assert EqualityAnswers.objects.filter(consultation=many).count() == 12
    assert not EqualityAnswers.objects.filter(consultation=few).exists()
    assert not ParkedEqualityAnswers.objects.exists()


def test_each_write_is_undone_when_it_cannot_be_recorded(
    cast: Cast, fill_journal: Callable[[], None]
) -> None:
    made = building.opened(cast)
    for _ in range(10):
        building.park(made, "Something.")
    say(made, 10)
    fill_journal()
    asked = building.questions(made)[0].pk
    deeds: list[Callable[[], Any]] = [
        lambda: answering.answer(made, building.said(made, "By name"), by=cast["staff"]),
        lambda: building.park(made, "Another."),
        lambda: letting_in.let_in(made),
        lambda: equality.shuffle(made),
        lambda: say(made, 1),
        lambda: uploading.upload(made, b"question 1\nA\n", source="Forms", by=cast["policy-owner"]),
        lambda: answering.answer(made, {asked: Said("x")}, by=cast["manager"]),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert not Response.objects.exists()
    assert (ParkedResponse.objects.count(), ParkedEqualityAnswers.objects.count()) == (10, 10)
