"""The pages of those who take training: the list, a module page by page, its questions, and that it is done."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.people.requests import SignedInRequest
from dueregard.policies.training import actions
from dueregard.policies.training.forms import QuestionsForm
from dueregard.policies.training.models import Completion, Module, ModuleEdition
from dueregard.voice.models import Issue

PAGE_LENGTH = 25


@access.holders_of("staff")
@require_safe
def modules(request: SignedInRequest) -> HttpResponse:
    """List the training that there is."""
    found = Module.objects.visible_to(request.user).published().select_related("policy")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    may_write = request.user.has_perm(Module.get_perm("write"))
    return render(request, "policies/training/modules.html", {"page": page, "may_write": may_write})


@access.holders_of("staff")
@require_safe
def module(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what a module is about, with whom it was written, and when the reader took it."""
    edition = _edition(request, pk)
    context = {
        "module": edition.module,
        "edition": edition,
        "issue": _issue(request, edition.module),
        "completions": Completion.objects.visible_to(request.user).filter(module=edition.module),
        "may_write": request.user.has_perm(Module.get_perm("write"), edition.module),
    }
    return render(request, "policies/training/module.html", context)


@access.holders_of("staff")
@require_safe
def page(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    """Show one page of a module."""
    edition = _edition(request, pk)
    if not 1 <= number <= len(edition.pages):
        raise Http404
    context = {
        "module": edition.module,
        "page": edition.pages[number - 1],
        "number": number,
        "of": len(edition.pages),
        "before": number - 1,
        "after": number + 1 if number < len(edition.pages) else None,
    }
    return render(request, "policies/training/page.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask the questions, as often as it takes. Only that all were right in the end is kept."""
    edition = _edition(request, pk)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=edition.questions)
    if form.is_valid():
        actions.complete(edition.module, by=request.user)
        return redirect("training-done", pk=pk)
    context = {"module": edition.module, "form": form, "last_page": len(edition.pages)}
    return render(request, "policies/training/questions.html", context)


@access.holders_of("staff")
@require_safe
def done(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that it is done, with why the right answers are right."""
    edition = _edition(request, pk)
    taken = Completion.objects.visible_to(request.user).filter(module=edition.module).first()
    if taken is None:
        return redirect("training-module", pk=pk)
    right = [
        (asked["question"], next(each for each in asked["choices"] if each["is_right"]))
        for asked in edition.questions
    ]
    return render(
        request, "policies/training/done.html", {"module": edition.module, "taken": taken, "right": right}
    )


def _edition(request: SignedInRequest, pk: UUID) -> ModuleEdition:
    """Return the edition that people take now."""
    found = get_object_or_404(Module.objects.visible_to(request.user).published(), pk=pk)
    return (
        ModuleEdition.objects.visible_to(request.user)
        .select_related("module__policy")
        .get(module=found, number=found.published_number)
    )


def _issue(request: SignedInRequest, module: Module) -> Issue | None:
    """Return the issue that a module was written for, where its network lets all staff read it."""
    shown = Issue.objects.visible_to(request.user).filter(is_shown=True)
    return shown.filter(pk=module.issue_id).first() if module.issue_id else None
