"""How a page finds what it is about: what one may not see is not found, as if it did not exist."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from dueregard.decisions.consultations.models import Consultation, read_by


def consultation(request: HttpRequest, pk: UUID, permission: str = "") -> Consultation:
    """Return a consultation that this person sees and, with `permission`, may do that to."""
    found = Consultation.objects.visible_to(request.user).select_related(
        "proposal__body", "proposal__owner", "who_considers", "considered_by"
    )
    return allowed(request, get_object_or_404(found, pk=pk), permission)


def read(request: HttpRequest, pk: UUID, permission: str = "read") -> Consultation:
    """Return a consultation whose answers this person reads, though they may not be a colleague."""
    found = read_by(request.user).select_related(
        "proposal__body", "proposal__owner", "who_considers", "considered_by"
    )
    return allowed(request, get_object_or_404(found, pk=pk), permission)


def allowed(request: HttpRequest, found: Consultation, permission: str) -> Consultation:
    """Return the consultation where this person may do that, and 404 where they may not."""
    if permission and not may(request, found, permission):
        raise Http404
    return found


def may(request: HttpRequest, found: Consultation, permission: str) -> bool:
    """Say whether this person may do that to the consultation."""
    user: Any = request.user
    return bool(user.is_authenticated and user.has_perm(Consultation.get_perm(permission), found))


def key(text: str | None) -> UUID:
    """Return the key that was sent, or 404 where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def one(found: "models.QuerySet[Any]", text: str | None) -> Any:
    """Return the record with the key that was sent, or 404."""
    return get_object_or_404(found, pk=key(text))
