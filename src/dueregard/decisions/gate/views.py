"""The pages of the gate: adopt, attest, decide, and the dossier that shows it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.decisions.analyses.content import content_of
from dueregard.decisions.finding import ROLES, proposal_for
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate import dossier as dossiers
from dueregard.decisions.gate import rule
from dueregard.decisions.gate.facts import facts_of
from dueregard.decisions.gate.forms import DecideForm, DigestForm
from dueregard.decisions.gate.paper import dossier_as_pdf
from dueregard.decisions.models import Decision, Stage
from dueregard.decisions.refusals import AtTheGate, NotNow
from dueregard.decisions.sentences import sentence
from dueregard.people.requests import SignedInRequest
from dueregard.records.digests import sha256_of

PAGE_LENGTH = 25


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the whole working paper to a second person, with what is missing; adopt it when it was read."""
    found = proposal_for(request, pk, to="adopt")
    paper = found.analyses.select_related("author__staff").filter(is_adopted=False).first()
    if paper is None:
        raise Http404
    paper.proposal = found
    content = content_of(paper)
    sha256, words = sha256_of(content), ""
    if request.method == "POST":
        form = DigestForm(request.POST)
        if not form.is_valid() or form.cleaned_data["sha256"] != sha256:
            words = "The analysis was changed while you read it. Read it as it is now. Nothing was adopted."
        else:
            try:
                gate.adopt(paper, by=request.user)
                return redirect("proposal", pk=pk)
            except AtTheGate:
                words = "It cannot be adopted yet. Nothing was changed."
            except NotNow as refused:
                words = sentence(refused)
    refusals = rule.refusals_to_adopt(facts_of(found), by=request.user.pk, at=clock.now())
    context = {
        "proposal": found,
        "analysis": paper,
        "shown": dossiers.shown(content, to=request.user),
        "sha256": sha256,
        "refusals": refusals,
        "sentence": words,
    }
    return render(request, "decisions/gate/adopt.html", context, status=409 if words else 200)


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the adopted analysis to the decision-maker, who attests to have read it."""
    found = proposal_for(request, pk, to="attest")
    adoption = found.adoptions.select_related("adopted_by", "analysis").order_by("adopted_at").last()
    if adoption is None or found.stage != Stage.READY:
        raise Http404
    refusals: tuple[rule.Refusal, ...] = ()
    if request.method == "POST":
        form = DigestForm(request.POST)
        try:
            sha256 = form.cleaned_data["sha256"] if form.is_valid() else ""
            gate.attest(adoption, sha256=sha256, by=request.user)
            return redirect("decide", pk=pk)
        except AtTheGate as refused:
            refusals = refused.refusals
    context = {
        "proposal": found,
        "adoption": adoption,
        "shown": dossiers.shown(adoption.content, to=request.user),
        "words": gate.TO_ATTEST,
        "refusals": refusals,
    }
    return render(request, "decisions/gate/attest.html", context, status=409 if refusals else 200)


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask what was decided, and record it if the gate lets it through; else say which date or cell fails."""
    found = proposal_for(request, pk, to="decide")
    if not found.is_open:
        raise Http404
    form = DecideForm(request.POST or None, options=list(found.options.all()))
    refusals: tuple[rule.Refusal, ...] = ()
    if form.is_valid():
        try:
            gate.decide(found, form.deciding, by=request.user)
            return redirect("proposal", pk=pk)
        except AtTheGate as refused:
            refusals = refused.refusals
    context = {"proposal": found, "form": form, "refusals": refusals, "facts": facts_of(found)}
    return render(request, "decisions/gate/decide.html", context, status=409 if refusals else 200)


@access.holders_of(*ROLES)
@require_safe
def dossier(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show everything that was done about a proposal, in the order in which it was done."""
    found = proposal_for(request, pk)
    return render(request, "decisions/gate/dossier.html", {"dossier": dossiers.of(found, to=request.user)})


@access.holders_of(*ROLES)
@require_safe
def dossier_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send the dossier as a file that is complete without this system."""
    made = dossier_as_pdf(dossiers.of(proposal_for(request, pk), to=request.user))
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="dossier.pdf"'},
    )


@access.everyone
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show everybody what was decided with due regard, and which reviews are overdue."""
    found = Decision.objects.on_the_register().select_related("proposal__body")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "decisions/gate/register.html", {"page": page})
