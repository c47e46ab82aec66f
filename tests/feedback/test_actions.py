"""What is done with feedback: the change, each refusal, the entry without a word; they stand or fall together."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.feedback import actions as feedback
from dueregard.feedback import ticks
from dueregard.feedback.models import (
    Assignment,
    Audience,
    CaseNow,
    Contact,
    Drawing,
    Kind,
    PageAnswer,
    Piece,
    Referral,
    Reply,
    State,
    Theme,
)
from dueregard.feedback.page_answers import actions as page_answers
from dueregard.feedback.pictures import picture_alone
from dueregard.feedback.triage import actions as triage
from dueregard.feedback.you_said import actions as you_said
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.post.models import Message
from tests.feedback.building import png, referred, reply, send, theme, themed

Cast = dict[str, Person]


@pytest.fixture
def lead(cast: Cast) -> Person:
    return cast["quality-lead"]


def test_send_keeps_a_piece_closed_and_the_same_token_sends_once(db: None) -> None:
    token, sent = uuid4(), feedback.Sent(audience=Audience.CHILD, words="Nobody asked me about my cat.")
    piece = feedback.send(sent, token=token)
    again = feedback.send(feedback.Sent(audience=Audience.CHILD, words="Other words"), token=token)
    assert (again.pk, Piece.objects.get().words) == (piece.pk, "Nobody asked me about my cat.")
    assert b"cat" not in bytes(Piece.objects.get().closed_words)
    assert (piece.code, piece.answer_by, piece.is_risky) == ("", None, False)
    entry = Entry.objects.get()
    assert (entry.deed, entry.subject_id, entry.actor_label) == (
        "sent feedback",
        str(token),
        "Somebody signed out",
    )


def test_a_complaint_and_a_wish_for_an_answer_get_a_code_and_a_clock(db: None) -> None:
    reached = Contact(how="The school nurse")
    complaint = send("Bad.", kind=Kind.COMPLAINT, contact=reached)
    asked = send("Well.", wants_answer=True, contact=reached)
    assert complaint.code != asked.code
    assert all(len(one.code) == 9 and one.wants_answer for one in (complaint, asked))
    assert Piece.objects.get(pk=asked.pk).contact == reached
    with pytest.raises(feedback.NoWayToAnswer):
        send("Bad.", kind=Kind.COMPLAINT)


def test_the_queue_has_what_sounds_like_a_risk_first_then_what_is_due_first(cast: Cast) -> None:
    friday = datetime(2026, 10, 30, 10, tzinfo=clock.LONDON)
    with clock.standing_at(friday):
        old = send("It was long.")
        read = themed(send("Good."), "Being heard", by=cast["quality-lead"])
    with clock.standing_at(friday + timedelta(days=3)):
        asked = send("Call me.", wants_answer=True)
        risky = send("He hurt me.")
        assert list(Piece.objects.visible_to(cast["quality-lead"]).waiting()) == [risky, asked, old, read]
    with clock.standing_at(friday + timedelta(days=3, hours=2)):
        assert [one.is_late for one in (risky, asked, old, read)] == [True, False, False, False]


def test_triage_reads_themes_shows_answers_and_closes(lead: Person) -> None:
    piece = send("Call me.", wants_answer=True, case_now=CaseNow.SHOW)
    for too_early in (triage.answer, triage.close, triage.show_worker):
        with pytest.raises(triage.NotRead):
            too_early(piece, version=1, by=lead)
    piece = triage.mark_read(piece, version=1, by=lead)
    assert (piece.state, piece.due_at) == (State.READ, piece.answer_by)
    with pytest.raises(triage.AlreadyDone):
        triage.mark_read(piece, version=2, by=lead)
    heard, told = theme("Being heard", lead), theme("Being told", lead)
    piece = triage.set_themes(piece, [heard, told], version=2, by=lead)
    piece = triage.set_themes(piece, [told], version=3, by=lead)
    assert [one.theme for one in piece.assignments.all()] == [told]
    assert piece.state == State.THEMED
    with pytest.raises(triage.StillToDo):  # somebody waits for an answer
        triage.close(piece, version=4, by=lead)
    piece = triage.show_worker(piece, version=4, by=lead)
    with pytest.raises(triage.AlreadyDone):
        triage.show_worker(piece, version=5, by=lead)
    piece = triage.answer(piece, version=5, by=lead)
    assert (piece.state, piece.due_at) == (State.ANSWERED, None)
    with pytest.raises(triage.AlreadyDone):
        triage.answer(piece, version=6, by=lead)
    piece = triage.close(piece, version=6, by=lead)
    assert (piece.is_closed, piece.contact, piece.words) == (True, Contact(), "Call me.")
    with pytest.raises(triage.AlreadyDone):
        triage.set_themes(piece, [heard], version=7, by=lead)
    deeds = [entry.deed for entry in Entry.objects.filter(subject_id=str(piece.pk)).order_by("number")]
    assert deeds == [
        "sent feedback", "read feedback", "gave feedback its themes", "gave feedback its themes",
        "showed feedback to a worker", "answered feedback", "closed feedback",
    ]  # fmt: skip


def test_not_yet_means_that_nobody_shows_it_to_the_worker(lead: Person) -> None:
    for choice in (CaseNow.NOT_YET, CaseNow.NOT_SURE, CaseNow.OVER):
        piece = themed(send("Hm.", case_now=choice), "Being heard", by=lead)
        assert not piece.may_be_shown
        with pytest.raises(triage.NobodyAsked):
            triage.show_worker(piece, version=piece.version, by=lead)
        with pytest.raises(DatabaseError), transaction.atomic():  # and the database refuses it too
            Piece.objects.filter(pk=piece.pk).update(shown_by=lead, shown_at=clock.now())


def test_duty_is_told_without_words_acts_and_only_then_it_is_closed(
    cast: Cast, lead: Person, settings: Any
) -> None:
    settings.FEEDBACK_DUTY_EMAIL = "duty@rowan.example"
    piece = referred(send("He hurt me."), lead)
    assert (piece.state, piece.is_with_duty) == (State.READ, True)
    assert "hurt" not in Message.objects.get().letter().text
    with pytest.raises(triage.AlreadyDone):
        triage.pass_to_duty(piece, version=piece.version, by=lead)
    piece = triage.set_themes(piece, [theme("Safety", lead)], version=piece.version, by=lead)
    with pytest.raises(triage.StillToDo):
        triage.close(piece, version=piece.version, by=lead)
    with pytest.raises(NotAllowed):
        triage.act_on(piece, "Rang.", version=piece.version, by=lead)
    triage.act_on(piece, "Rang the school.", version=piece.version, by=cast["supervisor"])
    acted = Referral.objects.get()
    assert (acted.passed_by, acted.acted_by, acted.deed) == (lead, cast["supervisor"], "Rang the school.")
    piece.refresh_from_db()
    with pytest.raises(triage.AlreadyDone):
        triage.act_on(piece, "Again.", version=piece.version, by=cast["supervisor"])
    piece = Piece.objects.get(pk=piece.pk)
    assert triage.close(piece, version=piece.version, by=lead).is_closed


def test_whoever_looked_at_an_older_version_changes_nothing(cast: Cast, lead: Person) -> None:
    piece = send("Hm.", wants_answer=True, case_now=CaseNow.SHOW)
    stale = piece.version
    triage.mark_read(piece, version=stale, by=lead)
    before = Entry.objects.count()
    for deed in (triage.mark_read, triage.pass_to_duty, triage.show_worker, triage.answer, triage.close):
        with pytest.raises(triage.ChangedMeanwhile):
            deed(piece, version=stale, by=lead)
    with pytest.raises(triage.ChangedMeanwhile):
        triage.set_themes(piece, [], version=stale, by=lead)
    draft = reply(cast["editor"])
    you_said.rewrite(draft, words_of(draft, said="No one told me."), version=1, by=lead)
    with pytest.raises(you_said.ChangedMeanwhile):
        you_said.rewrite(draft, words_of(draft, said="Mine."), version=1, by=cast["editor"])
    with pytest.raises(you_said.ChangedMeanwhile):
        you_said.publish(draft, version=1, by=cast["editor"])
    assert Entry.objects.count() == before + 2  # a reply was written, and changed once


def words_of(draft: Reply, **changed: Any) -> you_said.Words:
    given = {name: getattr(draft, name) for name in ("audience", "said", "did", "heard_on")}
    return you_said.Words(**given | changed)


def test_a_reply_is_published_by_a_second_person_in_words_that_children_can_read(
    cast: Cast, lead: Person
) -> None:
    editor = cast["editor"]
    draft = reply(editor)
    with pytest.raises(NotAllowed):
        you_said.publish(draft, version=1, by=editor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reply.objects.filter(pk=draft.pk).update(published_by=editor, published_at=clock.now())
    assert not Reply.objects.published().exists()
    you_said.publish(draft, version=1, by=lead)
    with pytest.raises(you_said.AlreadyPublished):
        you_said.publish(draft, version=2, by=lead)
    with pytest.raises(you_said.AlreadyPublished):
        you_said.rewrite(draft, words_of(draft), version=2, by=editor)
    you_said.take_down(draft, version=2, by=editor)
    with pytest.raises(you_said.NotPublished):
        you_said.take_down(draft, version=3, by=editor)
    hard = "We have comprehensively reconsidered the organisational arrangements for participation."
    with pytest.raises(you_said.TooHard):
        reply(editor, did=hard)
    assert reply(editor, did=hard, audience="parents").did == hard


def test_the_clock_of_a_reply_runs_for_ninety_days(cast: Cast) -> None:
    last, late = reply(cast["editor"], days_ago=90), reply(cast["editor"], days_ago=91)
    assert (last.days_left, last.is_late, late.days_left, late.is_late) == (0, False, -1, True)


def test_only_those_whose_work_it_is_may(cast: Cast, lead: Person) -> None:
    """Each write, by each role: what is not written here is refused, and nothing is changed."""
    piece = referred(send("He hurt me.", wants_answer=True, case_now=CaseNow.SHOW), lead)
    heard, draft = theme("Being heard", lead), reply(cast["editor"])
    version = piece.version
    deeds: dict[str, tuple[set[str], Callable[[Person], object]]] = {
        "read": ({"quality-lead"}, lambda by: triage.mark_read(piece, version=version, by=by)),
        "theme": ({"quality-lead"}, lambda by: triage.set_themes(piece, [heard], version=version, by=by)),
        "pass": ({"quality-lead"}, lambda by: triage.pass_to_duty(piece, version=version, by=by)),
        "show": ({"quality-lead"}, lambda by: triage.show_worker(piece, version=version, by=by)),
        "answer": ({"quality-lead"}, lambda by: triage.answer(piece, version=version, by=by)),
        "close": ({"quality-lead"}, lambda by: triage.close(piece, version=version, by=by)),
        "act": ({"supervisor"}, lambda by: triage.act_on(piece, "Rang.", version=version, by=by)),
        "add": ({"quality-lead", "equality-lead"}, lambda by: triage.add_theme("New", by=by)),
        "offer": (
            {"quality-lead", "equality-lead"},
            lambda by: triage.offer_theme(heard, is_offered=False, by=by),
        ),
        "write": ({"quality-lead", "editor"}, lambda by: reply(by)),
        "publish": ({"quality-lead"}, lambda by: you_said.publish(draft, version=1, by=by)),
        "take down": ({"quality-lead", "editor"}, lambda by: you_said.take_down(draft, version=1, by=by)),
    }
    before = Entry.objects.count()
    for name, (allowed, deed) in deeds.items():
        for role in set(ROLES) - allowed:
            with pytest.raises(NotAllowed):
                deed(cast[role])
            assert Entry.objects.count() == before, (name, role)
    unreferred = send("Hm.")
    with pytest.raises(NotAllowed):  # duty acts on what was passed to it alone
        triage.act_on(unreferred, "Rang.", version=1, by=cast["supervisor"])


def test_each_role_sees_what_is_its_business(cast: Cast, lead: Person) -> None:
    passed, other = referred(send("He hurt me.", drawing=picture_alone(png())), lead), send("Hm.")
    themed(other, "Being heard", by=lead)
    page_answers.answer("/", is_useful=True, token=uuid4())
    draft = reply(cast["editor"])
    for role, person in cast.items():
        pieces = set(Piece.objects.visible_to(person))
        assert pieces == {"quality-lead": {passed, other}, "supervisor": {passed}}.get(role, set())
        for model in (Assignment, Referral, Drawing):
            assert {one.piece for one in model.objects.visible_to(person)} <= pieces
        writes = role in {"quality-lead", "editor"}
        assert PageAnswer.objects.visible_to(person).exists() is writes
        assert (draft in Reply.objects.visible_to(person)) is writes
    heard = Theme.objects.get()
    triage.offer_theme(heard, is_offered=False, by=lead)
    keepers = {role for role, person in cast.items() if Theme.objects.visible_to(person).exists()}
    assert keepers == {"quality-lead", "equality-lead"}
    with pytest.raises(triage.AlreadyThere):
        triage.add_theme("being HEARD", by=lead)


def test_words_are_erased_when_their_time_is_over_and_the_theme_stays(lead: Person, settings: Any) -> None:
    settings.FEEDBACK_KEPT_DAYS = 100
    with clock.standing_at(clock.now() - timedelta(days=101)):
        old = themed(send("Old words.", drawing=picture_alone(png())), "Being heard", by=lead)
        waits = referred(send("He hurt me."), lead)
        page_answers.answer("/", is_useful=False, doing="Looking.", token=uuid4())
    young = send("New words.")
    ticks.erase_old()
    ticks.erase_old()  # again there is nothing to do
    words = {pk: Piece.objects.get(pk=pk).words for pk in (old.pk, waits.pk, young.pk)}
    assert words == {old.pk: "", waits.pk: "He hurt me.", young.pk: "New words."}
    assert [one.theme.name for one in old.assignments.all()] == ["Being heard"]
    assert not Drawing.objects.exists()
    assert (PageAnswer.objects.get().doing, PageAnswer.objects.get().is_useful) == ("", False)
    assert Entry.objects.filter(deed="erased the words of feedback").count() == 1


def test_the_journal_and_the_tables_hold_no_word_in_clear(cast: Cast, lead: Person) -> None:
    piece = send("Xylophone.", wants_answer=True, contact=Contact("Zebedee", "via Quixote", "Umbra"))
    piece = referred(piece, lead)
    triage.act_on(piece, "Yodelled.", version=piece.version, by=cast["supervisor"])
    page_answers.answer("/", is_useful=True, doing="Whittling", token=uuid4())
    kept = json.dumps(list(Entry.objects.values("deed", "detail", "subject_id", "actor_label")))
    with connection.cursor() as cursor:
        for model in (Piece, Referral, PageAnswer):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            kept += repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor])
    for word in ("Xylophone", "Zebedee", "Quixote", "Umbra", "Yodelled", "Whittling"):
        assert word not in kept
    assert Piece.objects.get().contact.worker == "Umbra"  # and it can be opened


def test_everything_is_undone_when_it_cannot_be_recorded(
    cast: Cast, lead: Person, fill_journal: Callable[[], None]
) -> None:
    piece, draft, heard = send("Hm."), reply(cast["editor"]), theme("Being heard", lead)
    fill_journal()
    deeds: list[Callable[[], object]] = [
        lambda: send("More."),
        lambda: page_answers.answer("/", is_useful=True, token=uuid4()),
        lambda: triage.mark_read(piece, version=1, by=lead),
        lambda: triage.pass_to_duty(piece, version=1, by=lead),
        lambda: triage.add_theme("New", by=lead),
        lambda: triage.offer_theme(heard, is_offered=False, by=lead),
        lambda: triage.erase(piece, by=lead),
        lambda: you_said.publish(draft, version=1, by=lead),
        lambda: reply(cast["editor"]),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert (Piece.objects.count(), PageAnswer.objects.count(), Theme.objects.count()) == (1, 0, 1)
    piece.refresh_from_db()
    assert (piece.version, piece.words, Reply.objects.published().count()) == (1, "Hm.", 0)
