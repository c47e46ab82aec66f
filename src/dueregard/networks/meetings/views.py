from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks import rooms
from dueregard.networks.meetings import beside, coming_actions, formal_actions, refusals, reports
from dueregard.networks.meetings.finding import meeting_of, not_now, page_of, series_of
from dueregard.networks.meetings.models import Expected
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_safe
def meetings(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the next meetings of the network, and what was changed lately."""
    place = rooms.enter(request, code)
    context = {
        "place": place,
        "page": page_of(request, reports.upcoming(place, place.network)),
        "changed": reports.lately_changed(place, place.network),
    }
    return render(request, "networks/meetings/meetings.html", context)


@access.holders_of("staff")
@require_safe
def past_meetings(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the meetings that were held."""
    place = rooms.enter(request, code)
    context = {"place": place, "page": page_of(request, reports.past(place, place.network))}
    return render(request, "networks/meetings/past_meetings.html", context)


@access.holders_of("staff")
@require_safe
def series(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a series: its rhythm and all its dates that are not over."""
    place = rooms.enter(request, code)
    found = series_of(place, place.network, pk)
    ahead = [] if found.is_cancelled else [each for each in found.meetings if each.ends > clock.now()]
    context = {"place": place, "series": found, "page": page_of(request, ahead)}
    return render(request, "networks/meetings/series.html", context)


@access.holders_of("staff")
@require_safe
def meeting(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Show one date of a series to a member."""
    place = rooms.enter(request, code)
    found = series_of(place, place.network, pk)
    date = meeting_of(found, day)
    minutes = reports.minutes_of(found, date.date, place) if found.is_formal else None
    context = {
        "place": place,
        "series": found,
        "meeting": date,
        "is_over": date.ends <= clock.now(),
        "has_begun": date.starts <= clock.now(),
        "is_coming": coming_actions.means_to_come(found, date.date, by=place),
        "expected": Expected.objects.visible_to(place).filter(series=found, date=date.date).first(),
        "has_text_room": beside.is_offered(found, date),
        "minutes": minutes,
        "minutes_by": formal_actions.to_be_published_by(date.day),
    }
    return render(request, "networks/meetings/meeting.html", context)


@access.holders_of("staff")
@require_POST
def say_coming(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Note that a member means to come, or has changed their mind."""
    place = rooms.enter(request, code)
    found = series_of(place, place.network, pk)
    date = meeting_of(found, day).date
    back = reverse("meeting", args=[code, pk, day])
    try:
        if request.POST.get("coming") == "yes":
            coming_actions.come(found, date, by=place)
        else:
            coming_actions.change_mind(found, date, by=place)
    except refusals.NotNow as refused:
        return not_now(request, refused, place=place, back=back)
    return redirect(back)


@access.holders_of("staff")
@require_POST
def text_room(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Go to the room for text beside a meeting, which whoever comes first opens."""
    place = rooms.enter(request, code)
    found = series_of(place, place.network, pk)
    date = meeting_of(found, day).date
    try:
        conversation = coming_actions.open_text_room(found, date, by=place)
    except refusals.NotNow as refused:
        return not_now(request, refused, place=place, back=reverse("meeting", args=[code, pk, day]))
    return redirect("conversation", code, conversation)
