"""The door for Django's own mail, as the sign-in pages use it: it goes through the outbox like all else."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from dueregard.post import actions as post
from dueregard.post.errors import UnfitMessage
from dueregard.post.kinds import ACCOUNT


class OutboxBackend(BaseEmailBackend):
    """Puts messages in the outbox: one for each recipient, in the caller's transaction or in one of its own.

    Only the plain text goes out, from the address of this installation. Copies become messages of their own, so
    that no recipient learns of another.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put each message in the outbox, or none of them; return how many there were."""
        with transaction.atomic():
            for message in email_messages:
                if message.attachments:
                    raise UnfitMessage(
                        "A message goes out as plain text. Link to the file; do not attach it."
                    )
                for recipient in message.recipients():
                    post.put(
                        ACCOUNT,
                        to=recipient,
                        key=uuid4().hex,
                        subject=str(message.subject),
                        text=str(message.body),
                    )
        return len(email_messages)
