from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dueregard import access
from dueregard.decisions import reports
from dueregard.decisions.finding import ROLES, proposal_for
from dueregard.decisions.refusals import NotNow
from dueregard.decisions.sentences import sentence
from dueregard.decisions.statements import actions as statements
from dueregard.people.requests import SignedInRequest
from dueregard.records.models import Body


@access.holders_of(*ROLES)
@require_POST
def begin(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin the equality statement of a decided proposal."""
    found = proposal_for(request, pk)
    if not request.user.has_perm(Body.get_perm("draft"), found.body):
        raise Http404
    try:
        document = statements.begin(found, by=request.user)
    except NotNow as refused:
        context = reports.page_of(found, request.user) | {"sentence": sentence(refused)}
        return render(request, "decisions/proposals/proposal.html", context, status=409)
    return redirect("document", pk=document.pk)
