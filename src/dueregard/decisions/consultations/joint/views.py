"""The pages of a room on which a network answers a consultation together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.decisions.consultations.joint.forms import MarkForm, TextsForm, UntilForm
from dueregard.decisions.consultations.models import Consultation, Question, Stage
from dueregard.networks import rooms
from dueregard.networks.conversations import signatures
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest
from dueregard.voice.collective.joint import actions as joint
from dueregard.voice.collective.joint.content import Content, Paragraph, Standing, minority_note
from dueregard.voice.collective.models import JointResponse

FORM = ["GET", "HEAD", "POST"]
SENTENCES = {
    joint.NotNow: "It has gone on meanwhile, so nothing was changed. Open it again to see where it stands.",
    joint.ChangedMeanwhile: "Somebody saved another version while you had this open. Your words still stand below: "
    "open the response in another window, take over what you need, then save again.",
    joint.BegunAlready: "This network writes a response to this consultation already. Open it in the list.",
    joint.NothingWritten: "Answer at least one question.",
    joint.TooLong: "It is too long. Write at most 40 paragraphs, and about 10,000 letters in all.",
    joint.WrongDay: "Choose a day at least two days from today, and before the consultation closes.",
    joint.AnotherPairOfEyes: "You wrote the last version. Somebody else who runs the network sends it, or the chair or "
    "a deputy.",
}
MARK_TOO_LONG = "Say why in fewer words"


@dataclass(frozen=True)
class Listed:
    """A consultation that asks this network, and where its joint response stands, if there is one."""

    consultation: Consultation
    pk: UUID | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Answered:
    """A question, and the paragraphs that answer it."""

    question: Question
    paragraphs: tuple[Paragraph, ...]


@access.holders_of("staff")
@require_safe
def consultations(request: SignedInRequest, code: str) -> HttpResponse:
    """List the consultations that ask this network, and what it answers together."""
    place = rooms.enter(request, code)
    written = {UUID(each.content.consultation): each for each in JointResponse.objects.visible_to(place)}
    found = Consultation.objects.visible_to(request.user).filter(asks_networks=True)
    listed = [
        Listed(each, written[each.pk].pk, written[each.pk].content.standing)
        if each.pk in written
        else Listed(each)
        for each in found.exclude(stage=Stage.DRAFT).order_by("-closes_on", "title", "id")
        if code in each.networks and (each.takes_answers or each.pk in written)
    ]
    return render(request, "decisions/consultations/joint/list.html", {"place": place, "listed": listed})


@access.holders_of("staff")
@require_http_methods(FORM)
def begin(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Write the first version of a joint response."""
    place = _who_runs_it(request, code)
    consultation = _asking(request, code, pk)
    form = TextsForm(request.POST or None, questions=list(consultation.questions.all()), texts={})
    if form.is_valid() and _accepted(
        form, lambda: joint.begin(consultation.pk, form.texts, token=form.cleaned_data["token"], by=place)
    ):
        return redirect("joint-response", code, form.cleaned_data["token"])
    context = {"place": place, "consultation": consultation, "form": form}
    return render(request, "decisions/consultations/joint/write.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def response(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a joint response, and take a member's mark."""
    place, found = _found(request, code, pk)
    content = found.content
    is_open = content.standing == Standing.MARKING
    mine = joint.own_mark(found, by=place) if is_open else None
    form = MarkForm(request.POST or None, content=content, mine=mine)
    if request.method == "POST" and not is_open:
        raise Http404
    if form.is_valid():
        try:
            joint.mark(found, form.mark, version=form.cleaned_data["version"], by=place)
        except joint.TooLong:
            form.add_error("words", MARK_TOO_LONG)
        except joint.Refused as refused:
            return _not_now(request, place, found, refused)
        else:
            return redirect("joint-response", code, pk)
    context = _shown(request, place, found) | {"form": form if is_open else None, "mine": mine}
    return render(request, "decisions/consultations/joint/response.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def write(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Write another version."""
    place, found = _found_by_who_runs_it(request, code, pk, *joint.WRITABLE)
    content = found.content
    consultation = _consultation(request, content)
    form = TextsForm(
        request.POST or None,
        questions=list(consultation.questions.all()),
        texts=content.latest.texts,
        initial={"version": content.latest.number},
    )
    if form.is_valid() and _accepted(
        form, lambda: joint.write(found, form.texts, version=form.cleaned_data["version"] or -1, by=place)
    ):
        return redirect("joint-response", code, pk)
    context = {"place": place, "consultation": consultation, "form": form, "joint": found, "content": content}
    return render(request, "decisions/consultations/joint/write.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def put(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Let members mark the text until a day."""
    place, found = _found_by_who_runs_it(request, code, pk, Standing.DRAFT)
    content = found.content
    consultation = _consultation(request, content)
    form = UntilForm(request.POST or None, initial={"version": content.latest.number})
    if form.is_valid() and _accepted(
        form,
        lambda: joint.put_to_members(
            found,
            form.cleaned_data["until"],
            before=consultation.closes_on,
            version=form.cleaned_data["version"],
            by=place,
        ),
    ):
        return redirect("joint-response", code, pk)
    context = {"place": place, "consultation": consultation, "form": form, "joint": found}
    return render(request, "decisions/consultations/joint/put.html", context)


@access.holders_of("staff")
@require_POST
def do(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Send a joint response, take it back, or drop it."""
    place, found = _found_by_who_runs_it(request, code, pk)
    try:
        if request.POST.get("do") == "drop":
            joint.drop(found, by=place)
            return redirect("room-consultations", code)
        if request.POST.get("do") == "take-back":
            joint.take_back(found, by=place)
        else:
            joint.send(found, version=_number(request.POST.get("version")), by=place)
    except joint.Refused as refused:
        return _not_now(request, place, found, refused)
    return redirect("joint-response", code, pk)


@access.holders_of("staff")
@require_safe
def version(request: SignedInRequest, code: str, pk: UUID, number: int) -> HttpResponse:
    """Show an earlier version."""
    place, found = _found(request, code, pk)
    content = found.content
    earlier = next((each for each in content.versions if each.number == number), None)
    if earlier is None:
        raise Http404
    shown = Content(content.consultation, content.standing, (earlier,))
    context = {
        "place": place,
        "joint": found,
        "version": earlier,
        "signed": _signed(place, (earlier.voice,))(earlier),
        "answered": _answered(_consultation(request, content), shown),
    }
    return render(request, "decisions/consultations/joint/version.html", context)


def _shown(request: SignedInRequest, place: Place, found: JointResponse) -> dict[str, Any]:
    content = found.content
    signed = _signed(place, (each.voice for each in content.versions))
    consultation = _consultation(request, content)
    is_last_author = content.latest.voice == place.voice
    return {
        "place": place,
        "joint": found,
        "content": content,
        "consultation": consultation,
        "answered": _answered(consultation, content),
        "history": [(each, signed(each)) for each in reversed(content.versions)],
        "note": minority_note(content),
        "may_send": place.leads or not is_last_author,
    }


def _answered(consultation: Consultation, content: Content) -> list[Answered]:
    """Return the questions that are answered, in their order."""
    by_question: dict[str, tuple[Paragraph, ...]] = {}
    for each in content.paragraphs:
        by_question[each.question] = (*by_question.get(each.question, ()), each)
    questions = consultation.questions.all()
    return [Answered(one, by_question[str(one.pk)]) for one in questions if str(one.pk) in by_question]


def _signed(place: Place, voices: Any) -> Callable[[Any], str]:
    """Return what says who wrote a version, as this reader knows them."""
    names = signatures.names_for(place, [voice for voice in voices if voice])
    return lambda version: signatures.name_of(version.signed, version.voice, names)


def _who_runs_it(request: SignedInRequest, code: str) -> Place:
    place = rooms.enter(request, code)
    if not place.runs_it:
        raise Http404
    return place


def _asking(request: SignedInRequest, code: str, pk: UUID) -> Consultation:
    """Return a consultation that asks this network and takes answers."""
    found: QuerySet[Consultation] = Consultation.objects.visible_to(request.user).filter(asks_networks=True)
    consultation: Consultation = get_object_or_404(found, pk=pk)
    if code not in consultation.networks or not consultation.takes_answers:
        raise Http404
    return consultation


def _consultation(request: SignedInRequest, content: Content) -> Consultation:
    found: Consultation = get_object_or_404(
        Consultation.objects.visible_to(request.user), pk=content.consultation
    )
    return found


def _found(request: SignedInRequest, code: str, pk: UUID) -> tuple[Place, JointResponse]:
    place = rooms.enter(request, code)
    found = JointResponse.objects.visible_to(place).select_related("network")
    return place, get_object_or_404(found, pk=pk)


def _found_by_who_runs_it(
    request: SignedInRequest, code: str, pk: UUID, *standings: Standing
) -> tuple[Place, JointResponse]:
    """Return a joint response to somebody who runs the network; elsewhere, or standing otherwise, there is none."""
    place, found = _found(request, code, pk)
    if not place.runs_it or (standings and found.content.standing not in standings):
        raise Http404
    return place, found


def _number(text: str | None) -> int:
    """Return the version that was read; none is never the one that stands."""
    return int(text) if text and text.isascii() and text.isdigit() else -1


def _accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it, and say whether it was done; a refusal becomes a sentence above the form."""
    try:
        act()
    except joint.Refused as refused:
        form.add_error(None, SENTENCES[type(refused)])
        return False
    return True


def _not_now(
    request: SignedInRequest, place: Place, found: JointResponse, refused: joint.Refused
) -> HttpResponse:
    context = {"place": place, "joint": found, "sentence": SENTENCES[type(refused)]}
    return render(request, "decisions/consultations/joint/not_now.html", context, status=409)
