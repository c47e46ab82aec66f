"""What the public reads of policies: the text in force of those that their owners have opened. No name of anybody."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.policies.texts import clauses, reports
from dueregard.policies.texts.models import Policy

PAGE_LENGTH = 25


@access.everyone
@require_safe
def list_of_all(request: HttpRequest) -> HttpResponse:
    """List the policies in force that the public may read."""
    page = Paginator(Policy.objects.in_public(), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "policies/texts/public_list.html", {"page": page})


@access.everyone
@require_safe
def policy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the text in force of a policy that the public may read."""
    found = get_object_or_404(Policy.objects.in_public(), pk=pk)
    version = reports.public_text(found)
    context = {"policy": found, "version": version, "clauses": clauses.read(version.clauses)}
    return render(request, "policies/texts/public_policy.html", context)
