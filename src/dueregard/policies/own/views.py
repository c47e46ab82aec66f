"""The pages of somebody's own reading and training, and what a manager sees of those who report to them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.access import tokens
from dueregard.people.requests import SignedInRequest
from dueregard.policies.own import reports as own
from dueregard.policies.rollout import actions, concerns, refusals, reports
from dueregard.policies.rollout.actions import Opened
from dueregard.policies.rollout.forms import ConcernForm
from dueregard.policies.rollout.models import OtherForm, Plan, Reading, Tally, Task
from dueregard.policies.rollout.sentences import sentence
from dueregard.policies.texts import clauses as texts
from dueregard.policies.texts import difference as differences
from dueregard.policies.texts.models import Version

PAGE_LENGTH = 25
OPENED = "read a policy"


@access.holders_of("staff")
@require_safe
def reading(request: SignedInRequest) -> HttpResponse:
    """Show what waits to be read and taken, and what is done."""
    context = {
        "tasks": Paginator(own.to_read(request.user), PAGE_LENGTH).get_page(request.GET.get("waiting")),
        "modules": Paginator(own.to_take(request.user), PAGE_LENGTH).get_page(1),
        "page": Paginator(own.receipts(request.user), PAGE_LENGTH).get_page(request.GET.get("page")),
        "manages": reports.manages(request.user),
    }
    return render(request, "policies/own/reading.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the text, and take the confirmation of whoever has it open.

    With a concern and without one the request has the same address and the same answer.
    """
    task = _find(request, pk)
    if Reading.objects.filter(task=task).exists():
        return redirect("reading-receipt", pk=pk)
    version = actions.in_force(task)
    if version is None or not Task.objects.to_do().filter(pk=task.pk).exists():
        return redirect("reading")
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _text(request, task, version, form)
    try:
        has_concern = request.POST.get("how") == "concern"
        said = form.cleaned_data["concern"] if has_concern else None
        actions.acknowledge(task, _opened(request, task), concern=said, by=request.user)
    except refusals.AlreadyRead:
        return redirect("reading-receipt", pk=pk)
    except refusals.NotNow as refused:
        return _text(request, task, version, form, status=409, told=sentence(refused))
    return redirect("reading-receipt", pk=pk)


@access.holders_of("staff")
@require_safe
def receipt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show that something is read; the page is the same with a concern and without one."""
    task = _find(request, pk)
    found = (
        Reading.objects.visible_to(request.user).select_related("version__policy").filter(task=task).first()
    )
    if found is None:
        return redirect("read-policy", pk=pk)
    context = {"receipt": found, "modules": own.to_take(request.user).filter(policy=task.roll_out.policy)}
    return render(request, "policies/own/receipt.html", context)


@access.holders_of("staff")
@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    """Show a manager who of their own reports has not read yet, and the teams of managers under them in bands."""
    reader = reports.Reader.of(request.user)
    tallies = Tally.objects.visible_to(request.user).select_related("roll_out__policy")
    below = [
        (tally, reports.of_teams_below(tally, reader))
        for tally in tallies.order_by("roll_out__policy__title")
    ]
    page = Paginator(reports.not_yet(request.user), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "below": [(tally, shown) for tally, shown in below if shown],
        "manages": reports.manages(request.user),
    }
    return render(request, "policies/own/team.html", context)


def _text(
    request: SignedInRequest,
    task: Task,
    version: Version,
    form: ConcernForm,
    *,
    status: int = 200,
    told: str = "",
) -> HttpResponse:
    last = _last_read(request, version)
    since = version.policy.versions.filter(number__gt=last.number, number__lte=version.number) if last else ()
    here = texts.read(version.clauses)
    difference = differences.between(texts.read(last.clauses), here) if last else None
    became = {line.key: line for line in difference.lines} if difference else {}
    context: dict[str, Any] = {
        "task": task,
        "version": version,
        "form": form,
        "sentence": told,
        "token": tokens.make(OPENED, task=str(task.pk), version=str(version.pk)),
        "clauses": [(clause, became.get(clause.key)) for clause in here],
        "gone": [line.title for line in became.values() if line.is_gone],
        "last": last,
        "changed": [each for each in since if each.what_changed and each.launched_at],
        "other_forms": OtherForm.objects.visible_to(request.user).filter(version=version),
        "plan": Plan.objects.filter(policy=version.policy).first() if reports.manages(request.user) else None,
        "can_be_heard": concerns.can_be_heard(),
    }
    return render(request, "policies/own/read.html", context, status=status)


def _last_read(request: SignedInRequest, version: Version) -> Version | None:
    """Return the version of the policy that the reader has read last."""
    found = Version.objects.filter(
        policy=version.policy, readings__in=Reading.objects.visible_to(request.user)
    )
    return found.order_by("-number").first()


def _opened(request: SignedInRequest, task: Task) -> Opened:
    """Return which text was opened, as the page says that it was."""
    carried = tokens.read(request.POST.get("token", ""), OPENED)
    if carried is None or carried["task"] != str(task.pk):
        raise refusals.TextNotOpened
    return Opened(version=UUID(carried["version"]), token=carried["id"])


def _find(request: SignedInRequest, pk: UUID) -> Task:
    found = Task.objects.visible_to(request.user).select_related("roll_out__policy__owner", "staff")
    return get_object_or_404(found, pk=pk)
