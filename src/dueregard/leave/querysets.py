"""Who sees what somebody asked for and a manager answers."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from dueregard.people.models import is_colleague


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OwnQuerySet":
        """Return what is about the person's own time; nobody else sees it."""
        return (
            self.filter(**{f"{self.model.OWNER}__person_id": user.pk}) if is_colleague(user) else self.none()
        )


class AskedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Return what a person asked for, and what the people they or the managers under them manage asked for."""
        if not is_colleague(user):
            return self.none()
        return self.filter(
            Q(staff__person_id=user.pk)
            | Q(staff__manager__person_id=user.pk)
            | Q(staff__manager__manager__person_id=user.pk)
        )

    def own(self, user: Any) -> Self:
        """Return what the person asked for."""
        return self.visible_to(user).filter(staff__person_id=user.pk)
