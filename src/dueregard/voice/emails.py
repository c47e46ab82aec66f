"""What is written to leaders: that there is something, never what. All of it has one look, whatever it is about."""

from datetime import date

from dueregard import post
from dueregard.people.models import Person
from dueregard.voice.models import Issue

TO_ANSWER, NEAR, LATE, GONE_UP = "to answer", "to answer soon", "to answer, late", "gone up, late"

SUBJECT = "You have something to answer in Due Regard"
YOURS, ALL_LATE = "/voice/yours/", "/voice/late/"


def register() -> None:
    """Tell the post which kinds of message there are."""
    for kind in (TO_ANSWER, NEAR, LATE):
        post.kind(kind, subject=SUBJECT, template="voice/mail/to_answer.txt")
    post.kind(
        GONE_UP, subject="Something late has come to you in Due Regard", template="voice/mail/gone_up.txt"
    )


def tell_of_issue(issue: Issue, *, number: int) -> None:
    """Write to the leader that there is an issue to answer: raised, reopened or passed on.

    `number` is that of the happening, so that an issue which comes back to a leader is told of again.
    """
    _tell(TO_ANSWER, issue.leader, issue, str(number), YOURS)


def tell_of_deadline(issue: Issue) -> None:
    """Write to the leader that a deadline is near, or missed: once for each, however often this is called."""
    _tell(LATE if issue.is_late else NEAR, issue.leader, issue, str(issue.due_on), YOURS)


def tell_of_going_up(issue: Issue, to: Person, due: date) -> None:
    """Write to the chief executive that a late issue has come up."""
    _tell(GONE_UP, to, issue, str(due), ALL_LATE)


def _tell(kind: str, whom: Person, issue: Issue, occasion: str, page: str) -> None:
    if whom.may_sign_in:
        post.send(kind, to=whom.email, key=f"{kind} {issue.pk} {occasion}", page=page)
