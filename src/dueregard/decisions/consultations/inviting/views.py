"""The pages on which boards and bodies are invited, and letters to other bodies are written."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import access
from dueregard.decisions.consultations import finding
from dueregard.decisions.consultations.inviting import actions
from dueregard.decisions.consultations.inviting.forms import InviteForm, LetterForm
from dueregard.decisions.consultations.inviting.models import Guest, Invitation, SentOn
from dueregard.decisions.consultations.refusals import NotNow
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List who is invited; invite one more, or withdraw an invitation."""
    found = finding.consultation(request, pk, "write")
    listed = Invitation.objects.filter(consultation=found).select_related("response", "by")
    form = InviteForm(consultation=found)
    sentence = ""
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                actions.withdraw(finding.one(listed, request.POST["withdraw"]), by=request.user)
                return redirect("consultation-guests", pk=pk)
            form = InviteForm(request.POST, consultation=found)
            if form.is_valid():
                cleaned = form.cleaned_data
                cleaned["guest"] = Guest(cleaned["guest"])
                actions.invite(found, cleaned.pop("name"), **cleaned, by=request.user)
                return redirect("consultation-guests", pk=pk)
        except NotNow as refused:
            sentence = str(refused)
    context = {
        "consultation": found,
        "page": Paginator(listed.order_by("name", "id"), PAGE_LENGTH).get_page(request.GET.get("page")),
        "form": form,
        "sentence": sentence,
        "may_invite": found.asks_partners and found.takes_answers,
    }
    return render(request, "decisions/consultations/guests.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List the letters to other bodies, to those who read answers; and write one."""
    found = finding.read(request, pk)
    may_write = finding.may(request, found, "write")
    form = LetterForm()
    if request.method == "POST":
        finding.allowed(request, found, "write")
        form = LetterForm(request.POST)
        if form.is_valid():
            cleaned = form.cleaned_data
            try:
                actions.send_on(
                    found, cleaned["to_body"], cleaned["words"], to=cleaned["to"], by=request.user
                )
            except NotNow as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("consultation-letters", pk=pk)
    listed = SentOn.objects.filter(consultation=found).select_related("by")
    context = {
        "consultation": found,
        "page": Paginator(listed, PAGE_LENGTH).get_page(request.GET.get("page")),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "decisions/consultations/letters.html", context)
