from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.networks import rooms
from dueregard.networks.membership import actions, handles, reports
from dueregard.networks.membership.aims import AIMS
from dueregard.networks.membership.forms import DeclineForm, JoinForm, ProposeForm
from dueregard.networks.membership.models import Dial, Network, Standing
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.holders_of("staff")
@require_safe
def networks(request: SignedInRequest) -> HttpResponse:
    """List the networks; the page differs from reader to reader in the marks on their own alone."""
    context = {"listed": reports.listed(request.user), "proposals": reports.proposals_of(request.user)}
    return render(request, "networks/membership/networks.html", context)


@access.holders_of("staff")
@require_safe
def network(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the charter of a network, which says nothing of who belongs to it but what they show themselves."""
    visit = rooms.visit(request, code)
    context = {
        "visit": visit,
        "network": visit.network,
        "aims": AIMS.values(),
        "role_holders": reports.role_holders(visit.network),
        "open_members": Paginator(reports.open_members(visit.network), PAGE_LENGTH).get_page(
            request.GET.get("page")
        ),
        "size": reports.size(visit.network, request.user),
    }
    return render(request, "networks/membership/network.html", context)


@access.holders_of("staff")
@require_safe
def before_you_join(request: SignedInRequest, code: str = "") -> HttpResponse:
    """Say on one page what cannot be promised."""
    found = rooms.visit(request, code).network if code else None
    return render(request, "networks/membership/before_you_join.html", {"network": found})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for a name and for who may see the real one; then take a seat and go in."""
    visit = rooms.visit(request, code)
    if visit.place is not None:
        return redirect("seat", code=code)
    offered = reports.handles_to_offer(visit.network, name=request.user.name)
    initial = {"dial": Dial.PRIVATE}
    form = JoinForm(request.POST if request.method == "POST" else None, offered=offered, initial=initial)
    if form.is_valid():
        try:
            actions.join(
                visit.network,
                handle=form.cleaned_data["handle"],
                dial=Dial(form.cleaned_data["dial"]),
                by=request.user,
            )
        except handles.UnfitHandle as unfit:
            form.add_error("own", str(unfit))
        except actions.SitsAlready:
            return redirect("seat", code=code)
        else:
            return redirect("seat", code=code)
    return render(request, "networks/membership/join.html", {"network": visit.network, "form": form})


# New networks


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest) -> HttpResponse:
    """Ask what a new network is for, and hand it in."""
    form = ProposeForm(
        request.POST if request.method == "POST" else None, offered=handles.offer([], name=request.user.name)
    )
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "purpose", "about", "for_whom", "handle")}
        try:
            made = actions.propose(**given, suggested=Dial(form.cleaned_data["suggested"]), by=request.user)
        except handles.UnfitHandle as unfit:
            form.add_error("own", str(unfit))
        else:
            return render(request, "networks/membership/proposed.html", {"network": made})
    return render(request, "networks/membership/propose.html", {"form": form})


@access.holders_of("equality-lead")
@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    """List the networks that wait for approval."""
    waiting = Network.objects.visible_to(request.user).filter(standing=Standing.PROPOSED)
    page = Paginator(waiting, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "networks/membership/proposals.html", {"page": page})


@access.holders_of("equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a proposed network, and approve or decline it. Who proposed it is not told."""
    found = get_object_or_404(
        Network.objects.visible_to(request.user).exclude(standing=Standing.ACTIVE), code=code
    )
    form = DeclineForm(request.POST if request.POST.get("answer") == "decline" else None)
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "approve":
                actions.approve(found, by=request.user)
                return redirect("network", code=code)
            if form.is_valid():
                actions.decline(found, reason=form.cleaned_data["reason"], by=request.user)
                return redirect("network-proposals")
        except actions.AlreadyAnswered:
            found.refresh_from_db()
    context = {"network": found, "form": form, "is_waiting": found.standing == Standing.PROPOSED}
    return render(request, "networks/membership/proposal.html", context)
