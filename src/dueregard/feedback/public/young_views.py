"""The pages for children and young people. Everything happens at one address for each age, so that none tells more."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access import tokens
from dueregard.feedback import actions
from dueregard.feedback.models import AgeGroup, Audience, CaseNow, Contact, Face
from dueregard.feedback.public import help_lines
from dueregard.feedback.public.forms import BeforeYouSendForm, SayForm
from dueregard.feedback.public.views import PIECE, sent_context, token_of
from dueregard.people.leaving_nothing import leaves_nothing


@leaves_nothing
@require_safe
def ages(request: HttpRequest) -> HttpResponse:
    """Ask how old somebody is."""
    return render(request, "feedback/young/ages.html", help_lines.context() | {"ages": AgeGroup.choices})


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def young(request: HttpRequest, age: str) -> HttpResponse:
    """Ask what a child wants to say; then what to do with it; then send it and say what happens."""
    if age not in AgeGroup:
        raise Http404
    group = AgeGroup(age)
    if request.method != "POST":
        return _say(request, SayForm(age=group), group)
    said = SayForm(request.POST, age=group)
    if "back" in request.POST:
        return _say(request, SayForm(initial=request.POST.dict(), age=group), group)
    if not said.is_valid():
        return _say(request, said, group)
    if "send" not in request.POST:
        return _before(request, BeforeYouSendForm(initial=said.cleaned_data, age=group), group)
    form = BeforeYouSendForm(request.POST, request.FILES, age=group)
    token = token_of(request, form)
    if token is None:
        return _before(request, form, group)
    cleaned = form.cleaned_data
    piece = actions.send(
        actions.Sent(
            audience=Audience.CHILD,
            age_group=group,
            face=Face(cleaned["face"]) if cleaned["face"] else None,
            case_now=CaseNow(cleaned["case_now"]),
            words=cleaned["words"],
            wants_answer=cleaned["answer"] == "yes",
            contact=Contact(name=cleaned["name"], how=cleaned["how"], worker=cleaned["worker"]),
            drawing=form.picture,
        ),
        token=token,
    )
    return render(request, "feedback/young/sent.html", sent_context(piece))


def _say(request: HttpRequest, form: SayForm, group: AgeGroup) -> HttpResponse:
    return render(request, "feedback/young/say.html", _context(form, group))


def _before(request: HttpRequest, form: BeforeYouSendForm, group: AgeGroup) -> HttpResponse:
    return render(request, "feedback/young/before.html", _context(form, group))


def _context(form: Any, group: AgeGroup) -> dict[str, Any]:
    return help_lines.context() | {
        "form": form,
        "group": group.value,
        "token": tokens.make(PIECE),
        "is_youngest": group == AgeGroup.YOUNGEST,
    }
