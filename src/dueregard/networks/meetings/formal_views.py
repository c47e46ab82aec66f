"""The pages of formal meetings: agenda, minutes, and what was agreed to be done."""

from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks import rooms
from dueregard.networks.meetings import formal_actions, refusals, reports
from dueregard.networks.meetings.dates import Meeting
from dueregard.networks.meetings.finding import FORM, accepted, formal, meeting_of, not_now, runner, series_of
from dueregard.networks.meetings.formal_forms import OTHER, ActionForm, AgendaForm, MinutesForm
from dueregard.networks.meetings.models import ActionItem, AgendaItem, Minutes, Series
from dueregard.networks.seats import Place
from dueregard.people.models import Staff
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_http_methods(FORM)
def agenda(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Show the agenda of a formal meeting, and put something on it."""
    place = rooms.enter(request, code)
    series, meeting = _formal(place, pk, day)
    is_open = not (series.is_cancelled or meeting.is_skipped or meeting.ends <= clock.now())
    given = request.POST if request.method == "POST" else None
    form = AgendaForm(given, initial={"token": uuid4()})
    if form.is_valid() and accepted(
        form,
        lambda: formal_actions.add_item(series, meeting.date, **form.cleaned_data, by=place),
        field="text",
    ):
        return redirect("agenda", code, pk, day)
    context = {
        "place": place,
        "series": series,
        "meeting": meeting,
        "is_open": is_open,
        "form": form,
        "items": reports.agenda(series, meeting.date, place),
        "signed": place.signature or place.held.name_shown(),
    }
    return render(request, "networks/meetings/agenda.html", context)


@access.holders_of("staff")
@require_POST
def take_off_agenda(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Take something off the agenda."""
    place = rooms.enter(request, code)
    item = _item(place, pk)
    if not (place.runs_it or item.inside["voice"] == place.voice):
        raise Http404
    formal_actions.take_off(item, by=place)
    return redirect("agenda", code, item.series_id, item.date.isoformat())


@access.holders_of("staff")
@require_POST
def move_up_agenda(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Put an item before the one above it."""
    place = runner(request, code)
    item = _item(place, pk)
    formal_actions.move_up(item, by=place)
    return redirect("agenda", code, item.series_id, item.date.isoformat())


@access.holders_of("staff")
@require_safe
def minutes(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Show the minutes of a meeting: to members once they are published."""
    place = rooms.enter(request, code)
    series, meeting = _formal(place, pk, day)
    found = _minutes(series, meeting, place)
    form = _action_form(request, is_sent=False) if place.runs_it else None
    return _minutes_page(request, found, meeting, place, form)


@access.holders_of("staff")
@require_http_methods(FORM)
def write_minutes(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Write the minutes of a meeting, or correct them."""
    place = runner(request, code)
    series, meeting = _formal(place, pk, day)
    if meeting.is_skipped or series.is_cancelled or meeting.starts > clock.now():
        raise Http404
    found = reports.minutes_of(series, meeting.date, place)
    parts = found.inside["parts"] if found else []
    headings = [part["heading"] for part in parts] or [
        *(item.text for item in reports.agenda(series, meeting.date, place)),
        OTHER,
    ]
    initial = {f"text{number}": part["text"] for number, part in enumerate(parts)}
    initial |= {"seen": found.inside["version"] if found else 0}
    if found:
        initial["was_quorate"] = "yes" if found.was_quorate else "no"
    given = request.POST if request.method == "POST" else None
    form = MinutesForm(given, initial=initial, headings=headings, directory=_directory(request))
    if form.is_valid() and accepted(
        form,
        lambda: formal_actions.write_minutes(
            series,
            meeting.date,
            parts=form.parts,
            was_quorate=form.cleaned_data["was_quorate"],
            seen=form.cleaned_data["seen"],
            by=place,
        ),
    ):
        return redirect("minutes", code, pk, day)
    form.drop_unasked()
    context = {
        "place": place,
        "series": series,
        "meeting": meeting,
        "form": form,
        "minutes": found,
        "minutes_by": formal_actions.to_be_published_by(meeting.day),
    }
    return render(request, "networks/meetings/write_minutes.html", context)


@access.holders_of("staff")
@require_POST
def publish_minutes(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Let every member read the minutes."""
    place = runner(request, code)
    series, meeting = _formal(place, pk, day)
    back = reverse("minutes", args=[code, pk, day])
    try:
        formal_actions.publish_minutes(_minutes(series, meeting, place), by=place)
    except refusals.NotNow as refused:
        return not_now(request, refused, place=place, back=back)
    return redirect(back)


@access.holders_of("staff")
@require_POST
def agree_to_do(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Note that a position is to do something by a day."""
    place = runner(request, code)
    series, meeting = _formal(place, pk, day)
    found = _minutes(series, meeting, place)
    form = _action_form(request, is_sent=True)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("what", "position", "due", "token")}
        if accepted(form, lambda: formal_actions.agree_to_do(found, **said, by=place), field="what"):
            return redirect("minutes", code, pk, day)
    return _minutes_page(request, found, meeting, place, form)


@access.holders_of("staff")
@require_POST
def mark_action(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Note that what was agreed is done, is not, or was noted by mistake."""
    place = runner(request, code)
    actions = ActionItem.objects.visible_to(place).filter(network=place.network)
    item = get_object_or_404(actions.select_related("network", "minutes"), pk=pk)
    if request.POST.get("to") == "strike-out":
        formal_actions.strike_out(item, by=place)
    else:
        formal_actions.mark_done(item, is_done=request.POST.get("to") == "done", by=place)
    return redirect("minutes", code, item.minutes.series_id, item.minutes.date.isoformat())


def _minutes_page(
    request: SignedInRequest, found: Minutes, meeting: Meeting, place: Place, form: ActionForm | None
) -> HttpResponse:
    if form is not None:
        form.drop_unasked()
    corrected = found.inside["corrected_on"]
    context = {
        "place": place,
        "series": found.series,
        "meeting": meeting,
        "minutes": found,
        "parts": [part for part in found.inside["parts"] if part["text"]],
        "corrected_on": date.fromisoformat(corrected) if corrected else None,
        "agreed": found.actions.select_related("network"),
        "minutes_by": formal_actions.to_be_published_by(meeting.day),
        "form": form,
    }
    return render(request, "networks/meetings/minutes.html", context)


def _formal(place: Place, pk: UUID, day: str) -> tuple[Series, Meeting]:
    series = formal(series_of(place, place.network, pk))
    return series, meeting_of(series, day)


def _minutes(series: Series, meeting: Meeting, place: Place) -> Minutes:
    found = reports.minutes_of(series, meeting.date, place)
    if found is None:
        raise Http404
    return found


def _item(place: Place, pk: UUID) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.visible_to(place).select_related("network", "series"), pk=pk)


def _action_form(request: SignedInRequest, *, is_sent: bool) -> ActionForm:
    given = request.POST if is_sent else None
    return ActionForm(given, initial={"token": uuid4()}, directory=_directory(request))


def _directory(request: SignedInRequest) -> list[str]:
    """Return the names in the directory of staff, to look for them in what is written."""
    return list(Staff.objects.visible_to(request.user).values_list("person__name", flat=True))
