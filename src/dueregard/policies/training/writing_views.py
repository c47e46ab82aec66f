"""The pages of those who write training and bring completions in."""

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.intake.storage import NotKept
from dueregard.jobs.models import Job
from dueregard.people.requests import SignedInRequest
from dueregard.policies.training import actions, importing
from dueregard.policies.training.forms import (
    ImportForm,
    ModuleForm,
    PageForm,
    PublishForm,
    QuestionForm,
    RevisionForm,
)
from dueregard.policies.training.models import Import, Module, ModuleEdition
from dueregard.policies.training.sentences import sentence

PAGE_LENGTH = 25
KINDS: dict[str, Any] = {"page": PageForm, "question": QuestionForm}
STANDS_IN = {"page": "pages", "question": "questions"}


@access.holders_of("policy-owner", "equality-lead")
@require_safe
def writing(request: SignedInRequest) -> HttpResponse:
    """List every module, drafts with them."""
    found = Module.objects.visible_to(request.user).select_related("policy", "owner")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "policies/training/writing.html", {"page": page})


@access.holders_of("policy-owner", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin a module."""
    form = ModuleForm(request.POST if request.method == "POST" else None, reader=request.user)
    if form.is_valid():
        try:
            token = UUID(request.POST.get("token", ""))
        except ValueError:
            token = uuid4()
        try:
            made = actions.begin(form.about, token=token, by=request.user)
            return redirect("write-module", pk=made.pk)
        except actions.CodeIsTaken as refused:
            form.add_error("code", sentence(refused))
    context = {"form": form, "token": request.POST.get("token") or uuid4()}
    return render(request, "policies/training/describe.html", context)


@access.holders_of("policy-owner", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change what a module says about itself."""
    found = _module(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = ModuleForm(sent, reader=request.user, initial=ModuleForm.of(found))
    if form.is_valid():
        try:
            actions.describe(found, form.about, by=request.user)
            return redirect("write-module", pk=pk)
        except actions.CodeIsTaken as refused:
            form.add_error("code", sentence(refused))
    return render(request, "policies/training/describe.html", {"form": form, "module": found})


@access.holders_of("policy-owner", "equality-lead")
@require_safe
def write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a module as its writer sees it."""
    return _writing_page(request, _module(request, pk))


@access.holders_of("policy-owner", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: SignedInRequest, pk: UUID, kind: str, number: int) -> HttpResponse:
    """Write a page or a question of the draft; number 0 adds one at the end."""
    found = _module(request, pk)
    draft = ModuleEdition.objects.filter(module=found, published_at=None).first()
    if kind not in KINDS or draft is None or not 0 <= number <= len(getattr(draft, STANDS_IN[kind])):
        raise Http404
    parts = list(getattr(draft, STANDS_IN[kind]))
    there = parts[number - 1] if number else {}
    filled = QuestionForm.of(there) if there and kind == "question" else there
    form = KINDS[kind](
        request.POST if request.method == "POST" else None, initial={**filled, "revision": draft.revision}
    )
    if form.is_valid():
        said = (
            {name: form.cleaned_data[name] for name in ("heading", "text")} if kind == "page" else form.asked
        )
        written = [*parts, said] if not number else [*parts[: number - 1], said, *parts[number:]]
        try:
            _put(found, kind, written, revision=form.cleaned_data["revision"], by=request.user)
            return redirect("write-module", pk=pk)
        except actions.NotNow as refused:
            form.add_error(None, sentence(refused))
    context = {"form": form, "module": found, "kind": kind, "number": number}
    return render(request, "policies/training/part.html", context)


@access.holders_of("policy-owner", "equality-lead")
@require_POST
def take_out(request: SignedInRequest, pk: UUID, kind: str, number: int) -> HttpResponse:
    """Take a page or a question out of the draft."""
    found = _module(request, pk)
    draft = ModuleEdition.objects.filter(module=found, published_at=None).first()
    if kind not in KINDS or draft is None or not 1 <= number <= len(getattr(draft, STANDS_IN[kind])):
        raise Http404
    parts = list(getattr(draft, STANDS_IN[kind]))
    del parts[number - 1]
    try:
        _put(found, kind, parts, revision=_revision(request), by=request.user)
    except actions.NotNow as refused:
        return _writing_page(request, found, status=409, told=sentence(refused))
    return redirect("write-module", pk=pk)


@access.holders_of("policy-owner", "equality-lead")
@require_POST
def publish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let people take the draft."""
    found = _module(request, pk)
    form = PublishForm(request.POST)
    asks_again = form.is_valid() and form.cleaned_data["asks_again"]
    try:
        actions.publish(found, asks_again=asks_again, revision=_revision(request), by=request.user)
    except actions.NotNow as refused:
        return _writing_page(request, found, status=409, told=sentence(refused))
    return redirect("write-module", pk=pk)


@access.holders_of("policy-owner", "equality-lead")
@require_POST
def begin_edition(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin the next edition."""
    found = _module(request, pk)
    try:
        actions.begin_edition(found, by=request.user)
    except actions.NotNow as refused:
        return _writing_page(request, found, status=409, told=sentence(refused))
    return redirect("write-module", pk=pk)


@access.holders_of("policy-owner", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """List the files of completions, and take another."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    earlier = None
    if form.is_valid():
        try:
            made = importing.add(form.cleaned_data["file"], by=request.user)
            return redirect("import-of-completions", pk=made.pk)
        except NotKept as refused:
            form.add_error("file", str(refused))
        except importing.SentBefore as before:
            earlier = before.earlier
    found = Import.objects.visible_to(request.user).select_related("added_by", "receipt")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "policies/training/imports.html", {"form": form, "page": page, "earlier": earlier})


@access.holders_of("policy-owner", "equality-lead")
@require_safe
def import_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the receipt of a file, how far its reading is, or why it could not be read."""
    found = get_object_or_404(
        Import.objects.visible_to(request.user).select_related("receipt", "added_by"), pk=pk
    )
    job = Job.objects.visible_to(request.user).filter(key=found.job_key).first()
    return render(request, "policies/training/import.html", {"file": found, "job": job})


def _put(found: Module, kind: str, parts: list[dict[str, Any]], *, revision: int, by: Any) -> None:
    if kind == "page":
        actions.write(found, pages=parts, revision=revision, by=by)
    else:
        actions.write(found, questions=parts, revision=revision, by=by)


def _writing_page(
    request: SignedInRequest, found: Module, *, status: int = 200, told: str = ""
) -> HttpResponse:
    edition = found.editions.order_by("-number")[0]
    is_draft = edition.published_at is None
    context = {
        "module": found,
        "edition": edition,
        "is_draft": is_draft,
        "form": PublishForm(initial={"revision": edition.revision}),
        "sentence": told,
    }
    return render(request, "policies/training/write.html", context, status=status)


def _revision(request: SignedInRequest) -> int:
    form = RevisionForm(request.POST)
    return form.cleaned_data["revision"] if form.is_valid() else 0


def _module(request: SignedInRequest, pk: UUID) -> Module:
    return get_object_or_404(Module.objects.visible_to(request.user).select_related("policy"), pk=pk)
