"""The messages of consultations."""

from dueregard import post
from dueregard.decisions.consultations.inviting.actions import INVITED, SENT_ON


def register() -> None:
    """Name the messages: a link to answer, and a letter to another body."""
    post.kind(
        INVITED,
        subject="Please answer our consultation: {{ title }}",
        template="decisions/consultations/mail/invited.txt",
    )
    post.kind(
        SENT_ON,
        subject="Something that belongs to you: {{ title }}",
        template="decisions/consultations/mail/sent_on.txt",
    )
