"""The pages on which those who run a network make, change, skip, move and cancel its meetings."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks.meetings import actions, dates, refusals
from dueregard.networks.meetings.finding import FORM, accepted, meeting_of, not_now, runner, series_of
from dueregard.networks.meetings.forms import MoveForm, SeriesForm, SkipForm
from dueregard.networks.meetings.models import Series
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest

BESIDE = {
    refusals.InThePast: "first",
    refusals.TooFarAhead: "last",
    refusals.NoDates: "last",
    refusals.NotAmongThem: "without",
    refusals.WouldBeLost: "last",
}
"""The field beside which a refusal is said."""


@access.holders_of("staff")
@require_http_methods(FORM)
def make_series(request: SignedInRequest, code: str) -> HttpResponse:
    """Make a series of meetings, or one that is held once."""
    place = runner(request, code)
    initial = {"audience": "members", "every_weeks": "1", "token": uuid4()}
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        token = form.cleaned_data["token"]
        without = form.cleaned_data["without"] if form.plan.every_weeks else ()
        if accepted(
            form,
            lambda: actions.make(form.plan, without=without, token=token, by=place),
            fields=BESIDE,
        ):
            return redirect("series", code, token)
    return render(request, "networks/meetings/make_series.html", {"place": place, "form": form})


@access.holders_of("staff")
@require_http_methods(FORM)
def change_series(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Change a series for all its dates."""
    place, series = _to_run(request, code, pk)
    has_begun = dates.moment(series.first, series.at) <= clock.now()
    given = request.POST if request.method == "POST" else None
    form = SeriesForm(given, series=series, has_begun=has_begun)
    if form.is_valid() and accepted(
        form,
        lambda: actions.change(series, form.plan, seen=form.cleaned_data["seen"], by=place),
        fields=BESIDE,
    ):
        return redirect("series", code, pk)
    context = {"place": place, "form": form, "series": series, "has_begun": has_begun}
    return render(request, "networks/meetings/change_series.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def cancel_series(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether to cancel a series, and cancel it."""
    place = runner(request, code)
    series = series_of(place, place.network, pk)
    if request.method == "POST":
        actions.cancel(series, by=place)
        return redirect("series", code, pk)
    return render(request, "networks/meetings/cancel_series.html", {"place": place, "series": series})


@access.holders_of("staff")
@require_http_methods(FORM)
def skip_meeting(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Leave out one date."""
    place, series = _to_run(request, code, pk)
    meeting = _coming_up(series, day)
    form = SkipForm(request.POST if request.method == "POST" else None, initial={"reason": meeting.reason})
    if form.is_valid() and accepted(
        form, lambda: actions.skip(series, meeting.date, **form.cleaned_data, by=place), field="reason"
    ):
        return redirect("meeting", code, pk, day)
    context = {"place": place, "form": form, "series": series, "meeting": meeting}
    return render(request, "networks/meetings/skip_meeting.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def move_meeting(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Hold one date at another time."""
    place, series = _to_run(request, code, pk)
    meeting = _coming_up(series, day)
    initial = {"new_date": meeting.day, "new_at": f"{meeting.at:%H:%M}", "reason": meeting.reason}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and accepted(
        form, lambda: actions.move(series, meeting.date, **form.cleaned_data, by=place), field="new_date"
    ):
        return redirect("meeting", code, pk, day)
    context = {"place": place, "form": form, "series": series, "meeting": meeting}
    return render(request, "networks/meetings/move_meeting.html", context)


@access.holders_of("staff")
@require_POST
def hold_after_all(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Hold a date that was skipped or moved as its rhythm says."""
    place = runner(request, code)
    series = series_of(place, place.network, pk)
    meeting = meeting_of(series, day)
    try:
        actions.hold_after_all(series, meeting.date, by=place)
    except refusals.NotNow as refused:
        return not_now(request, refused, place=place, back=reverse("meeting", args=[code, pk, day]))
    return redirect("meeting", code, pk, day)


def _to_run(request: SignedInRequest, code: str, pk: UUID) -> tuple[Place, Series]:
    """Return a series that is not cancelled, to somebody who runs its network."""
    place = runner(request, code)
    series = series_of(place, place.network, pk)
    if series.is_cancelled:
        raise Http404
    return place, series


def _coming_up(series: Series, day: str) -> dates.Meeting:
    meeting = meeting_of(series, day)
    if meeting.ends <= clock.now():
        raise Http404
    return meeting
