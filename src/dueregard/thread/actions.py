"""Every write of the thread."""

from typing import Any

from django.db import models

from dueregard import journal
from dueregard.access import require
from dueregard.thread import kinds
from dueregard.thread.models import Link, Relation


@journal.action
def join(earlier: models.Model, later: models.Model, *, relation: Relation, by: Any) -> Link:
    """Join two records; those that are joined in this way already stay as they are."""
    ends = {
        "from_kind": kinds.of(earlier).code,
        "from_id": earlier.pk,
        "to_kind": kinds.of(later).code,
        "to_id": later.pk,
        "relation": Relation(relation),
    }
    require(by, Link.get_perm("join"), Link(**ends))
    found = Link.objects.filter(**ends).first()
    if found is not None:
        return found
    link = Link.objects.create(**ends)
    journal.record("joined two records", link, by=by)
    return link
