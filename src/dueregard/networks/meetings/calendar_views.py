"""The personal calendar: the page on which somebody makes its address, the file behind it, and the way back."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.networks.meetings import feed as feeds
from dueregard.networks.meetings import ics, reports
from dueregard.networks.meetings.calendar_forms import TitlesForm
from dueregard.networks.meetings.finding import FORM
from dueregard.networks.membership import actions as membership
from dueregard.people import calendar_actions
from dueregard.people.models import CalendarFeed, is_colleague
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_http_methods(FORM)
def your_calendar(request: SignedInRequest) -> HttpResponse:
    """Show whether there is an address, and let somebody choose what their meetings are called."""
    places = feeds.places_of(request.user)
    form = TitlesForm(request.POST if request.method == "POST" else None, places=places)
    if form.is_valid():
        for place in places:
            title = form.cleaned_data[place.network.code]
            if title != place.held.calendar:
                membership.choose_calendar(title, by=place)
        return redirect("your-calendar")
    own = CalendarFeed.objects.visible_to(request.user).first()
    return render(request, "networks/meetings/calendar.html", {"feed": own, "form": form, "places": places})


@access.holders_of("staff")
@require_POST
def make_calendar(request: SignedInRequest) -> HttpResponse:
    """Make an address, or another one, and show it this once."""
    token = calendar_actions.make_feed(by=request.user)
    address = f"{settings.ADDRESS}{reverse('calendar-feed', args=[token])}"
    return render(request, "networks/meetings/calendar_made.html", {"address": address})


@access.holders_of("staff")
@require_POST
def end_calendar(request: SignedInRequest) -> HttpResponse:
    """End the address."""
    calendar_actions.revoke_feed(by=request.user)
    return redirect("your-calendar")


@access.everyone
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar to whoever has its token; a wrong one, an ended one and a leaver's are the same 404."""
    own = CalendarFeed.objects.of_token(token).select_related("person__staff").first()
    if own is None or not is_colleague(own.person):
        raise Http404
    calendar_actions.mark_used(own)
    file = ics.calendar(feeds.events(own))
    return HttpResponse(
        file,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
    )


@access.holders_of("staff")
@require_safe
def calendar_entry(request: SignedInRequest, uid: str) -> HttpResponse:
    """Go from an event of one's own calendar to its page."""
    own = CalendarFeed.objects.visible_to(request.user).select_related("person__staff").first()
    found = next((each for each in feeds.entries(own) if each.uid == uid), None) if own else None
    if found is None:
        raise Http404
    meeting = found.only or reports.next_of(found.series)
    page = "meeting-for-all" if found.series.is_for_all else "meeting"
    if meeting is None:
        raise Http404
    return redirect(page, found.series.network.code, found.series.pk, meeting.date.isoformat())
