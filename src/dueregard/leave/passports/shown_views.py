"""The pages of a manager to whom a passport is shown."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dueregard import access
from dueregard.leave.passports import actions
from dueregard.leave.passports.models import Grant
from dueregard.leave.passports.sentences import sentence
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_safe
def shown(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the agreed part; the owner learns that it was read."""
    found = _find(request, pk)
    actions.note_reading(found, by=request.user)
    signatures = list(found.version.signatures.select_related("person"))
    context = {
        "grant": found,
        "agreed": found.version.agreed,
        "signatures": signatures,
        "may_sign": request.user.pk not in {one.person_id for one in signatures},
    }
    return render(request, "leave/passports/shown.html", context)


@access.holders_of("staff")
@require_POST
def sign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Sign it."""
    found = _find(request, pk)
    try:
        actions.sign(found, by=request.user)
    except actions.NotNow as refused:
        return render(request, "leave/passports/not_now.html", {"sentence": sentence(refused)}, status=409)
    return redirect("passport-shown", pk=found.pk)


def _find(request: SignedInRequest, pk: UUID) -> Grant:
    visible = Grant.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("version", "passport__staff__person"), pk=pk)
