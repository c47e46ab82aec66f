"""One person's reading and training: to do, and done with its receipts."""

from typing import Any

from django.db.models import F, QuerySet, Value

from dueregard.people.models import Person, is_colleague
from dueregard.policies.rollout.models import Reading, Task
from dueregard.policies.training.models import Completion, Module


def to_read(person: Person) -> "QuerySet[Task]":
    """Return what waits to be read, the first due first."""
    return Task.objects.visible_to(person).to_do().select_related("roll_out__policy", "roll_out__version")


def to_take(person: Person) -> "QuerySet[Module]":
    """Return the training that waits."""
    return Module.objects.to_do(person.staff).select_related("policy")


def how_many_wait(person: Any) -> int:
    """Return how many things wait for somebody, to be read or taken; none for people from outside."""
    if not is_colleague(person):
        return 0
    return to_read(person).count() + to_take(person).count()


def receipts(person: Person) -> "QuerySet[Any, Any]":
    """Return all that is done, newest first: `title`, `part` (its version or edition), `is_training` and `day`."""
    read = Reading.objects.visible_to(person).order_by()
    taken = Completion.objects.visible_to(person).order_by()
    rows = read.values(
        title=F("version__policy__title"),
        part=F("version__number"),
        is_training=Value(False),
        day=F("read_on"),
    )
    others = taken.values(
        title=F("module__title"), part=F("number"), is_training=Value(True), day=F("completed_on")
    )
    return rows.union(others, all=True).order_by("-day", "title", "-part")
