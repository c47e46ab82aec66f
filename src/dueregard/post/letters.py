"""Letters: a message as it goes out, with the same Message-ID however often it is tried."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dueregard.post.errors import NotAnAddress, UnfitMessage

# What any mail server takes, whether or not it knows eight bits.
_POLICY = SMTP.clone(cte_type="7bit")
LONGEST_SUBJECT = 200
# Control characters, the separators of lines and paragraphs, and halves of characters.
_BREAKS = {"Cc", "Zl", "Zp", "Cs"}


@dataclass(frozen=True)
class Letter:
    """What is sent to one address."""

    id: UUID
    at: datetime
    to: str
    subject: str
    text: str

    @property
    def message_id(self) -> str:
        """The Message-ID, which stays the same however often the letter is tried."""
        return f"<{self.id}@{sender_address().rpartition('@')[2]}>"

    def as_email(self) -> EmailMessage:
        """Return the letter as the standard for internet messages (RFC 5322) has it: one recipient, plain text."""
        made = EmailMessage(policy=_POLICY)
        made["From"] = settings.MAIL_FROM
        made["To"] = Address(addr_spec=self.to)
        made["Subject"] = self.subject
        made["Date"] = format_datetime(self.at)
        made["Message-ID"] = self.message_id
        made.set_content(self.text, cte="quoted-printable")
        return made


def sender_address() -> str:
    """Return the bare address that messages come from."""
    return parseaddr(settings.MAIL_FROM)[1]


def checked_address(to: str) -> str:
    """Return one e-mail address as it goes into a header; the sentence of a refusal does not repeat it."""
    try:
        validate_email(to)
        name, _, domain = to.rpartition("@")
        return f"{name}@{domain.encode('idna').decode('ascii')}"
    except (ValidationError, UnicodeError, AttributeError) as problem:
        raise NotAnAddress("A message must go to one e-mail address, such as name@example.org.") from problem


def checked_subject(subject: str) -> str:
    """Return a subject of one line, cut where it is long: a line break would let its rest pass for headers."""
    if not subject.strip() or any(unicodedata.category(sign) in _BREAKS for sign in subject):
        raise UnfitMessage("A subject must be one line of text, without line breaks or control characters.")
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"
