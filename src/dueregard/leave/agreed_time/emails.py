"""What is written to people about agreed time: that there is something to read, never what it is for."""

from collections.abc import Sequence

from dueregard import post
from dueregard.leave.agreed_time.models import AgreedTime
from dueregard.people.models import Staff

ASKED, ANSWERED, ENDED = "agreed time asked for", "agreed time answered", "agreed time ended"


def register() -> None:
    """Tell the post which kinds of message there are."""
    post.kind(
        ASKED, subject="A request for agreed time is waiting for you", template="leave/mail/time_asked.txt"
    )
    post.kind(ANSWERED, subject="Your agreed time has an answer", template="leave/mail/time_answered.txt")
    post.kind(ENDED, subject="Agreed time has ended", template="leave/mail/time_ended.txt")


def tell_of_request(agreed: AgreedTime, deciders: Sequence[Staff]) -> None:
    """Write to the nearest decider that a request waits; where there is none, nobody need know."""
    _tell(ASKED, agreed, deciders[:1])


def tell_of_answer(agreed: AgreedTime) -> None:
    """Write to the asker that it is agreed."""
    _tell(ANSWERED, agreed, [agreed.staff])


def tell_of_end(agreed: AgreedTime, whom: Sequence[Staff]) -> None:
    """Write to the other side that it has ended."""
    _tell(ENDED, agreed, whom[:1])


def _tell(kind: str, agreed: AgreedTime, whom: Sequence[Staff]) -> None:
    for staff in whom:
        page = f"/leave/agreed-time/{agreed.pk}/"
        post.send(kind, to=staff.person.email, key=f"{kind} {agreed.pk}", page=page)
