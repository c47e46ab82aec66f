from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.people.requests import SignedInRequest
from dueregard.records import actions as records
from dueregard.records.duty import Characteristic
from dueregard.records.forms import EvidenceForm, FilterForm, VersionForm
from dueregard.records.models import Body, Evidence, EvidenceKind

PAGE_LENGTH = 25


@access.holders_of("staff", "inspector")
@require_safe
def list_of_all(request: SignedInRequest) -> HttpResponse:
    """List the evidence that this person sees, by title."""
    form = FilterForm(request.GET)
    form.is_valid()
    q = form.cleaned_data.get("q", "")
    found = Evidence.objects.visible_to(request.user).filter(title__icontains=q).select_related("body")
    found = found.annotate(number=Count("versions"), received_at=Max("versions__received_at"))
    found = found.order_by("title", "pk")
    context = {
        "form": form,
        "page": Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page")),
        "is_narrowed": bool(q),
        "may_add": bool(_kept_by(request)),
    }
    return render(request, "records/list.html", context)


@access.holders_of("staff", "inspector")
@require_safe
def evidence(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show something that is known, in all its versions, the latest first."""
    found = _find(request, pk)
    context = {
        "evidence": found,
        "versions": list(found.versions.select_related("added_by").order_by("-number")),
        "characteristics": [Characteristic(code).label for code in found.characteristics],
        "may_add": request.user.has_perm(Body.get_perm("keep_evidence"), found.body),
    }
    return render(request, "records/evidence.html", context)


@access.holders_of("staff", "inspector")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Ask for something that is known."""
    bodies = _kept_by(request)
    if not bodies:
        raise Http404
    form = EvidenceForm(request.POST or None, bodies=bodies)
    if form.is_valid():
        said = form.cleaned_data
        version = records.add_evidence(
            said["title"],
            form.wording,
            kind=EvidenceKind(said["kind"]),
            characteristics=said["characteristics"],
            is_restricted=said["is_restricted"],
            body=form.body,
            by=request.user,
        )
        return redirect("one-evidence", pk=version.evidence_id)
    return render(request, "records/add.html", {"form": form})


@access.holders_of("staff", "inspector")
@require_http_methods(["GET", "HEAD", "POST"])
def add_version(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask for what is known now."""
    found = _find(request, pk)
    if not request.user.has_perm(Body.get_perm("keep_evidence"), found.body):
        raise Http404
    form = VersionForm(request.POST or None)
    if form.is_valid():
        records.add_version(found, form.wording, by=request.user)
        return redirect("one-evidence", pk=pk)
    return render(request, "records/add_version.html", {"form": form, "evidence": found})


def _kept_by(request: SignedInRequest) -> list[Body]:
    """Return the bodies whose evidence this person keeps."""
    bodies = Body.objects.visible_to(request.user)
    return [body for body in bodies if request.user.has_perm(Body.get_perm("keep_evidence"), body)]


def _find(request: SignedInRequest, pk: UUID) -> Evidence:
    found: Evidence = get_object_or_404(
        Evidence.objects.visible_to(request.user).select_related("body"), pk=pk
    )
    return found
