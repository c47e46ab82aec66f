"""What everybody reads: the editions of documents, each with its sources, and as paper."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.records.documents.gate import share_of_context
from dueregard.records.documents.models import Edition
from dueregard.records.documents.paper import edition_as_pdf
from dueregard.records.documents.reading import reading_of

PAGE_LENGTH = 25


@access.everyone
@require_safe
def list_of_all(request: HttpRequest) -> HttpResponse:
    """List what is published, the newest first."""
    found = Edition.objects.visible_to(request.user).last_of_each().select_related("document__body")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "records/published/list.html", {"page": page})


@access.everyone
@require_safe
def newest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the last edition of a document."""
    return _shown(request, _find(request, pk))


@access.everyone
@require_safe
def edition(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Show one edition of a document, which never changes; an old one says which one followed it."""
    return _shown(request, _find(request, pk, number))


@access.everyone
@require_safe
def paper(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Send an edition as a file."""
    made = edition_as_pdf(_find(request, pk, number))
    name = f'attachment; filename="edition-{number}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


def _shown(request: HttpRequest, found: Edition) -> HttpResponse:
    editions = list(
        Edition.objects.visible_to(request.user).filter(document=found.document).order_by("-number")
    )
    context = {
        "edition": found,
        "reading": reading_of(found.content),
        "share_of_context": share_of_context(found.content),
        "editions": editions,
        "newest": editions[0],
        "is_newest": editions[0].pk == found.pk,
        "first": editions[-1],
    }
    return render(request, "records/published/edition.html", context)


def _find(request: HttpRequest, pk: UUID, number: int | None = None) -> Edition:
    found = Edition.objects.visible_to(request.user).filter(document=pk).select_related("document__body")
    if number is None:
        return get_object_or_404(found.order_by("-number")[:1])
    return get_object_or_404(found, number=number)
