from collections.abc import Callable
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.leave import actions, reports
from dueregard.leave import take_up as taking_up
from dueregard.leave.days import MONTHS_AHEAD, Refused, months_after
from dueregard.leave.forms import AskForm, PostponeForm, SendForm
from dueregard.leave.models import Request
from dueregard.leave.sentences import sentence
from dueregard.people.models import Staff
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 20
TAKE_UP_READERS = ("equality-lead", "executive")


@access.holders_of("staff")
@require_safe
def leave(request: SignedInRequest) -> HttpResponse:
    """Show what is left, the next days to ask for, what was asked for, and what waits for an answer."""
    staff = _staff(request)
    own = Request.objects.own(request.user)
    waiting = Request.objects.waiting_for(request.user).select_related("staff__person")
    context = {
        "balances": (balances := reports.balances(staff)),
        "is_any_left": any(balance.left.minutes for balance in balances),
        "right": reports.right_on(clock.today(), staff),
        "offers": reports.next_days(staff),
        "page": Paginator(own, PAGE_LENGTH).get_page(request.GET.get("page")),
        "reads_take_up": any(map(request.user.holds, TAKE_UP_READERS)),
        "waiting": Paginator(waiting, PAGE_LENGTH).get_page(1),
    }
    return render(request, "leave/leave.html", context)


# To ask


@access.holders_of("staff")
@require_safe
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask which days."""
    return _ask_page(request, AskForm(request.GET) if request.GET else AskForm())


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest) -> HttpResponse:
    """Show what would be sent and what it would leave; then send it."""
    is_sent = request.method == "POST"
    form = SendForm(request.POST) if is_sent else AskForm(request.GET)
    if not form.is_valid():
        return _ask_page(request, form)
    try:
        if is_sent:
            token = form.cleaned_data["token"]
            made = actions.ask(form.days, token=token, is_paid=form.is_paid, by=request.user)
            return redirect("leave-sent", pk=made.pk)
        prospect = reports.prospect(form.days, _staff(request), is_paid=form.is_paid)
    except (Refused, actions.SentBefore) as refused:
        form.add_error("first", sentence(refused))
        return _ask_page(request, form)
    context = {"days": form.days, "prospect": prospect, "token": uuid4()}
    return render(request, "leave/check.html", context)


def _ask_page(request: SignedInRequest, form: AskForm) -> HttpResponse:
    staff = _staff(request)
    context = {
        "form": form,
        "balances": reports.balances(staff),
        "right": reports.right_on(clock.today(), staff),
    }
    return render(request, "leave/ask.html", context)


@access.holders_of("staff")
@require_safe
def sent(request: SignedInRequest, pk: str) -> HttpResponse:
    """Say that a request is sent, and what happens now."""
    found = get_object_or_404(Request.objects.own(request.user), pk=pk)
    return render(request, "leave/sent.html", {"leave": found})


# A request


@access.holders_of("staff")
@require_safe
def request_page(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show a request to the asker and to those who answer it."""
    found = _find(request, pk)
    context = {
        "leave": found,
        "is_own": found.staff.person_id == request.user.pk,
        "may_agree": found.is_waiting and request.user.has_perm(Request.get_perm("agree"), found),
        "may_withdraw": found.may_still_be_withdrawn
        and request.user.has_perm(Request.get_perm("withdraw"), found),
    }
    return render(request, "leave/request.html", context)


@access.holders_of("staff")
@require_POST
def agree(request: SignedInRequest, pk: str) -> HttpResponse:
    """Agree."""
    found = _find(request, pk, to="agree")
    return _do(request, found, lambda: actions.agree(found, by=request.user))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: SignedInRequest, pk: str) -> HttpResponse:
    """Ask for a later day and the reason, and move the leave there."""
    found = _find(request, pk, to="postpone")
    if request.method != "POST" and not found.may_still_be_postponed:
        return redirect("leave-request", pk=found.pk)
    form = PostponeForm(request.POST) if request.method == "POST" else PostponeForm()
    if form.is_valid():
        try:
            return _do(request, found, lambda: actions.postpone(found, **form.cleaned_data, by=request.user))
        except Refused as refused:
            form.add_error("to", sentence(refused))
    return render(request, "leave/postpone.html", {"leave": found, "form": form})


@access.holders_of("staff")
@require_POST
def withdraw(request: SignedInRequest, pk: str) -> HttpResponse:
    """Take one's own request back."""
    found = _find(request, pk, to="withdraw")
    return _do(request, found, lambda: actions.withdraw(found, by=request.user))


def _do(request: SignedInRequest, found: Request, act: Callable[[], Request]) -> HttpResponse:
    """Do it and show the request; where somebody was quicker, say so and show what was written."""
    try:
        act()
    except actions.NotNow as refused:
        context = {"leave": found, "sentence": sentence(refused), "reason": request.POST.get("reason", "")}
        return render(request, "leave/not_now.html", context, status=409)
    return redirect("leave-request", pk=found.pk)


def _find(request: SignedInRequest, pk: str, *, to: str = "") -> Request:
    """Return a request that this person sees and, with `to`, has a right to do that with."""
    visible = Request.objects.visible_to(request.user)
    found = get_object_or_404(
        visible.select_related("staff__person", "staff__manager__manager", "decided_by"), pk=pk
    )
    if to and not request.user.has_perm(Request.get_perm(to), found):
        raise Http404
    return found


# The calendar


@access.holders_of("staff")
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """Show who in the team is on leave, in this month or in one of the next twelve."""
    this = Month.containing(clock.today())
    months = list(Month.between(this.first, months_after(this.first, MONTHS_AHEAD)))
    chosen = next((month for month in months if month.first.isoformat() == request.GET.get("month")), this)
    context = {
        "month": chosen,
        "previous": chosen.previous() if chosen != months[0] else None,
        "next": chosen.next() if chosen != months[-1] else None,
        "absences": reports.month_of_team(_staff(request), chosen),
    }
    return render(request, "leave/calendar.html", context)


# How many take it


@access.holders_of(*TAKE_UP_READERS)
@require_safe
def take_up(request: SignedInRequest) -> HttpResponse:
    """Show roughly how many people of each directorate take carers' leave."""
    span, found = taking_up.in_twelve_months()
    return render(request, "leave/take_up.html", {"span": span, "found": found})


def _staff(request: SignedInRequest) -> Staff:
    """Return the employment of the person who reads the page."""
    return get_object_or_404(Staff.objects.visible_to(request.user), person_id=request.user.pk)
