import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.access import envelopes
from dueregard.almanac import clock
from dueregard.post.errors import UnfitMessage
from dueregard.post.letters import Letter

# Contents are filled up to a multiple of this, so that their length tells little.
PADDING = 4096
LONGEST = 64 * 1024
# How long what became of a message is kept.
KEPT = timedelta(days=90)


class State(models.TextChoices):
    """Where a message stands. The last two are final."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


OPEN = (State.WAITING, State.SENDING)
FINAL = (State.SENT, State.FAILED)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        """Return the messages whose fate a person may read: administrators see all, others none."""
        if user.is_authenticated and user.holds("administrator"):
            return self.all()
        return self.none()

    def open(self) -> "MessageQuerySet":
        """Return the messages that have neither been sent nor failed."""
        return self.filter(state__in=OPEN)

    def claimable(self, now: datetime) -> "MessageQuerySet":
        """Return the messages a sender may take: those that are due, and those whose sender has gone silent."""
        return self.filter(
            Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
        )

    def outlived(self, now: datetime) -> "MessageQuerySet":
        """Return the messages whose fate has been kept for long enough."""
        return self.filter(state__in=FINAL, ended_at__lt=now - KEPT)

    def oldest_waiting(self) -> float | None:
        """Return for how many seconds the longest waiting message has been due."""
        now = clock.now()
        since = self.claimable(now).aggregate(since=models.Min("due_at"))["since"]
        return None if since is None else max((now - since).total_seconds(), 0.0)


class Message(models.Model):
    """One message to one address. What it says, and to whom, is here only until it has been sent or has failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100)
    occasion = models.CharField(
        max_length=64, unique=True, help_text="A blind index of the occasion together with the address."
    )
    contents = models.BinaryField(
        null=True, help_text="Address, subject and text, closed; erased at the end."
    )

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0, help_text="How often a sender has taken it.")
    due_at = models.DateTimeField(default=clock.now, help_text="Not before this moment.")
    sender = models.CharField(max_length=120, blank=True, help_text="The token of one hold on it.")
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why it was not sent at the last attempt."
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="post_queue"),
            models.Index(fields=["created_at"], name="post_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="post_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease_until__isnull=False) & ~Q(sender="")
                | ~Q(state=State.SENDING) & Q(lease_until__isnull=True, sender=""),
                name="post_held_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, ended_at__isnull=False, contents__isnull=True)
                | Q(state__in=OPEN, ended_at__isnull=True, contents__isnull=False),
                name="post_erased_at_the_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED) | ~Q(reason=""), name="post_fails_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} message {str(self.pk)[:8]}"

    @property
    def is_over(self) -> bool:
        """Whether it has been sent or has failed, so that its contents are gone."""
        return self.state in FINAL

    def enclose(self, letter: Letter) -> None:
        """Put address, subject and text into the envelope."""
        text = json.dumps([letter.to, letter.subject, letter.text], ensure_ascii=False)
        size = len(text.encode())
        if size > LONGEST:
            raise UnfitMessage(f"A message of {size:,} octets is too long. At most {LONGEST:,} can be sent.")
        self.contents = envelopes.close(text, about=self._about, pad_to=-(-size // PADDING) * PADDING)

    def letter(self) -> Letter:
        """Take address, subject and text out of the envelope.

        Raises
        ------
        CannotOpen
            When the envelope is damaged, or its key is not in the keys file.
        """
        if self.contents is None:
            raise envelopes.CannotOpen("The contents of this message have been erased.")
        to, subject, text = json.loads(envelopes.open_(bytes(self.contents), about=self._about))
        return Letter(self.pk, self.created_at, to=to, subject=subject, text=text)

    @property
    def _about(self) -> str:
        return f"post.Message|{self.pk}|contents"
