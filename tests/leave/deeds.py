"""What the tests of leave's actions share: a day in minutes, the last entry, the outbox, and how leave is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from dueregard.journal.models import Entry
from dueregard.leave import actions as leave
from dueregard.leave.models import Request
from dueregard.people.models import Person
from dueregard.post.models import Message

DAY = 444


def last_entry() -> tuple[str, str, object]:
    entry = Entry.objects.order_by("-number")[0]
    return entry.deed, entry.subject_id, entry.actor_id


def outbox() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


@contextmanager
def undone() -> Iterator[None]:
    """Expect the database to refuse, and go on after it."""
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def postpone(request: Request, to: date, by: Person) -> Request:
    return leave.postpone(request, to=to, reason="Two hearings fall on that day.", by=by)
