"""The post: what goes out by e-mail, put in an outbox first, so that nothing is sent twice and nothing is lost.

Nouns: a *kind* of message has a subject and a template of plain text; a *message* goes to one address on one
*occasion*, which its key names; the *outbox* holds what waits; an *outlet* is what carries it away (files, the
console, SMTP, GOV.UK Notify).

Main rules: a message is put in the outbox in the transaction of the deed that causes it, so there is never one
without the other; one occasion and one address are one message; address, subject and text are stored closed and
erased once the message is sent or has failed for good; a message of a *private* kind says nothing but that there is
something to read after signing in, and is kept under one common name; each message has one recipient.

An app registers its kinds in its `AppConfig.ready` and keeps the templates::

    post.kind("leave asked for", subject="A request for leave", template="leave/mail/asked.txt")

and sends in an action::

    post.send("leave asked for", to=manager.email, key=f"leave {request.pk} asked for", request=request)

A template is given the values of `send`, `body` (the name of the public body) and `site` (the address of this site,
without a slash at its end). It is plain text: nothing in it is escaped.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from dueregard.post.errors import NotAnAddress, PostError, UnfitMessage
from dueregard.post.kinds import kind

if TYPE_CHECKING:
    from dueregard.post.models import Message

__all__ = ["NotAnAddress", "PostError", "UnfitMessage", "kind", "oldest_waiting", "send"]


def send(kind: str, /, *, to: str, key: str, not_before: datetime | None = None, **values: Any) -> "Message":
    """Put a message in the outbox, or return the one that is there for this key and this address.

    Call it in the transaction of the action that causes it; the action writes the entry in the journal. `key` names
    the occasion, as in ``f"leave {request.pk} asked for"``: the same occasion is never written about twice. With
    `not_before` it waits until then, so that nobody is written to at night.

    Raises
    ------
    NotAnAddress
        When `to` is not one e-mail address.
    UnfitMessage
        When the subject has a line break, or the message is too long.
    """
    from dueregard.post import actions  # models can be imported only once Django is set up

    return actions.send(kind, to=to, key=key, values=values, not_before=not_before)


def oldest_waiting() -> float | None:
    """Return for how many seconds the longest waiting message has been due, or nothing when none is due."""
    from dueregard.post.models import Message

    return Message.objects.oldest_waiting()
