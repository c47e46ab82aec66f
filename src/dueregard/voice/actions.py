"""Every write of voice: what leaders do is here; what promises, networks and overseers need stands in files beside.

The refusals are in `voice.refusals`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.voice import emails
from dueregard.voice.holding import Held, hold, refuse_empty
from dueregard.voice.leaders import is_leader
from dueregard.voice.models import Issue, Promise
from dueregard.voice.network_actions import Raised, hear, raise_issue, set_weights, show, withdraw
from dueregard.voice.overseeing_actions import escalate_what_is_late, exempt, remind, set_remit
from dueregard.voice.promise_actions import Changed, keep, move, record_change
from dueregard.voice.refusals import (
    AlreadyAcknowledged,
    AlreadyAnswered,
    IsPaused,
    LongerBefore,
    NoPromise,
    NotALeader,
    NotEmployed,
    NotPaused,
    NotPromising,
    PromiseInThePast,
    SameLeader,
    TooLateForLonger,
)
from dueregard.voice.subjects import PROMISING, Said, Stage, What

__all__ = [
    "Answer",
    "Changed",
    "Raised",
    "acknowledge",
    "answer",
    "escalate_what_is_late",
    "exempt",
    "hear",
    "keep",
    "move",
    "need_longer",
    "pass_on",
    "pause",
    "raise_issue",
    "record_change",
    "remind",
    "resume",
    "set_remit",
    "set_weights",
    "show",
    "withdraw",
]


@dataclass(frozen=True)
class Answer:
    """What a leader answers, why, and what they promise: what, by when, and who does it."""

    kind: Said
    words: str
    promises: tuple[tuple[str, date, Person], ...] = ()


@journal.action
def acknowledge(issue: Issue, *, words: str, by: Person) -> Issue:
    """Say that the issue has been read, and with a few words what happens now, if there is anything to say."""
    held = hold(issue)
    require(by, Issue.get_perm("acknowledge"), held.issue)
    held.refuse_unless_waiting()
    _refuse_while_paused(held)
    if held.round.acknowledged:
        raise AlreadyAcknowledged
    held.add(What.ACKNOWLEDGED, by=by, words=words.strip())
    held.issue.stage = Stage.ACKNOWLEDGED
    held.save()
    journal.record("acknowledged an issue", held.issue, by=by)
    return held.issue


@journal.action
def pause(issue: Issue, *, because: str, by: Person) -> Issue:
    """Let the clock stand still, for a reason in writing."""
    held = hold(issue)
    require(by, Issue.get_perm("pause"), held.issue)
    held.refuse_unless_waiting()
    _refuse_while_paused(held)
    held.add(What.PAUSED, by=by, words=refuse_empty(because))
    held.issue.stage = Stage.PAUSED
    held.save()
    journal.record("paused the clock of an issue", held.issue, by=by)
    return held.issue


@journal.action
def resume(issue: Issue, *, by: Person) -> Issue:
    """Let the clock go on."""
    held = hold(issue)
    require(by, Issue.get_perm("resume"), held.issue)
    held.refuse_unless_waiting()
    if held.issue.stage != Stage.PAUSED:
        raise NotPaused
    held.add(What.RESUMED, by=by)
    held.issue.stage = Stage.ACKNOWLEDGED if held.round.acknowledged else Stage.RAISED
    held.save()
    journal.record("let the clock of an issue go on", held.issue, by=by)
    return held.issue


@journal.action
def need_longer(issue: Issue, *, because: str, by: Person) -> Issue:
    """Take more time to answer, for a reason in writing: once in the life of an issue, and not after the deadline."""
    held = hold(issue)
    require(by, Issue.get_perm("need_longer"), held.issue)
    held.refuse_unless_waiting()
    _refuse_while_paused(held)
    if held.has(What.LONGER):
        raise LongerBefore
    if held.issue.answer_by and held.issue.answer_by < clock.today():
        raise TooLateForLonger
    held.add(What.LONGER, by=by, words=refuse_empty(because))
    held.issue.stage = Stage.ACKNOWLEDGED
    held.save()
    journal.record("needed longer for an issue", held.issue, by=by)
    return held.issue


@journal.action
def answer(issue: Issue, answer: Answer, *, by: Person) -> Issue:
    """Answer: what will be done, in part, or not, and why; a yes is a yes with promises.

    Raises
    ------
    voice.refusals.Refused
        When it is answered already, or the answer lacks its reason or its promises; its kinds say why.
    """
    held = hold(issue)
    require(by, Issue.get_perm("answer"), held.issue)
    held.refuse_unless_waiting()
    said, words = Said(answer.kind), refuse_empty(answer.words)
    promised = _checked(answer.promises, said)
    held.add(What.ANSWERED, by=by, words=words, said=said)
    for what, by_when, owner in promised:
        promise = Promise.objects.create(
            issue=held.issue, what=what, by_when=by_when, owner=owner, made_on=clock.today()
        )
        held.add(What.PROMISED, by=by, words=what, promise=promise, day=by_when)
    held.issue.stage, held.issue.verdict = Stage.ANSWERED, ""
    held.issue.answer, held.issue.reasons, held.issue.answered_on = said, words, clock.today()
    held.save("answer", "reasons", "answered_on", "verdict")
    journal.record("answered an issue", held.issue, by=by, said=str(said), promises=len(promised))
    return held.issue


@journal.action
def pass_on(issue: Issue, *, to: Person, because: str, by: Person) -> Issue:
    """Give the issue to another leader, for a reason in writing. The clock goes on as it was.

    What is answered is passed on as well while something is left to do, or promises would lose their leader.
    """
    held = hold(issue)
    require(by, Issue.get_perm("pass_on"), held.issue)
    held.refuse_withdrawn()
    if not held.issue.has_something_left_to_do:
        raise AlreadyAnswered
    if to.pk == held.issue.leader_id:
        raise SameLeader
    if not is_leader(to):
        raise NotALeader
    held.add(What.PASSED_ON, by=by, words=refuse_empty(because))
    held.issue.leader = to
    held.save("leader")
    emails.tell_of_issue(held.issue, number=len(held.happened))
    journal.record("passed an issue on", held.issue, by=by, to=str(to.pk))
    return held.issue


def _refuse_while_paused(held: Held) -> None:
    if held.issue.stage == Stage.PAUSED:
        raise IsPaused


def _checked(promises: Iterable[tuple[Any, date, Person]], said: Said) -> list[tuple[str, date, Person]]:
    """Return the promises of an answer, or refuse: a yes has some, a no has none, and none is for a day past."""
    checked = [(refuse_empty(what), by_when, owner) for what, by_when, owner in promises]
    if said in PROMISING and not checked:
        raise NoPromise
    if said not in PROMISING and checked:
        raise NotPromising
    for _, by_when, owner in checked:
        if by_when < clock.today():
            raise PromiseInThePast(by_when)
        if not owner.is_employed:
            raise NotEmployed
    return checked
