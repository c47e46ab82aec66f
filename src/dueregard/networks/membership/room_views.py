"""One's own seat: who sees the name, what the calendar says, roles, and leaving."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks import rooms
from dueregard.networks.membership import actions
from dueregard.networks.membership.forms import CalendarForm, LouderForm, OfferRoleForm, TakeRoleForm
from dueregard.networks.membership.models import LOUDNESS, Dial, Role
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one's own seat, and choose what the calendar says."""
    place = rooms.enter(request, code)
    form = CalendarForm(
        request.POST if request.method == "POST" else None, initial={"calendar": place.held.calendar}
    )
    if form.is_valid():
        actions.choose_calendar(form.cleaned_data["calendar"], by=place)
        return redirect("seat", code=code)
    roles = [(Role(term.role).label, term) for term in place.held.terms if term.is_on(clock.today())]
    context = {
        "place": place,
        "form": form,
        "dial": Dial(place.dial),
        "quieter": [Dial(each) for each in Dial.values if LOUDNESS[Dial(each)] < LOUDNESS[place.dial]],
        "louder": _coming(place),
        "roles": roles,
    }
    return render(request, "networks/membership/seat.html", context)


def _coming(place: Place) -> dict[str, object] | None:
    """Return the louder setting that has not taken effect yet."""
    louder = place.held.louder
    if louder is None or place.dial == louder.dial:
        return None
    return {"dial": Dial(louder.dial), "at": datetime.fromisoformat(louder.at)}


@access.holders_of("staff")
@require_POST
def quieter(request: SignedInRequest, code: str) -> HttpResponse:
    """Go quieter, at once."""
    place = rooms.enter(request, code)
    chosen = request.POST.get("dial", "")
    actions.make_quieter(Dial(chosen) if chosen in Dial.values else Dial.PRIVATE, by=place)
    return redirect("seat", code=code)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def louder(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask who should see the name, and have it typed; it takes effect a day later."""
    place = rooms.enter(request, code)
    form = LouderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.make_louder(
                Dial(form.cleaned_data["dial"]),
                typed=form.cleaned_data["typed"],
                name=request.user.name,
                by=place,
            )
        except actions.NotConfirmed:
            form.add_error("typed", f"Type your name as it stands here: {request.user.name}")
        except actions.NotLouder:
            form.add_error("dial", "They see your name already. To be quieter, go back to your seat")
        else:
            return redirect("seat", code=code)
    return render(request, "networks/membership/louder.html", {"place": place, "form": form})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what leaving does, and leave."""
    place = rooms.enter(request, code)
    refused = False
    if request.method == "POST":
        try:
            actions.leave(by=place)
        except actions.LastChair:
            refused = True
        else:
            return render(request, "networks/membership/left.html", {"network": place.network})
    return render(request, "networks/membership/leave.html", {"place": place, "refused": refused})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a role by its code, give one's own up, and, as one who leads, offer one by a code that is shown once."""
    place = rooms.enter(request, code)
    asked = request.POST.get("do", "")
    offer = OfferRoleForm(request.POST if asked == "offer" else None)
    take = TakeRoleForm(request.POST if asked == "take" else None)
    made = refused = ""
    if asked == "offer" and place.leads and offer.is_valid():
        made = actions.offer_role(
            Role(offer.cleaned_data["role"]),
            last=clock.today() + actions.TERM,
            gives_up_own=offer.cleaned_data["gives_up_own"],
            by=place,
        )
    elif asked == "take" and take.is_valid():
        try:
            actions.take_role(take.cleaned_data["code"], by=place)
        except actions.NoSuchCode:
            take.add_error("code", "No role waits for this code. It may have been used, or be out of date")
        else:
            return redirect("network-roles", code=code)
    elif asked == "give up" and request.POST.get("role") in place.roles:
        try:
            actions.give_up_role(Role(request.POST["role"]), by=place)
        except actions.LastChair:
            refused = "Hand the role of chair over first: a network needs one."
        else:
            return redirect("network-roles", code=code)
    context = {
        "place": place,
        "offer": offer,
        "take": take,
        "made": made,
        "refused": refused,
        "lasts": actions.CODE_LASTS // timedelta(days=1),
        "roles": [(term, Role(term.role).label) for term in place.held.terms if term.is_on(clock.today())],
    }
    return render(request, "networks/membership/roles.html", context)
