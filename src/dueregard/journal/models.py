from typing import Any, NoReturn

from django.db import models, transaction

from dueregard.almanac import clock


class Unchangeable(TypeError):
    """Somebody tried to change or delete an entry of the journal. It stays as it was."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> "EntryQuerySet":
        """Return the entries a person may read: administrators read all, others what they did themselves."""
        if not user.is_authenticated:
            return self.none()
        return self if user.holds("administrator") else self.filter(actor_id=user.id)

    def write(self, deed: str, subject: Any, *, by: Any, detail: dict[str, Any]) -> "Entry":
        """Add one entry; refuses to work outside a transaction, where it could stand without its deed."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError(f"“{deed}” was recorded outside a transaction.")
        return self.create(
            deed=deed,
            subject_kind=subject._meta.label_lower,
            subject_id=str(subject.pk),
            actor_id=by.id,
            actor_label=str(by),
            detail=detail,
        )

    def update(self, **fields: Any) -> NoReturn:
        raise Unchangeable("Entries of the journal are never changed.")

    def delete(self) -> NoReturn:
        raise Unchangeable("Entries of the journal are never deleted.")


class Entry(models.Model):
    """One write: what was done, to which record, by whom, when."""

    at = models.DateTimeField(default=clock.now, editable=False)
    deed = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.deed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; one that is already there cannot be saved again."""
        if not self._state.adding:
            raise Unchangeable("Entries of the journal are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Unchangeable("Entries of the journal are never deleted.")
