"""What is written to people about leave: that there is something to read, never what."""

from collections.abc import Sequence

from dueregard import post
from dueregard.leave.models import Request
from dueregard.people.models import Staff

ASKED, ANSWERED, WITHDRAWN = "leave asked for", "leave answered", "leave withdrawn"


def register() -> None:
    """Tell the post which kinds of message there are."""
    post.kind(ASKED, subject="A leave request is waiting for you", template="leave/mail/asked.txt")
    post.kind(ANSWERED, subject="Your leave request has an answer", template="leave/mail/answered.txt")
    post.kind(WITHDRAWN, subject="A leave request was withdrawn", template="leave/mail/withdrawn.txt")


def tell_of_request(request: Request, deciders: Sequence[Staff]) -> None:
    """Write to the nearest decider that a request waits; where there is none, nobody need know."""
    _tell(ASKED, request, deciders[:1])


def tell_of_answer(request: Request) -> None:
    """Write to the asker that there is an answer."""
    _tell(ANSWERED, request, [request.staff])


def tell_of_withdrawal(request: Request, deciders: Sequence[Staff]) -> None:
    """Write to the nearest decider that a request was withdrawn."""
    _tell(WITHDRAWN, request, deciders[:1])


def _tell(kind: str, request: Request, whom: Sequence[Staff]) -> None:
    for staff in whom:
        post.send(
            kind, to=staff.person.email, key=f"{kind} {request.pk}", page=f"/leave/requests/{request.pk}/"
        )
