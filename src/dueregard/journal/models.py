from typing import Any

from django.db import models, router

from dueregard.journal.chain import Chained, ChainQuerySet, Unchangeable

__all__ = ["Entry", "Unchangeable"]


class EntryQuerySet(ChainQuerySet):
    def visible_to(self, user: Any) -> "EntryQuerySet":
        """Return the entries a person may read: administrators read all, others what they did themselves."""
        if not user.is_authenticated:
            return self.none()
        return self if user.holds("administrator") else self.filter(actor_id=user.id)


class Entry(Chained):
    """One write: what was done, to which record, by whom, when."""

    deed = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    CHAIN = "journal"
    CONTENT = ("deed", "subject_kind", "subject_id", "actor_id", "actor_label", "detail")

    class Meta(Chained.Meta):
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="journal_subject"),
            models.Index(fields=["actor_id", "number"], name="journal_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.deed}"

    @classmethod
    def draft(cls, deed: str, subject: Any, *, by: Any, detail: dict[str, Any]) -> "Entry":
        """Return an entry that is not written yet.

        A record of the commons is refused as subject: its kind and the actor together would tell who belongs to
        what. The commons has a journal of its own, without actors.
        """
        if router.db_for_write(subject.__class__) != router.db_for_write(cls):
            raise TypeError(f"“{deed}” is about {subject._meta.label}, which is in another database.")
        _refuse_fractions(detail, deed)
        return cls(
            deed=deed,
            subject_kind=subject._meta.label_lower,
            subject_id=str(subject.pk),
            actor_id=by.id,
            actor_label=str(by),
            detail=detail,
        )

    def as_part(self) -> dict[str, Any]:
        """Return what is kept of it when it becomes part of another entry."""
        return {
            "deed": self.deed,
            "kind": self.subject_kind,
            "id": self.subject_id,
            "by": str(self.actor_id),
            "detail": self.detail,
        }


def _refuse_fractions(value: Any, deed: str) -> None:
    """Refuse what two databases might write in two ways: the code of an entry is over its exact content."""
    if value is None or isinstance(value, (str, int)):
        return
    if isinstance(value, dict):
        for name, each in value.items():
            if not isinstance(name, str):
                raise TypeError(f"“{deed}” was recorded with a name that is no text: {name!r}.")
            _refuse_fractions(each, deed)
        return
    if isinstance(value, (list, tuple)):
        for each in value:
            _refuse_fractions(each, deed)
        return
    raise TypeError(f"“{deed}” was recorded with {value!r}. Use text, whole numbers, lists and dictionaries.")
