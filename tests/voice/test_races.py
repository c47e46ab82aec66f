"""Several at once, with connections of their own: one answer, one issue, and nothing between two leaders.

The control takes away the lock and the constraint. Two answers must then stand, or these races prove nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from dueregard import journal
from dueregard.people.models import Person
from dueregard.post.models import Message
from dueregard.voice import actions as voice
from dueregard.voice.actions import Answer
from dueregard.voice.holding import hold
from dueregard.voice.models import Happening, Issue, Promise
from dueregard.voice.subjects import Said, What
from dueregard.voice.system import CLOCK, NETWORKS
from tests.leave.test_races import answering, at_once, take_away_the_lock
from tests.voice.issues import MONDAY, Leaders, make_issue, make_leaders, on, raised, say


@pytest.fixture
def issue(shared_databases: dict[str, str]) -> tuple[Issue, Leaders]:
    with on(MONDAY):
        leaders = make_leaders()
        return make_issue(leaders.leader), leaders


def answer_twice(issue: Issue, leaders: Leaders, say: Callable[..., object]) -> list[str]:
    return at_once(
        answering(leaders.leader, lambda by: say(issue, Said.WILL_DO, by=by)),
        answering(leaders.leader, lambda by: say(issue, Said.WILL_NOT, by=by)),
    )


def answers(issue: Issue) -> int:
    return issue.happenings.filter(what=What.ANSWERED).count()


def test_of_two_answers_at_once_the_second_is_told(issue: tuple[Issue, Leaders]) -> None:
    came = answer_twice(*issue, say)
    assert sorted(came) == ["AlreadyAnswered", "done"]
    stands = Issue.objects.get()
    assert (answers(stands), Promise.objects.count()) == (1, int(stands.answer == Said.WILL_DO))


def test_control_without_lock_and_constraint_two_answers_stand(
    issue: tuple[Issue, Leaders], monkeypatch: pytest.MonkeyPatch
) -> None:
    constraints = {each.name: each for each in Happening._meta.constraints}
    numbered_once = constraints.pop("happening_numbered_once")
    with monkeypatch.context() as without, connection.schema_editor() as editor:
        without.setattr(Happening._meta, "constraints", list(constraints.values()))
        editor.remove_constraint(Happening, numbered_once)
    take_away_the_lock(monkeypatch)
    looked = Barrier(2, timeout=60)

    def look_first_and_write_later(issue: Issue, said: Said, *, by: Person) -> None:
        held = hold(issue)
        held.refuse_unless_waiting()
        looked.wait()
        with journal.acting():
            held.add(What.ANSWERED, by=by, words="Because.", said=said)
            journal.record("answered an issue", issue, by=by)

    assert answer_twice(*issue, look_first_and_write_later) == ["done", "done"]
    assert answers(issue[0]) == 2


def test_an_issue_delivered_four_times_at_once_is_raised_once(issue: tuple[Issue, Leaders]) -> None:
    with on(MONDAY):
        given = raised(issue[1].leader)

    def deliver(barrier: Barrier) -> None:
        barrier.wait()
        voice.raise_issue(given, by=NETWORKS)

    assert at_once(*[deliver] * 4) == ["done"] * 4
    assert Issue.objects.filter(pk=given.id).count() == 1
    assert Happening.objects.filter(issue_id=given.id).count() == 1


def test_passed_on_and_answered_at_once_by_the_first_leader(issue: tuple[Issue, Leaders]) -> None:
    found, leaders = issue
    came = at_once(
        answering(leaders.lead, lambda by: voice.pass_on(found, to=leaders.other, because="Hers.", by=by)),
        answering(leaders.leader, lambda by: voice.answer(found, Answer(Said.WILL_NOT, "No."), by=by)),
    )
    # Passed on first, the answer is refused; answered first, the next leader gets an answered issue.
    assert came in (["done", "NotAllowed"], ["done", "done"])
    stands = Issue.objects.get()
    assert (stands.leader, bool(stands.answer)) == (leaders.other, came[1] == "done")


def test_two_workers_let_a_late_issue_go_up_once(issue: tuple[Issue, Leaders]) -> None:
    def look(barrier: Barrier) -> None:
        with on(MONDAY + timedelta(days=30)):
            barrier.wait()
            voice.escalate_what_is_late(by=CLOCK)

    assert at_once(*[look] * 2) == ["done"] * 2
    assert issue[0].happenings.filter(what=What.ESCALATED).count() == 1
    assert Message.objects.filter(kind="gone up, late").count() == 1
