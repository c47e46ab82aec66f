"""Letters as files, one each, in the folder `outbox`: the default, and how the demonstration shows its post."""

import os
import secrets
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dueregard.post.errors import Unreachable
from dueregard.post.letters import Letter

NOT_WRITTEN = "The file could not be written. Is there room on the disk?"


class FileOutlet:
    """Writes each letter into a file. Writing it twice leaves one."""

    def deliver(self, letter: Letter) -> None:
        """Write the file whole, or not at all."""
        path = path_of(letter.id)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(letter.as_email().as_bytes())
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
        except OSError:
            raise Unreachable(NOT_WRITTEN) from None

    def close(self) -> None:
        """Nothing is open."""


def path_of(message_id: UUID) -> Path:
    """Return where the letter of a message is, once it was sent."""
    return settings.VAR / "outbox" / f"{message_id}.eml"


def may_be_read() -> bool:
    """Say whether administrators may read the files: only where everyone is invented, or code is being written."""
    return settings.MAIL == "file" and (settings.DEMO or settings.DEBUG)


def read(message_id: UUID) -> EmailMessage | None:
    """Return the letter of a message, or nothing where there is no such file."""
    try:
        return message_from_bytes(
            path_of(message_id).read_bytes(), _class=EmailMessage, policy=policy.default
        )
    except FileNotFoundError:
        return None


def remove(message_ids: Iterable[UUID]) -> None:
    """Remove the files of these messages, and what a writer that was killed has left of them."""
    for message_id in message_ids:
        path = path_of(message_id)
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink(missing_ok=True)
