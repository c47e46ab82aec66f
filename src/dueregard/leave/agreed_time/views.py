from collections.abc import Callable
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.leave.agreed_time import actions
from dueregard.leave.agreed_time.forms import AskForTimeForm, NoteUsedForm
from dueregard.leave.agreed_time.models import AgreedTime, Standing, TimeUsed
from dueregard.leave.agreed_time.sentences import sentence
from dueregard.leave.days import Refused
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 20


@access.holders_of("staff")
@require_safe
def agreed_time(request: SignedInRequest) -> HttpResponse:
    """Show one's own agreed time and what one noted of it, and that of the people one manages."""
    own = AgreedTime.objects.own(request.user)
    context = {
        "open": list(own.exclude(state=Standing.ENDED)),
        "ended": Paginator(own.filter(state=Standing.ENDED), PAGE_LENGTH).get_page(request.GET.get("page")),
        "may_note": own.exclude(decided_at=None).exists(),
        "used": list(TimeUsed.objects.visible_to(request.user)[: actions.MONTHS_BACK + 1]),
        "waiting": Paginator(
            AgreedTime.objects.waiting_for(request.user).select_related("staff__person"), PAGE_LENGTH
        ).get_page(1),
        "of_others": Paginator(
            AgreedTime.objects.of_others(request.user).select_related("staff__person"), PAGE_LENGTH
        ).get_page(request.GET.get("others")),
    }
    return render(request, "leave/agreed_time.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for hours a month."""
    if request.method == "POST":
        form = AskForTimeForm(request.POST)
    else:
        form = AskForTimeForm(initial={"token": uuid4(), "from_day": clock.today()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.ask(said["hours"], from_day=said["from_day"], token=said["token"], by=request.user)
            return redirect("agreed-time-of", pk=made.pk)
        except Refused as refused:
            form.add_error("from_day", sentence(refused))
        except (actions.NotNow, actions.TooMuch) as refused:
            form.add_error("hours", sentence(refused))
    return render(request, "leave/ask_for_time.html", {"form": form})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def note_used(request: SignedInRequest) -> HttpResponse:
    """Note for oneself how much one used in a month."""
    this = clock.today().replace(day=1).isoformat()
    form = NoteUsedForm(request.POST) if request.method == "POST" else NoteUsedForm(initial={"month": this})
    if form.is_valid():
        try:
            actions.note_used(form.cleaned_data["month"], minutes=form.cleaned_data["hours"], by=request.user)
            return redirect("agreed-time")
        except actions.NotNow as refused:
            form.add_error("month", sentence(refused))
    return render(request, "leave/note_used.html", {"form": form})


@access.holders_of("staff")
@require_safe
def agreed_time_of(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show agreed time to the asker and to those who answer."""
    found = _find(request, pk)
    context = {
        "agreed": found,
        "is_own": found.staff.person_id == request.user.pk,
        "may_agree": found.is_waiting and request.user.has_perm(AgreedTime.get_perm("agree"), found),
        "may_end": not found.is_ended and request.user.has_perm(AgreedTime.get_perm("end"), found),
        "is_instead": found.is_waiting and found.staff.agreed_times.filter(state=Standing.AGREED).exists(),
    }
    return render(request, "leave/agreed_time_of.html", context)


@access.holders_of("staff")
@require_POST
def agree(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Agree."""
    found = _find(request, pk, to="agree")
    return _do(request, found, lambda: actions.agree(found, by=request.user))


@access.holders_of("staff")
@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End it."""
    found = _find(request, pk, to="end")
    return _do(request, found, lambda: actions.end(found, by=request.user))


def _do(request: SignedInRequest, found: AgreedTime, act: Callable[[], AgreedTime]) -> HttpResponse:
    """Do it and show it; where somebody was quicker, say so."""
    try:
        act()
    except actions.NotNow as refused:
        context = {"agreed": found, "sentence": sentence(refused)}
        return render(request, "leave/time_not_now.html", context, status=409)
    return redirect("agreed-time-of", pk=found.pk)


def _find(request: SignedInRequest, pk: UUID, *, to: str = "") -> AgreedTime:
    """Return agreed time that this person sees and, with `to`, has a right to do that with."""
    visible = AgreedTime.objects.visible_to(request.user)
    found: AgreedTime = get_object_or_404(
        visible.select_related("staff__person", "staff__manager__manager", "decided_by"), pk=pk
    )
    if to and not request.user.has_perm(AgreedTime.get_perm(to), found):
        raise Http404
    return found
