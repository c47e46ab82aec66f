"""The list of consultations and the page of one, for everybody who sees them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.decisions.consultations import finding
from dueregard.decisions.consultations.answering import doors
from dueregard.decisions.consultations.answering.models import Response
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.networks_to_ask import names
from dueregard.decisions.consultations.rules import reads_answers_of
from dueregard.decisions.models import Proposal
from dueregard.people.models import is_colleague
from dueregard.records.models import bodies_worked_for

PAGE_LENGTH = 25


@access.everyone
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """List consultations, what is open first; with the owner's proposals that can be consulted on."""
    found = Consultation.objects.visible_to(request.user).in_use().select_related("proposal__body")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"page": page, "proposals": _to_consult_on(request.user)}
    return render(request, "decisions/consultations/list.html", context)


@access.everyone
@require_safe
def consultation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is asked, how one can answer and, to those who work on it, what is to be done."""
    found = finding.consultation(request, pk)
    user: Any = request.user
    is_here = is_colleague(user)
    context = {
        "consultation": found,
        "proposal": found.proposal,
        "questions": list(found.questions.all()),
        "networks": names(found.networks) if is_here else [],
        "is_colleague": is_here,
        "may_answer": finding.may(request, found, "answer"),
        "has_answered": is_here and Response.objects.filter(consultation=found, person=user).exists(),
        "door": doors.door(found) if is_here and found.asks_staff else "",
        "reads": reads_answers_of(user, found),
        "may_write": finding.may(request, found, "write"),
        "may_code": finding.may(request, found, "code"),
        "may_decide": finding.may(request, found, "decide"),
        "may_consider": finding.may(request, found, "consider"),
        "may_name": finding.may(request, found, "name_who_considers"),
        "is_on_thread": user.is_authenticated,
    }
    return render(request, "decisions/consultations/consultation.html", context)


def _to_consult_on(user: Any) -> list[Proposal]:
    """Return the proposals of this person that are open, for which they could begin a consultation."""
    if not user.is_authenticated or not bodies_worked_for(user):
        return []
    mine = Proposal.objects.open().filter(owner=user, consultations=None).select_related("body")
    return [one for one in mine[:PAGE_LENGTH] if user.has_perm("decisions.begin_consultation", one)]
