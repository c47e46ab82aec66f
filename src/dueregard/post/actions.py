from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine, Template

from dueregard.access.envelopes import blind_index
from dueregard.post import kinds
from dueregard.post.letters import Letter, checked_address, checked_subject
from dueregard.post.models import Message


def send(
    kind: str, *, to: str, key: str, values: dict[str, Any], not_before: datetime | None = None
) -> Message:
    """Put a message in the outbox, or return the one that is there for this key and this address.

    It is part of another action, which asks whether its actor may and writes the entry in the journal; so it
    refuses to work outside a transaction, where the message could stand without its cause.
    """
    chosen = kinds.get(kind)
    shown = kinds.NEUTRAL if chosen.private else chosen
    values = {"body": settings.BODY, "site": settings.ADDRESS} | ({} if chosen.private else values)
    return put(
        chosen.kept_as,
        to=to,
        key=f"{kind}|{key}" if chosen.private else key,
        subject=_plain(Template(shown.subject), values),
        text=_plain(Engine.get_default().get_template(shown.template), values),
        not_before=not_before,
    )


def put(
    kept_as: str, *, to: str, key: str, subject: str, text: str, not_before: datetime | None = None
) -> Message:
    """Put a message with these words in the outbox, once for each key and address; it waits until `not_before`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"A “{kept_as}” message was sent outside a transaction.")
    if not key:
        raise ValueError(f"A “{kept_as}” message needs a key that names its occasion.")
    address = checked_address(to)
    occasion = blind_index(f"{key}\n{address.casefold()}", about="post.Message|occasion")
    message = Message(kind=kept_as, occasion=occasion)
    message.due_at = not_before or message.due_at
    message.enclose(
        Letter(message.pk, message.created_at, to=address, subject=checked_subject(subject), text=text)
    )
    # Of two that put in the same at once, the second waits for the first and then finds its message.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    kept = Message.objects.get(occasion=occasion)
    if kept.kind != kept_as:
        raise ValueError(f"This key is that of a “{kept.kind}” message already. Put the kind into the key.")
    return kept


def _plain(template: Template, values: dict[str, Any]) -> str:
    """Render plain text, in which nothing is escaped."""
    return str(template.render(Context(values, autoescape=False)))
