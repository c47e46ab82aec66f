"""Meetings for everyone on the staff, outside the rooms. Nothing here depends on whether the reader belongs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks.meetings import coming_actions, refusals, reports
from dueregard.networks.meetings.finding import meeting_of, not_now, page_of, series_of
from dueregard.networks.meetings.models import Expected
from dueregard.networks.membership.models import Network
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_safe
def meetings_for_all(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the next meetings of a network to which everyone on the staff may come."""
    network = _network(request, code)
    context = {
        "network": network,
        "page": page_of(request, reports.upcoming(request.user, network)),
        "changed": reports.lately_changed(request.user, network),
    }
    return render(request, "networks/meetings/meetings_for_all.html", context)


@access.holders_of("staff")
@require_safe
def meeting_for_all(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Show one date of a meeting for everyone on the staff."""
    network = _network(request, code)
    found = series_of(request.user, network, pk)
    date = meeting_of(found, day)
    context = {
        "network": network,
        "series": found,
        "meeting": date,
        "is_over": date.ends <= clock.now(),
        "is_coming": coming_actions.means_to_come(found, date.date, by=request.user),
        "expected": Expected.objects.visible_to(request.user).filter(series=found, date=date.date).first(),
    }
    return render(request, "networks/meetings/meeting_for_all.html", context)


@access.holders_of("staff")
@require_POST
def say_coming_for_all(request: SignedInRequest, code: str, pk: UUID, day: str) -> HttpResponse:
    """Note that somebody on the staff means to come, or has changed their mind."""
    found = series_of(request.user, _network(request, code), pk)
    date = meeting_of(found, day).date
    back = reverse("meeting-for-all", args=[code, pk, day])
    try:
        if request.POST.get("coming") == "yes":
            coming_actions.come(found, date, by=request.user)
        else:
            coming_actions.change_mind(found, date, by=request.user)
    except refusals.NotNow as refused:
        return not_now(request, refused, place=None, back=back)
    return redirect(back)


def _network(request: SignedInRequest, code: str) -> Network:
    return get_object_or_404(Network.objects.visible_to(request.user).active(), code=code)
