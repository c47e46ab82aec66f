"""Every write of the thread."""

from typing import Any

from django.db import models

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.thread import kinds
from dueregard.thread.models import Link, Relation


class WrongRelation(ValueError):
    """Records at these two stations are not joined in this relation: a slip of ours."""


class AlreadyWithdrawn(Exception):
    """Somebody withdrew the link before."""


@journal.action
def join(earlier: models.Model, later: models.Model, *, relation: Relation, by: Any) -> Link:
    """Join two records; those that are joined in this way already stay as they are.

    Raises
    ------
    WrongRelation
        When the stations of the two do not allow it (`Relation.joins`).
    """
    stations = kinds.of(earlier).station, kinds.of(later).station
    if not Relation(relation).joins(*stations):
        raise WrongRelation(f"{stations[0].label} “{relation}” {stations[1].label} is no link of the thread.")
    ends = {
        "from_kind": kinds.of(earlier).code,
        "from_id": earlier.pk,
        "to_kind": kinds.of(later).code,
        "to_id": later.pk,
        "relation": Relation(relation),
    }
    require(by, Link.get_perm("join"), Link(**ends))
    found = Link.objects.standing().filter(**ends).first()
    if found is not None:
        return found
    link = Link.objects.create(**ends)
    journal.record("joined two records", link, by=by)
    return link


@journal.action
def withdraw(link: Link, because: str, *, by: Any) -> Link:
    """Withdraw a link that was wrong: it joins nothing any more, and both records show it as withdrawn."""
    require(by, Link.get_perm("withdraw"), link)
    held = Link.objects.select_for_update().get(pk=link.pk)
    if held.withdrawn_at is not None:
        raise AlreadyWithdrawn
    held.withdrawn_at, held.withdrawn_because = clock.now(), because
    held.save(update_fields=["withdrawn_at", "withdrawn_because"])
    journal.record("withdrew a link", held, by=by)
    return held
