"""The pages on which anybody answers without a name. They set no cookie, know no person and leave nothing behind."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.access import envelopes, tokens
from dueregard.decisions.consultations.answering import actions, doors
from dueregard.decisions.consultations.answering.forms import AboutYouForm, AnswerForm
from dueregard.decisions.consultations.answering.models import Kind
from dueregard.decisions.consultations.equality import actions as equality
from dueregard.decisions.consultations.inviting import actions as inviting
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.decisions.consultations.refusals import NotOpen
from dueregard.people.leaving_nothing import leaves_nothing

ANSWER, ABOUT_YOU = "consultation", "consultation, about you"
SECONDS_A_TOKEN_LIVES = tokens.HOURS * 60 * 60


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an answer of the public or, behind the door, of staff who leave their name out."""
    code = (request.POST if request.method == "POST" else request.GET).get("door", "")
    found, kind = _asked(pk, code)
    return _take(request, found, kind, template="say.html", door=code if kind == Kind.ANONYMOUS else "")


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def young(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an answer on the young people's version."""
    found, _ = _asked(pk)
    if not found.has_young_version:
        raise Http404
    return _take(request, found, Kind.PUBLIC, template="young.html", is_young=True)


@leaves_nothing
@require_POST
def about_you(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take what somebody says about themselves, once, and apart from what they answered."""
    carried = tokens.read(request.POST.get("token", ""), ABOUT_YOU)
    form = AboutYouForm(request.POST)
    found = Consultation.objects.exclude(stage=Stage.DRAFT).filter(pk=pk).first()
    if carried is None or not form.is_valid() or found is None or carried.get("of") != str(pk):
        return redirect("consultations")
    if not _is_used(carried["id"]):
        equality.park(found, form.cleaned_data, token=carried["id"])
        _use(carried["id"])
    return render(request, "decisions/consultations/thanks.html", {"consultation": found})


@leaves_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answer of a board or a partner body by its link, and show it our reply when there is one."""
    invitation = inviting.find(token)
    if invitation is None:
        raise Http404
    found = invitation.consultation
    response = getattr(invitation, "response", None)
    answers = (
        list(response.answers.select_related("question").order_by("question__place")) if response else []
    )
    said = {one.question_id: actions.Said(one.words, one.choice, one.may_be_quoted) for one in answers}
    is_sent = request.method == "POST"
    form = AnswerForm(
        request.POST if is_sent else None, questions=list(found.questions.all()), said=said, forgets=True
    )
    context: dict[str, Any] = {"consultation": found, "invitation": invitation, "form": form}
    if is_sent and form.is_valid():
        try:
            actions.answer_invited(invitation, form.said)
        except NotOpen as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "decisions/consultations/invited_sent.html", context)
    context |= {
        "response": response,
        "answers": answers,
        "reply": getattr(response, "reply", None) if response and found.is_published else None,
    }
    return render(request, "decisions/consultations/invited.html", context)


def _take(
    request: HttpRequest,
    found: Consultation,
    kind: Kind,
    *,
    template: str,
    is_young: bool = False,
    door: str = "",
) -> HttpResponse:
    is_sent = request.method == "POST"
    form = AnswerForm(
        request.POST if is_sent else None,
        questions=list(found.questions.all()),
        is_young=is_young,
        forgets=True,
    )
    context: dict[str, Any] = {"consultation": found, "form": form, "door": door, "is_young": is_young}
    if is_sent and form.is_valid():
        carried = tokens.read(request.POST.get("token", ""), ANSWER)
        if carried is None or carried.get("of") != str(found.pk):
            form.add_error(None, tokens.OVER)
        elif _keep(found, form, kind, is_young=is_young, token=carried["id"]):
            context |= {"form": AboutYouForm(), "token": tokens.make(ABOUT_YOU, of=str(found.pk))}
            return render(request, "decisions/consultations/said.html", context)
    context["token"] = tokens.make(ANSWER, of=str(found.pk))
    return render(request, f"decisions/consultations/{template}", context)


def _keep(found: Consultation, form: AnswerForm, kind: Kind, *, is_young: bool, token: UUID) -> bool:
    """Park the answer, once for each page; say whether it is kept, and in the form why not."""
    if _is_used(token):
        return True
    try:
        actions.park(found, form.said, kind=kind, is_young=is_young, token=token)
    except NotOpen as refused:
        form.add_error(None, str(refused))
        return False
    _use(token)
    return True


def _asked(pk: UUID, code: str = "") -> tuple[Consultation, Kind]:
    """Return a consultation that may be answered here, and as whom; nobody who is signed in is asked after."""
    found = Consultation.objects.exclude(stage=Stage.DRAFT).filter(pk=pk).first()
    if found is not None and code and doors.opens(found, code) and (found.asks_staff or found.asks_public):
        return found, Kind.ANONYMOUS
    if found is None or not Consultation.objects.visible_to(AnonymousUser()).filter(pk=pk).exists():
        raise Http404
    return found, Kind.PUBLIC


def _is_used(token: UUID) -> bool:
    return bool(cache.get(_used(token)))


def _use(token: UUID) -> None:
    """Remember that a page was sent, under a code from which its key cannot be told."""
    cache.set(_used(token), "1", timeout=SECONDS_A_TOKEN_LIVES)


def _used(token: UUID) -> str:
    return f"consultation:{envelopes.blind_index(token.hex, about='decisions.sent page')}"
