"""The pages on which the clauses of a draft are written."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.people.requests import SignedInRequest
from dueregard.policies.texts import clauses, writing
from dueregard.policies.texts.clauses import Clause, NoSuchClause
from dueregard.policies.texts.finding import draft_for
from dueregard.policies.texts.forms import ClauseForm, NewClauseForm, RevisionForm, token_of
from dueregard.policies.texts.models import Version
from dueregard.policies.texts.refusals import ChangedMeanwhile, NotNow
from dueregard.policies.texts.sentences import sentence


@access.holders_of("staff")
@require_safe
def write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a draft clause by clause, with what can be done to each."""
    return _page(request, draft_for(request, pk))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask for another clause."""
    found = draft_for(request, pk)
    if request.method == "POST":
        form = NewClauseForm(request.POST, version=found)
    else:
        initial = {"revision": found.revision, "token": uuid.uuid4(), "after": request.GET.get("after")}
        form = NewClauseForm(initial=initial, version=found)
    return _clause(request, found, form, None, lambda said: _add(found, form, said, request))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """Ask how a clause should read."""
    found = draft_for(request, pk)
    clause = _find(found, key)
    if request.method == "POST":
        form = ClauseForm(request.POST)
    else:
        if clause is None:
            raise Http404
        initial = {"heading": clause.heading, "text": clause.text, "revision": found.revision}
        form = ClauseForm(initial=initial)
    return _clause(
        request,
        found,
        form,
        clause,
        lambda said: writing.reword(
            found,
            key,
            heading=said["heading"],
            text=said["text"],
            revision=said["revision"],
            by=request.user,
        ),
    )


@access.holders_of("staff")
@require_POST
def change(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """Move a clause up or down, or take it out, as the button says."""
    found = draft_for(request, pk)
    form = RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        match request.POST.get("do"):
            case "up" | "down" as way:
                writing.move(found, key, up=way == "up", revision=revision, by=request.user)
            case "take-out":
                writing.take_out(found, key, revision=revision, by=request.user)
            case _:
                raise Http404
    except NotNow as refused:
        return _page(request, draft_for(request, pk), said=sentence(refused))
    return redirect("write-policy", pk=pk)


def _add(found: Version, form: NewClauseForm, said: dict[str, Any], request: SignedInRequest) -> Version:
    return writing.add(
        found,
        heading=said["heading"],
        text=said["text"],
        token=token_of(form),
        revision=said["revision"],
        after=said["after"],
        by=request.user,
    )


def _clause(
    request: SignedInRequest,
    found: Version,
    form: ClauseForm,
    clause: Clause | None,
    send: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Draw the form of a clause, or send it; what cannot be saved comes back with every word of it."""
    said, now = "", found
    if form.is_valid():
        try:
            send(form.cleaned_data)
        except NotNow as refused:
            said = sentence(refused)
            now = draft_for(request, found.pk)
            if isinstance(refused, ChangedMeanwhile):
                # What was written stays, to be sent again on the draft as it is now.
                form.data = {**form.data.dict(), "revision": now.revision}  # type: ignore[attr-defined]  # it was sent
        else:
            return redirect("write-policy", pk=found.pk)
    context = {
        "policy": now.policy,
        "version": now,
        "form": form,
        "clause": clause,
        "now": _find(now, clause.key) if said and clause else None,
        "sentence": said,
    }
    return render(request, "policies/texts/clause.html", context, status=409 if said else 200)


def _find(version: Version, key: str) -> Clause | None:
    try:
        return clauses.find(clauses.read(version.clauses), key)
    except NoSuchClause:
        return None


def _page(request: SignedInRequest, found: Version, *, said: str = "") -> HttpResponse:
    context = {
        "policy": found.policy,
        "version": found,
        "former": found.former,
        "clauses": clauses.read(found.clauses),
        "sentence": said,
    }
    return render(request, "policies/texts/write.html", context, status=409 if said else 200)
