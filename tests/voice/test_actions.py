"""Actions of voice: the change, each refusal, the journal entry; they stand or fall together; what is never lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import override_settings

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.models import Person, RoleHolding, Staff
from dueregard.thread.models import Link
from dueregard.voice import actions as voice
from dueregard.voice import leaders as leading
from dueregard.voice import refusals
from dueregard.voice.actions import Answer
from dueregard.voice.models import Change, Happening, Issue, Promise, Remit
from dueregard.voice.subjects import About, Said, Stage, Theme, Verdict, What
from dueregard.voice.system import CLOCK, NETWORKS
from tests.voice.issues import (
    MONDAY,
    STAGES,
    Leaders,
    change,
    happened,
    keep_all,
    last_entry,
    make_issue,
    make_issue_that_is,
    now,
    on,
    outbox,
    raised,
    say,
    verdict,
)

# Raised


def test_an_issue_comes_in_once_with_its_deadlines_and_the_lengths_in_force(leaders: Leaders) -> None:
    given = raised(leaders.leader)
    issue = voice.raise_issue(given, by=NETWORKS)
    assert last_entry() == ("raised an issue", str(issue.pk), NETWORKS.id)
    assert voice.raise_issue(given, by=NETWORKS) == issue
    assert (Issue.objects.count(), Entry.objects.count(), outbox()) == (1, 1, ["to answer"])
    assert (issue.acknowledge_by, issue.answer_by) == (date(2026, 11, 9), date(2026, 11, 30))
    assert (issue.due_on, issue.stage, issue.is_late) == (issue.acknowledge_by, Stage.RAISED, False)
    with override_settings(VOICE_ACKNOWLEDGE_WITHIN=1, VOICE_ANSWER_WITHIN=2, VOICE_LONGER_BY=3):
        assert voice.need_longer(issue, because="A trial.", by=leaders.leader).answer_by == date(2026, 12, 14)
        assert make_issue(leaders.leader).answer_by == date(2026, 11, 4)
    assert now(issue).acknowledge_by == date(2026, 11, 9)


def test_who_answers_is_named_or_by_remit_or_the_chief_executive(leaders: Leaders) -> None:
    assert make_issue(None, theme=Theme.CARE).leader == leaders.chief
    remit = voice.set_remit(Theme.CARE, leader=leaders.leader, by=leaders.lead)
    assert last_entry() == ("set who answers a theme", str(remit.pk), leaders.lead.pk)
    voice.set_remit(Theme.CARE, leader=leaders.other, by=leaders.lead)
    assert (Remit.objects.get().leader, make_issue(None, theme=Theme.CARE).leader) == (leaders.other,) * 2
    assert make_issue(None, theme=Theme.OTHER).leader == leaders.chief
    Staff.objects.filter(person=leaders.other).update(ended=MONDAY - timedelta(days=1))
    assert make_issue(None, theme=Theme.CARE).leader == leaders.chief
    with pytest.raises(NotAllowed):
        voice.set_remit(Theme.CARE, leader=leaders.leader, by=leaders.chief)
    for refused in (leaders.colleague, leaders.other):
        with pytest.raises(refusals.NotALeader):
            voice.set_remit(Theme.CARE, leader=refused, by=leaders.lead)
        with pytest.raises(refusals.NotALeader):
            make_issue(refused)
    Staff.objects.filter(person=leaders.colleague).update(manager=None)
    leaders.leader.staff.manager = leaders.colleague.staff
    leaders.leader.staff.save()
    assert make_issue(leaders.colleague).leader == leaders.colleague  # whoever manages somebody leads
    RoleHolding.objects.filter(role="executive").delete()
    with pytest.raises(refusals.NobodyToAnswer):
        make_issue(None)


def test_the_chief_executive_is_whom_nobody_manages_then_who_holds_the_role_longest(leaders: Leaders) -> None:
    older = leaders.other
    RoleHolding.objects.create(
        person=older, role="executive", starts=clock.now() - timedelta(days=9999), source="set-up"
    )
    assert leading.chief_executive() == older
    Staff.objects.filter(person=older).update(manager=leaders.chief.staff)
    assert leading.chief_executive() == leaders.chief
    Staff.objects.filter(person=leaders.chief).update(manager=leaders.lead.staff)
    assert leading.chief_executive() == older


def test_raising_refuses_what_cannot_be_and_everyone_who_signs_in(leaders: Leaders) -> None:
    for wrong, refusal in (
        ({"title": " "}, refusals.NoWords),
        ({"text": ""}, refusals.NoWords),
        ({"on": MONDAY + timedelta(days=1)}, refusals.NotYet),
        ({"theme": "no-theme"}, ValueError),
    ):
        with pytest.raises(refusal):
            make_issue(leaders.leader, **wrong)
    for person in (*vars(leaders).values(), CLOCK):
        with pytest.raises(NotAllowed):
            voice.raise_issue(raised(leaders.leader), by=person)
    assert make_issue(leaders.leader, is_shown=False, voice_of="Hidden").voice_of == ""
    assert Issue.objects.count() == 1


# What leaders do


def test_the_way_of_an_issue_about_people(leaders: Leaders) -> None:
    """Acknowledge, pause, go on, take longer, answer, keep, be heard: each deed with its entry and its deadlines."""
    issue, leader = make_issue(leaders.leader), leaders.leader
    with on(date(2026, 11, 4)):
        assert voice.acknowledge(issue, words=" Read. ", by=leader).due_on == date(2026, 11, 30)
        assert last_entry() == ("acknowledged an issue", str(issue.pk), leader.pk)
        paused = voice.pause(issue, because="A survey runs.", by=leader)
        assert (paused.stage, paused.due_on, paused.answer_by) == (Stage.PAUSED, None, None)
    with on(date(2026, 11, 11)):
        resumed = voice.resume(issue, by=leader)
        # Counted are 3 November and, from the 11th on, nineteen more.
        assert (resumed.stage, resumed.due_on) == (Stage.ACKNOWLEDGED, date(2026, 12, 7))
        longer = voice.need_longer(issue, because="A trial.", by=leader)
        assert longer.due_on == date(2026, 12, 21)
    with on(date(2026, 12, 21)):
        answered = say(issue, Said.IN_PART, promises=2)
        assert last_entry() == ("answered an issue", str(issue.pk), leader.pk)
    assert (answered.stage, answered.due_on, answered.answered_on) == (
        Stage.ANSWERED,
        None,
        date(2026, 12, 21),
    )
    first, second = answered.promises.all()
    voice.keep(first, how="Bought.", by=leader)
    assert last_entry() == ("kept a promise", str(first.pk), leader.pk)
    assert now(issue).stage == Stage.ANSWERED
    voice.keep(second, how="Told everyone.", by=leader)
    assert now(issue).stage == Stage.DONE
    heard = verdict(issue, Verdict.HELPED, "Thank you.")
    assert (heard.stage, heard.verdict) == (Stage.DONE, "helped")
    assert last_entry() == ("heard whether an answer helped", str(issue.pk), NETWORKS.id)
    assert happened(issue) == [
        "raised", "acknowledged", "paused", "resumed", "needed longer",
        "answered", "promised", "promised", "kept", "kept", "heard",
    ]  # fmt: skip
    assert set(issue.happenings.values_list("by", flat=True)) == {
        "Leader Example",
        "The voice of the networks",
    }


def test_passing_on_leaves_the_clock_and_tells_the_next_leader(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader)
    for to, refusal in ((leaders.leader, refusals.SameLeader), (leaders.colleague, refusals.NotALeader)):
        with pytest.raises(refusal):
            voice.pass_on(issue, to=to, because="Hers.", by=leaders.lead)
    with on(date(2026, 11, 6)):
        passed = voice.pass_on(issue, to=leaders.other, because="Hers.", by=leaders.leader)
    assert (passed.leader, passed.due_on) == (leaders.other, issue.due_on)
    assert outbox() == ["to answer", "to answer"]
    with pytest.raises(NotAllowed):  # the page of the first leader is out of date
        voice.acknowledge(issue, words="", by=leaders.leader)
    assert voice.pass_on(issue, to=leaders.leader, because="Back.", by=leaders.lead).leader == leaders.leader
    assert outbox() == ["to answer"] * 3


def test_an_answer_is_a_reason_and_for_a_yes_promises(leaders: Leaders) -> None:
    issue, leader = make_issue(leaders.leader), leaders.leader
    tomorrow, yesterday = MONDAY + timedelta(days=1), MONDAY - timedelta(days=1)
    left = leaders.other
    Staff.objects.filter(person=left).update(ended=yesterday)
    left = Person.objects.get(pk=left.pk)
    for said, words, promises, refusal in (
        (Said.WILL_DO, "Yes.", (), refusals.NoPromise),
        (Said.IN_PART, "Some.", (), refusals.NoPromise),
        (Said.WILL_NOT, " ", (), refusals.NoWords),
        (Said.WILL_NOT, "No.", (("Buy", tomorrow, leader),), refusals.NotPromising),
        (Said.WILL_DO, "Yes.", ((" ", tomorrow, leader),), refusals.NoWords),
        (Said.WILL_DO, "Yes.", (("Buy", yesterday, leader),), refusals.PromiseInThePast),
        (Said.WILL_DO, "Yes.", (("Buy", tomorrow, left),), refusals.NotEmployed),
    ):
        with pytest.raises(refusal):
            voice.answer(issue, Answer(said, words, promises), by=leader)
    assert not Promise.objects.exists()
    answered = voice.answer(issue, Answer(Said.WILL_NOT, "It costs too much."), by=leader)
    assert (answered.stage, answered.answer, answered.reasons) == (
        "answered",
        "will-not",
        "It costs too much.",
    )
    assert verdict(issue, Verdict.PARTLY).stage == Stage.CLOSED


def test_no_reopens_once_and_a_second_no_closes_and_no_promise_is_lost(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader)
    say(issue, promises=2)
    with on(date(2026, 12, 23)):
        again = verdict(issue, Verdict.NO, "Not on the list yet.")
        # Christmas Day, the substitute of Boxing Day on the 28th and New Year are no working days.
        assert (again.stage, again.due_on, again.answer_by) == (
            Stage.RAISED, date(2027, 1, 4), date(2027, 1, 25),
        )  # fmt: skip
        assert (again.verdict, again.answer) == ("", "will-do")  # the earlier answer is still read
    assert outbox() == ["to answer", "to answer"]
    with on(date(2027, 1, 4)):
        voice.keep(issue.promises.first(), how="Late, but done.", by=leaders.leader)
        assert now(issue).stage == Stage.RAISED
        say(issue, Said.WILL_NOT)
        closed = verdict(issue, Verdict.NO)
    assert (closed.stage, closed.verdict, closed.has_reopened) == (Stage.CLOSED, "no", True)
    with pytest.raises(refusals.AlreadyHeard):
        verdict(issue, Verdict.HELPED)
    assert Promise.objects.open().count() == 1
    keep_all(issue)
    assert (Promise.objects.open().count(), now(issue).stage) == (0, Stage.CLOSED)


def test_more_time_is_taken_once_in_a_life_and_not_after_the_deadline(leaders: Leaders) -> None:
    issue, other = make_issue(leaders.leader), make_issue(leaders.leader)
    voice.need_longer(issue, because="A trial.", by=leaders.leader)
    verdict(say(issue), Verdict.NO)
    with pytest.raises(refusals.LongerBefore):
        voice.need_longer(issue, because="Another.", by=leaders.leader)
    with on(date(2026, 12, 1)), pytest.raises(refusals.TooLateForLonger):
        voice.need_longer(other, because="Too late.", by=leaders.leader)


def test_a_promise_is_moved_for_a_reason_and_its_old_days_stay_readable(leaders: Leaders) -> None:
    issue = say(make_issue(leaders.leader))
    promise = issue.promises.get()
    first, second = promise.by_when, date(2026, 12, 24)
    voice.move(promise, to=second, because="No stock.", by=leaders.leader)
    assert last_entry() == ("moved a promise", str(promise.pk), leaders.leader.pk)
    voice.move(promise, to=date(2026, 12, 31), because="No stock yet.", by=leaders.leader)
    days = promise.happenings.order_by("number").values_list("what", "day", "words")
    assert list(days) == [
        ("promised", first, "Promise 1"),
        ("moved", second, "No stock."),
        ("moved", date(2026, 12, 31), "No stock yet."),
    ]
    for to, because, refusal in (
        (date(2026, 12, 31), "Why.", refusals.SameDay),
        (MONDAY - timedelta(days=1), "Why.", refusals.PromiseInThePast),
        (second, " ", refusals.NoWords),
    ):
        with pytest.raises(refusal):
            voice.move(promise, to=to, because=because, by=leaders.leader)
    for person in (leaders.colleague, leaders.chief, NETWORKS):
        for deed in (
            lambda by: voice.move(promise, to=second, because="x", by=by),
            lambda by: voice.keep(promise, how="x", by=by),
        ):
            with pytest.raises(NotAllowed):
                deed(person)
    voice.keep(promise, how="Bought.", by=leaders.leader)
    with pytest.raises(refusals.AlreadyKept):
        voice.keep(promise, how="Again.", by=leaders.leader)
    with pytest.raises(refusals.AlreadyKept):
        voice.move(promise, to=second, because="x", by=leaders.leader)


def test_practice_answered_with_yes_is_done_only_once_a_change_is_named(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader, kind=About.PRACTICE, theme=Theme.FAMILIES)
    with pytest.raises(refusals.NotAnswered):
        change(issue)
    say(issue)
    with pytest.raises(refusals.NotYet):
        change(issue, made_on=MONDAY + timedelta(days=1))
    keep_all(issue)
    assert now(issue).stage == Stage.ANSWERED
    made = change(issue)
    assert now(issue).stage == Stage.DONE
    link = Link.objects.get()
    assert (link.from_id, link.to_id, link.relation) == (issue.pk, made.pk, "changed")
    assert last_entry()[:2] == ("recorded what an issue changed", str(issue.pk))
    assert [part["deed"] for part in Entry.objects.order_by("-number")[0].detail["with"]] == [
        "joined two records"
    ]
    with pytest.raises(refusals.NotAboutPractice):
        change(make_issue_that_is("answered", leaders.leader))
    with pytest.raises(refusals.NothingToChange):
        change(make_issue_that_is("refused", leaders.leader, kind=About.PRACTICE))
    first_named = make_issue(leaders.leader, kind=About.PRACTICE)
    say(first_named)
    change(first_named)
    assert now(first_named).stage == Stage.ANSWERED
    keep_all(first_named)
    assert now(first_named).stage == Stage.DONE


# Who may, when, and what stands behind

DEEDS: dict[str, tuple[Callable[[Issue, Any], Any], set[str]]] = {
    # what is done, and where an issue may stand for it
    "acknowledge": (lambda issue, by: voice.acknowledge(issue, words="", by=by), {"raised", "reopened"}),
    "pause": (
        lambda issue, by: voice.pause(issue, because="x", by=by),
        {"raised", "acknowledged", "reopened"},
    ),
    "resume": (lambda issue, by: voice.resume(issue, by=by), {"paused"}),
    "need_longer": (
        lambda issue, by: voice.need_longer(issue, because="x", by=by),
        {"raised", "acknowledged", "reopened"},
    ),
    "answer": (lambda issue, by: say(issue, by=by), {"raised", "acknowledged", "paused", "reopened"}),
    "pass_on": (
        lambda issue, by: voice.pass_on(
            issue, to=Person.objects.get(name="Other Leader"), because="x", by=by
        ),
        {*STAGES} - {"done", "withdrawn"},
    ),
    "hear": (
        lambda issue, by: voice.hear(issue, Verdict.PARTLY, words="", by=by),
        {"answered", "refused", "done"},
    ),
    "withdraw": (
        lambda issue, by: voice.withdraw(issue, by=by),
        {"raised", "acknowledged", "paused", "reopened"},
    ),
    "show": (lambda issue, by: voice.show(issue, voice_of="", by=by), {*STAGES} - {"withdrawn"}),
    "exempt": (lambda issue, by: voice.exempt(issue, because="x", by=by), {*STAGES} - {"withdrawn"}),
}
BY_OTHERS = {"hear": "networks", "withdraw": "networks", "show": "networks", "exempt": "lead"}


@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_has_its_stages_its_people_and_is_undone_without_its_entry(
    deed: str, leaders: Leaders, fill_journal: Callable[[], None]
) -> None:
    act, stages = DEEDS[deed]
    people = {**vars(leaders), "networks": NETWORKS}
    may = {BY_OTHERS.get(deed, "leader")} | ({"lead"} if deed in {"resume", "pass_on"} else set())
    for stage in STAGES:
        for who in sorted(may):
            issue = make_issue_that_is(stage, leaders.leader)
            if stage in stages:
                act(issue, people[who])
                continue
            with pytest.raises(refusals.NotNow):
                act(issue, people[who])
            assert vars(now(issue)) | {"_state": 0} == vars(issue) | {"_state": 0}
    issue = make_issue_that_is(sorted(stages)[0], leaders.leader)
    for who in set(people) - may:
        with pytest.raises(NotAllowed):
            act(issue, people[who])
    lines = Happening.objects.count()
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        act(issue, people[sorted(may)[0]])
    assert (now(issue).stage, Happening.objects.count()) == (issue.stage, lines)


def test_what_happened_is_never_changed_or_removed_or_without_its_reason(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader)
    line = issue.happenings.get()
    line.words = "Something else"
    for attempt in (
        line.save,
        line.delete,
        lambda: Happening.objects.update(words="x"),
        lambda: Happening.objects.create(issue=issue, number=2, what=What.PAUSED, on=MONDAY, by="x"),
        lambda: Happening.objects.create(issue=issue, number=1, what=What.SHOWN, on=MONDAY, by="x"),
        lambda: Issue.objects.update(stage=Stage.DONE),
        lambda: Issue.objects.update(due_on=None),
        lambda: Change.objects.create(name="x" * 10, kind="policy", where="x", made_on=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert happened(issue) == ["raised"]
