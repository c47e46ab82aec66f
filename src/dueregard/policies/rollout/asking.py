"""Whom a roll-out asks, and when it reminds them: one batch at a time, each all or nothing.

A batch holds the row of its roll-out until it ends, so that two workers never ask the same people; a killed worker
leaves whole batches, and the next one goes on with those who are left.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from dueregard import jobs, journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person, StaffQuerySet
from dueregard.policies.rollout import emails, reminders
from dueregard.policies.rollout.audiences import staff_of
from dueregard.policies.rollout.models import Plan, RollOut, Task
from dueregard.policies.texts.models import Version

ROLL_OUT, REMIND = "roll out a policy", "remind people to read"
PEOPLE_AT_ONCE = 100


@journal.action
def begin(version: Version, *, by: Any) -> RollOut | None:
    """Ask everyone to read a version that was just launched, if it is material. It is a part of the launch.

    The former roll-out of the policy ends: whoever had not read that version is asked for this one.
    """
    if not version.is_material:
        return None
    made = RollOut.objects.filter(version=version).first()
    if made is not None:
        return made
    now = clock.now()
    RollOut.objects.filter(policy=version.policy_id, ended_at=None).update(ended_at=now)
    plan, _ = Plan.objects.get_or_create(policy=version.policy)
    roll_out = RollOut.objects.create(
        policy=version.policy,
        version=version,
        days=plan.days,
        begun_by=by if isinstance(by, Person) else None,
        begun_at=now,
    )
    start(roll_out, by=by)
    journal.record("began to roll out a policy", roll_out, by=by)
    return roll_out


def start(roll_out: RollOut, *, by: Any) -> None:
    """Put the asking of everybody into the queue; a part of another action."""
    jobs.start(
        ROLL_OUT,
        key=roll_out.job_key,
        by=by,
        href=f"/policies/rollouts/{roll_out.pk}/",
        roll_out=str(roll_out.pk),
    )


def not_asked(roll_out: RollOut) -> StaffQuerySet:
    """Return those of the audience whom a roll-out has not asked."""
    asked = Task.objects.filter(roll_out=roll_out, staff=OuterRef("pk"))
    return staff_of(roll_out.policy.audience).exclude(Exists(asked))


@journal.action
def ask_next(roll_out: RollOut, *, most: int = PEOPLE_AT_ONCE, by: Any) -> int:
    """Ask the next people to read, each by a task and a message; return how many. None while it is stopped, or over."""
    require(by, RollOut.get_perm("carry"), roll_out)
    held = _held(roll_out)
    if held is None:
        return 0
    people = list(not_asked(held).select_related("person").order_by("pk")[:most])
    today = clock.today()
    tasks = [
        Task(roll_out=held, staff=staff, asked_on=today, due_on=today + timedelta(days=held.days))
        for staff in people
    ]
    if not tasks:
        if held.spread_at is None:
            held.spread_at = clock.now()
            held.save(update_fields=["spread_at"])
            journal.record("asked everyone to read a policy", held, by=by)
        return 0
    Task.objects.bulk_create(tasks)
    emails.ask(tasks)
    journal.record("asked people to read a policy", held, by=by, people=len(tasks))
    return len(tasks)


@journal.action
def go_on(roll_out: RollOut, *, by: Any) -> None:
    """Ask those who joined, or changed into the audience, in the background."""
    require(by, RollOut.get_perm("carry"), roll_out)
    held = _held(roll_out)
    if held is not None and not_asked(held).exists():
        start(held, by=by)
        journal.record("went on with the roll-out of a policy", held, by=by)


def to_remind(roll_out: RollOut) -> list[Task]:
    """Return the tasks of which somebody is to be reminded today."""
    today = clock.today()
    near = Task.objects.to_do().filter(
        roll_out=roll_out,
        due_on__lte=today - timedelta(days=reminders.DAYS_AFTER[0]),
        reminders__lt=len(reminders.DAYS_AFTER),
    )
    return [
        task
        for task in near.select_related("staff__person").order_by("pk")
        if reminders.is_due(
            asked_on=task.asked_on,
            due_on=task.due_on,
            reminders=task.reminders,
            reminded_on=task.reminded_on,
            today=today,
        )
    ]


@journal.action
def begin_reminding(roll_out: RollOut, *, by: Any) -> None:
    """Remind those who are to be reminded, in the background."""
    require(by, RollOut.get_perm("carry"), roll_out)
    held = _held(roll_out)
    if held is not None and to_remind(held):
        jobs.start(REMIND, key=f"{REMIND} {held.pk}", by=by, roll_out=str(held.pk))
        journal.record("began to remind people to read", held, by=by)


@journal.action
def remind_next(roll_out: RollOut, *, most: int = PEOPLE_AT_ONCE, by: Any) -> int:
    """Remind the next people, each by one message; return how many. None while it is stopped, or over."""
    require(by, RollOut.get_perm("carry"), roll_out)
    held = _held(roll_out)
    tasks = to_remind(held)[:most] if held is not None else []
    if held is None or not tasks:
        return 0
    today = clock.today()
    for task in tasks:
        task.reminders = reminders.passed(asked_on=task.asked_on, due_on=task.due_on, today=today)
        task.reminded_on = today
    Task.objects.bulk_update(tasks, ["reminders", "reminded_on"])
    emails.remind(tasks)
    journal.record("reminded people to read a policy", held, by=by, people=len(tasks))
    return len(tasks)


def _held(roll_out: RollOut) -> RollOut | None:
    """Return a roll-out that goes on, held until the action ends; None where it is stopped or over."""
    return (
        RollOut.objects.going_on()
        .select_for_update(of=("self",))
        .select_related("policy")
        .filter(pk=roll_out.pk)
        .first()
    )
