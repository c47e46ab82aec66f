"""What people do with a roll-out: plan it, stop and resume it, and confirm that they have read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.policies.rollout import asking, concerns
from dueregard.policies.rollout.models import OtherForm, Plan, Reading, RollOut, Task
from dueregard.policies.rollout.refusals import (
    AlreadyRead,
    AlreadyStopped,
    NotAskedAnyMore,
    NotStopped,
    TextChanged,
)
from dueregard.policies.texts.models import Policy, Stage, Version


@dataclass(frozen=True)
class Opened:
    """The opening of a text by a person: `token` is of chance, for this one opening, and kept nowhere with a name."""

    version: UUID
    token: UUID


@journal.action
def plan(policy: Policy, *, days: int, for_managers: str, by: Person) -> Plan:
    """Say how many days people have to read a policy, and what managers need to know beside it."""
    require(by, Plan.get_perm("change"), Plan(policy=policy))
    found, _ = Plan.objects.select_for_update().get_or_create(policy=policy)
    found.days, found.for_managers = days, for_managers
    found.save(update_fields=["days", "for_managers"])
    journal.record("planned the roll-out of a policy", found, by=by)
    return found


@journal.action
def put_form(version: Version, kind: str, address: str, *, by: Person) -> OtherForm | None:
    """Say where a version is found in another form; an empty address takes the form away."""
    require(by, Plan.get_perm("change"), Plan(policy=version.policy))
    made = None
    if address:
        made, _ = OtherForm.objects.update_or_create(
            version=version, kind=kind, defaults={"address": address}
        )
        journal.record("named another form of a policy", made, by=by)
    else:
        for found in OtherForm.objects.filter(version=version, kind=kind):
            journal.record("took away another form of a policy", found, by=by)
            found.delete()
    return made


@journal.action
def stop(roll_out: RollOut, *, by: Any) -> RollOut:
    """Ask and remind nobody more until it is resumed. Whoever was asked can still read and confirm."""
    require(by, RollOut.get_perm("stop"), roll_out)
    held = RollOut.objects.select_for_update(of=("self",)).select_related("policy").get(pk=roll_out.pk)
    if held.stopped_at is not None or held.ended_at is not None:
        raise AlreadyStopped
    held.stopped_at = clock.now()
    held.save(update_fields=["stopped_at"])
    journal.record("stopped the roll-out of a policy", held, by=by)
    return held


@journal.action
def resume(roll_out: RollOut, *, by: Person) -> RollOut:
    """Go on where it was stopped: those who are left are asked."""
    require(by, RollOut.get_perm("resume"), roll_out)
    held = RollOut.objects.select_for_update(of=("self",)).select_related("policy").get(pk=roll_out.pk)
    if held.stopped_at is None or held.ended_at is not None:
        raise NotStopped
    held.stopped_at = None
    held.save(update_fields=["stopped_at"])
    asking.start(held, by=by)
    journal.record("resumed the roll-out of a policy", held, by=by)
    return held


def in_force(task: Task) -> Version | None:
    """Return the version that a task asks to read today: the one in force."""
    return task.roll_out.policy.versions.filter(stage=Stage.LAUNCHED).first()


@journal.action
def acknowledge(task: Task, opened: Opened, *, concern: str | None, by: Person) -> Reading:
    """Confirm that one has read the text that one had open; with a concern, of which this database learns nothing.

    `concern` is None where there is none, and empty where somebody says only that they have one. The slip is put in
    before the receipt is kept: should the receipt fail, the same page sent again puts the same slip in its place.
    """
    require(by, Task.get_perm("acknowledge"), task)
    held = (
        Task.objects.select_for_update(of=("self",))
        .select_related("roll_out__policy", "staff")
        .get(pk=task.pk)
    )
    if Reading.objects.filter(task=held).exists():
        raise AlreadyRead
    version = in_force(held)
    if version is None or not Task.objects.to_do().filter(pk=held.pk).exists():
        raise NotAskedAnyMore
    if version.pk != opened.version:
        raise TextChanged
    concerns.put(held.roll_out.policy_id, concern, token=opened.token)
    reading = Reading.objects.create(task=held, version=version)
    journal.record("read a policy", reading, by=by)
    return reading
