"""What is done with promises, and the change that an issue about practice ends in."""

from dataclasses import dataclass
from datetime import date

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.thread import actions as thread
from dueregard.thread.models import Relation
from dueregard.voice.holding import Held, hold, refuse_empty
from dueregard.voice.models import Change, Issue, Promise
from dueregard.voice.refusals import (
    AlreadyKept,
    NotAboutPractice,
    NotAnswered,
    NothingToChange,
    NotYet,
    PromiseInThePast,
    SameDay,
)
from dueregard.voice.subjects import OVER, PROMISING, ChangeKind, What


@dataclass(frozen=True)
class Changed:
    """What became another, where it is read, and since when."""

    kind: ChangeKind
    name: str
    where: str
    made_on: date


@journal.action
def keep(promise: Promise, *, how: str, by: Person) -> Promise:
    """Say that what was promised is done, and how."""
    held, promise = _hold(promise)
    require(by, Promise.get_perm("keep"), promise)
    _refuse_kept(promise)
    promise.kept_on, promise.how = clock.today(), refuse_empty(how)
    promise.save(update_fields=["kept_on", "how"])
    held.add(What.KEPT, by=by, words=promise.how, promise=promise)
    held.settle()
    held.save()
    journal.record("kept a promise", promise, by=by)
    return promise


@journal.action
def move(promise: Promise, *, to: date, because: str, by: Person) -> Promise:
    """Move a promise to another day, for a reason in writing. The old days stay where all staff read them."""
    held, promise = _hold(promise)
    require(by, Promise.get_perm("move"), promise)
    _refuse_kept(promise)
    if to < clock.today():
        raise PromiseInThePast(to)
    if to == promise.by_when:
        raise SameDay
    held.add(What.MOVED, by=by, words=refuse_empty(because), promise=promise, day=to)
    promise.by_when = to
    promise.save(update_fields=["by_when"])
    journal.record("moved a promise", promise, by=by, to=str(to))
    return promise


@journal.action
def record_change(issue: Issue, change: Changed, *, by: Person) -> Change:
    """Name what became another because of an issue about practice, and join the two on the thread."""
    held = hold(issue)
    require(by, Issue.get_perm("record_change"), held.issue)
    held.refuse_withdrawn()
    if not held.issue.is_about_practice:
        raise NotAboutPractice
    if held.issue.stage not in OVER:
        raise NotAnswered
    if held.issue.answer not in PROMISING:
        raise NothingToChange
    if change.made_on > clock.today():
        raise NotYet
    made = Change.objects.create(
        kind=ChangeKind(change.kind),
        name=refuse_empty(change.name),
        where=refuse_empty(change.where),
        made_on=change.made_on,
    )
    thread.join(held.issue, made, relation=Relation.CHANGED, by=by)
    held.add(What.CHANGED, by=by, words=f"{made.get_kind_display()}: {made.name}")
    held.settle()
    held.save()
    journal.record("recorded what an issue changed", held.issue, by=by, change=str(made.pk))
    return made


def _hold(promise: Promise) -> tuple[Held, Promise]:
    """Lock the issue of a promise, and return the promise as it stands then."""
    held = hold(promise.issue)
    found = Promise.objects.select_related("owner").get(pk=promise.pk)
    found.issue = held.issue
    return held, found


def _refuse_kept(promise: Promise) -> None:
    if promise.is_kept:
        raise AlreadyKept
