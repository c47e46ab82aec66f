import uuid
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from dueregard.almanac import clock
from dueregard.intake.storage import LONGEST_NAME


class ReceiptStands(TypeError):
    """Somebody tried to change or delete a receipt. It stays as it was."""


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: Any) -> "ReceiptQuerySet":
        """Return the receipts a person may read: their own; administrators read all."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.holds("administrator") else self.filter(by_id=user.id)

    def update(self, **fields: Any) -> NoReturn:
        raise ReceiptStands("Receipts are never changed.")

    def delete(self) -> NoReturn:
        raise ReceiptStands("Receipts are never deleted.")


class Receipt(models.Model):
    """What became of one file: rows in = rows accepted + rows refused, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    rows_in = models.PositiveBigIntegerField()
    accepted = models.PositiveBigIntegerField()
    refused = models.PositiveBigIntegerField()
    problems = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    received_at = models.DateTimeField(default=clock.now, editable=False)
    by_id = models.UUIDField()
    by_label = models.CharField(max_length=200)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "id"]
        indexes = [models.Index(fields=["sha256"], name="receipt_of_file")]
        constraints = [
            models.CheckConstraint(condition=Q(rows_in=F("accepted") + F("refused")), name="receipt_adds_up"),
            models.CheckConstraint(
                condition=Q(rows_in__gte=0, accepted__gte=0, refused__gte=0, size__gte=0),
                name="receipt_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Receipt for {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the receipt; one that is already there cannot be saved again."""
        if not self._state.adding:
            raise ReceiptStands("Receipts are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise ReceiptStands("Receipts are never deleted.")
