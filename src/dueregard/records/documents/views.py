"""The pages on which documents are written, reviewed, approved and published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.people.requests import SignedInRequest
from dueregard.records.digests import sha256_of
from dueregard.records.documents import actions as documents
from dueregard.records.documents import gate, kinds
from dueregard.records.documents.content import content_of
from dueregard.records.documents.forms import DigestForm, PublishForm, SentenceForm
from dueregard.records.documents.models import Document, Statement
from dueregard.records.duty import Characteristic
from dueregard.records.evidence import EvidenceVersion

PAGE_LENGTH = 25
MOST_OFFERED = 100
ROLES = ("policy-owner", "equality-lead", "executive", "analyst", "editor", "inspector")

SENTENCES: dict[type[documents.NotNow], str] = {
    documents.ChangedMeanwhile: "The draft was changed while you read it. Read it as it is now. Nothing was changed.",
    documents.NotReviewed: "A second person has to review the draft as it is first. Nothing was changed.",
    documents.NotApproved: "The draft has to be reviewed and approved as it is first. Nothing was published.",
    documents.NothingNew: "The draft says what the last edition says. Nothing was published.",
    documents.IsKept: "Each of the nine characteristics is spoken of, so this can be reworded and not taken out.",
    documents.Faulty: "There is something to put right first. Nothing was changed.",
}


@access.holders_of(*ROLES)
@require_safe
def list_of_all(request: SignedInRequest) -> HttpResponse:
    """List the documents that this person works on."""
    found = Document.objects.visible_to(request.user).select_related("body", "author")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    labels = {document.pk: kinds.get(document.kind).label for document in page}
    return render(request, "records/documents/list.html", {"page": page, "labels": labels})


@access.holders_of(*ROLES)
@require_safe
def document(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a draft, sentence by sentence, with what is to be put right and what comes next."""
    return _page(request, _find(request, pk))


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask for another sentence."""
    found = _find(request, pk, to="write")
    form = SentenceForm(
        request.POST or None,
        sections=kinds.get(found.kind).sections,
        versions=_offered(request, found),
        initial={"section": request.GET.get("section")},
    )
    if form.is_valid():
        documents.add(found, form.sentence, by=request.user)
        return redirect("document", pk=pk)
    return render(request, "records/documents/sentence.html", {"document": found, "form": form})


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: SignedInRequest, pk: UUID, statement: UUID) -> HttpResponse:
    """Ask how a sentence should read, and what it rests on."""
    found = _find(request, pk, to="write")
    this = _statement(found, statement)
    form = SentenceForm(
        request.POST or None, sections=(), versions=_offered(request, found, this), statement=this
    )
    if form.is_valid():
        documents.reword(this, form.sentence, by=request.user)
        return redirect("document", pk=pk)
    context = {"document": found, "form": form, "statement": this}
    return render(request, "records/documents/sentence.html", context)


@access.holders_of(*ROLES)
@require_POST
def take_out(request: SignedInRequest, pk: UUID, statement: UUID) -> HttpResponse:
    """Take a sentence out."""
    found = _find(request, pk, to="write")
    return _do(request, found, lambda: documents.take_out(_statement(found, statement), by=request.user))


@access.holders_of(*ROLES)
@require_POST
def review(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take down that a second person finds the draft sound."""
    found = _find(request, pk, to="review")
    return _do(request, found, lambda: documents.review(found, sha256=_digest(request), by=request.user))


@access.holders_of(*ROLES)
@require_POST
def approve(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Approve what was reviewed."""
    found = _find(request, pk, to="approve")
    return _do(request, found, lambda: documents.approve(found, sha256=_digest(request), by=request.user))


@access.holders_of(*ROLES)
@require_POST
def publish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Publish what was approved; after the first edition, with what is different."""
    found = _find(request, pk, to="publish")
    if not found.editions.exists():
        return _do(request, found, lambda: documents.publish(found, by=request.user))
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, found, publish_form=form)
    corrects = form.cleaned_data["corrects"]
    return _do(request, found, lambda: documents.publish(found, corrects=corrects, by=request.user))


def _page(
    request: SignedInRequest, found: Document, *, sentence: str = "", publish_form: PublishForm | None = None
) -> HttpResponse:
    content = content_of(found)
    may = {name for name in ("write", "review", "approve", "publish") if _may(request, found, name)}
    editions = list(found.editions.order_by("-number"))
    context = {
        "document": found,
        "kind": kinds.get(found.kind),
        "content": content,
        "sha256": sha256_of(content),
        "faults": gate.faults_of(content),
        "share_of_context": gate.share_of_context(content),
        "silent_on": [Characteristic(code).label for code in found.silent_on],
        "named": len(Characteristic) - len(found.silent_on),
        "editions": editions,
        "may": may,
        "publish_form": publish_form or (PublishForm() if editions else None),
        "sentence": sentence,
    }
    return render(request, "records/documents/document.html", context, status=409 if sentence else 200)


def _may(request: SignedInRequest, found: Document, name: str) -> bool:
    return bool(request.user.has_perm(Document.get_perm(name), found))


def _do(request: SignedInRequest, found: Document, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except documents.NotNow as refused:
        return _page(request, _find(request, found.pk), sentence=SENTENCES[type(refused)])
    return redirect("document", pk=found.pk)


def _digest(request: SignedInRequest) -> str:
    form = DigestForm(request.POST)
    return form.cleaned_data["sha256"] if form.is_valid() else ""


def _find(request: SignedInRequest, pk: UUID, *, to: str = "") -> Document:
    people = ("body", "author", "reviewed_by", "approved_by")
    found: Document = get_object_or_404(
        Document.objects.visible_to(request.user).select_related(*people), pk=pk
    )
    if to and not _may(request, found, to):
        raise Http404
    return found


def _statement(found: Document, key: UUID) -> Statement:
    this: Statement = get_object_or_404(found.statements.prefetch_related("cites__evidence"), pk=key)
    this.document = found
    return this


def _offered(
    request: SignedInRequest, found: Document, statement: Statement | None = None
) -> list[EvidenceVersion]:
    """Return the versions that a sentence may cite: what the document cites already, then the newest of the body."""
    versions = EvidenceVersion.objects.visible_to(request.user).filter(evidence__body=found.body)
    cited = set(found.statements.values_list("cites", flat=True)) - {None}
    newest = versions.select_related("evidence").order_by("-received_at", "pk")
    here = list(newest.filter(pk__in=cited))
    return [*here, *newest.exclude(pk__in=cited)[: max(0, MOST_OFFERED - len(here))]]
