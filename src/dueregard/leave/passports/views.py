"""The pages of a passport's owner."""

from collections.abc import Callable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.leave.passports import actions, reports
from dueregard.leave.passports.forms import ShareForm, WriteForm
from dueregard.leave.passports.models import (
    DAYS_AFTER_LEAVING,
    Grant,
    Passport,
    Reading,
    SignedVersion,
)
from dueregard.leave.passports.paper import version_as_pdf
from dueregard.leave.passports.sentences import sentence
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.holders_of("staff")
@require_safe
def passports(request: SignedInRequest) -> HttpResponse:
    """Show one's own passport as it stands, and what is shown to one."""
    shown = Grant.objects.visible_to(request.user).select_related("passport__staff__person")
    unsigned = Grant.objects.unsigned(request.user).values_list("pk", flat=True)
    page = Paginator(shown.order_by("passport__staff__person__name", "pk"), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = {
        "owned": reports.owned_by(request.user),
        "shown_to_me": page,
        "unsigned": set(unsigned.filter(pk__in=[one.pk for one in page])),
        "how_many": reports.how_many(),
        "days_after_leaving": DAYS_AFTER_LEAVING,
    }
    return render(request, "leave/passports/passports.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest) -> HttpResponse:
    """Write one's draft."""
    own = Passport.objects.visible_to(request.user).first()
    initial = own.words.__dict__ if own else {}
    form = WriteForm(request.POST) if request.method == "POST" else WriteForm(initial=initial)
    if form.is_valid():
        actions.write(form.words, by=request.user)
        return redirect("passports")
    return render(request, "leave/passports/write.html", {"form": form, "is_new": own is None})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedInRequest) -> HttpResponse:
    """Read what the manager would read, then sign it and show it."""
    own = _own(request)
    form = ShareForm(request.POST) if request.method == "POST" else ShareForm(initial=ShareForm.first_shown())
    if form.is_valid():
        try:
            actions.share(own, last_day=form.cleaned_data["last_day"], by=request.user)
            return redirect("passports")
        except actions.NotNow as refused:
            form.add_error("last_day", sentence(refused))
    context = {"form": form, "agreed": own.words.agreed, "manager": own.staff.manager}
    return render(request, "leave/passports/share.html", context)


@access.holders_of("staff")
@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    """Show it to nobody from now on."""
    own = _own(request)
    return _do(request, lambda: actions.revoke(own, by=request.user))


@access.holders_of("staff")
@require_POST
def review(request: SignedInRequest) -> HttpResponse:
    """Say that it still holds."""
    own = _own(request)
    return _do(request, lambda: actions.review(own, by=request.user))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def destroy(request: SignedInRequest) -> HttpResponse:
    """Ask once more, then destroy it."""
    own = _own(request)
    if request.method == "POST":
        actions.destroy(own, by=request.user)
        return redirect("passports")
    return render(request, "leave/passports/destroy.html")


@access.holders_of("staff")
@require_safe
def readings(request: SignedInRequest) -> HttpResponse:
    """List who has read it and when."""
    _own(request)
    found = Reading.objects.visible_to(request.user).select_related("person", "grant__version")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "leave/passports/readings.html", {"page": page})


@access.holders_of("staff")
@require_safe
def version(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a version as it was signed."""
    found = _version(request, pk)
    return render(request, "leave/passports/version.html", {"version": found, "agreed": found.agreed})


@access.holders_of("staff")
@require_safe
def paper(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send a version to its owner as a file."""
    found = _version(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="passport-{found.number}.pdf"'}
    return HttpResponse(version_as_pdf(found), content_type="application/pdf", headers=headers)


def _own(request: SignedInRequest) -> Passport:
    found = Passport.objects.visible_to(request.user).select_related("staff__manager__person").first()
    if found is None:
        raise Http404
    return found


def _version(request: SignedInRequest, pk: UUID) -> SignedVersion:
    found = SignedVersion.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("passport__staff__person").prefetch_related("signatures__person"), pk=pk
    )


def _do(request: SignedInRequest, act: Callable[[], object]) -> HttpResponse:
    """Do it and show the passport; where it cannot be done now, say so."""
    try:
        act()
    except actions.NotNow as refused:
        return render(request, "leave/passports/not_now.html", {"sentence": sentence(refused)}, status=409)
    return redirect("passports")
