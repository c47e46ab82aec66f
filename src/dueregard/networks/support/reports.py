"""What the pages of enquiries show: nothing in them holds who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard.networks.support.models import Asked, Enquiry, Message


@dataclass(frozen=True)
class Question:
    """An enquiry as one of its two sides reads it."""

    pk: UUID
    handle: str
    of_whom: str
    waits: bool
    is_closed: bool
    is_late: bool
    last_day: date
    due_on: date


@dataclass(frozen=True)
class Line:
    """One message of an enquiry."""

    who: str
    is_own: bool
    day: date
    text: str


def question(enquiry: Enquiry) -> Question:
    """Return what may be shown of an enquiry."""
    return Question(
        pk=enquiry.pk,
        handle=enquiry.inside["handle"],
        of_whom=Asked(enquiry.asked).label,
        waits=enquiry.waits and not enquiry.is_closed,
        is_closed=enquiry.is_closed,
        is_late=enquiry.is_late,
        last_day=enquiry.last_day,
        due_on=enquiry.due_on,
    )


def lines(messages: Iterable[Message], question: Question, *, for_asker: bool) -> list[Line]:
    """Return messages as the asker reads them, or as those who answer do."""
    asker = "You" if for_asker else f"Somebody, called {question.handle}"
    return [
        Line(
            who=asker if message.is_asking else message.inside["signature"],
            is_own=message.is_asking == for_asker,
            day=date.fromisoformat(message.inside["day"]),
            text=message.inside["text"],
        )
        for message in messages
    ]
