import uuid
from typing import Any

from django.db import models, transaction

from dueregard.journal.chain import Chained, ChainQuerySet


class TickQuerySet(ChainQuerySet):
    def visible_to(self, user: Any) -> "TickQuerySet":
        """Return the ticks, to administrators."""
        return self.all() if user.is_authenticated and user.holds("administrator") else self.none()

    def write(self, name: str, digest: str) -> "Tick":
        """Add one entry to the chain of the commons."""
        with transaction.atomic(using=self.db):
            return Tick(name=name, digest=digest).append()


class Tick(Chained):
    """One tick of the commons: which, when, and the SHA-256 of the batch that it wrote."""

    name = models.CharField(max_length=50)
    digest = models.CharField(max_length=64)

    objects = TickQuerySet.as_manager()

    CHAIN = "commons"
    CONTENT = ("name", "digest")

    class Meta(Chained.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class DeedQuerySet(models.QuerySet["Deed"]):
    def visible_to(self, user: Any) -> "DeedQuerySet":
        """Return nothing: nobody reads what waits for a tick."""
        return self.none()


class Deed(models.Model):
    """The digest of something that was done in the commons, until the next tick takes it up. It has no time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)

    objects = DeedQuerySet.as_manager()

    class Meta:
        ordering = ["digest"]

    def __str__(self) -> str:
        return self.digest[:8]
