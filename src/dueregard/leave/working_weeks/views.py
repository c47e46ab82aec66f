from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.leave.models import WorkingPattern
from dueregard.leave.rules import managed_by
from dueregard.leave.working_weeks import actions, reports
from dueregard.leave.working_weeks.forms import FindForm, RotaForm
from dueregard.leave.working_weeks.sentences import sentence
from dueregard.people.models import Staff
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.holders_of("staff")
@require_safe
def working_weeks(request: SignedInRequest) -> HttpResponse:
    """Show one's own working week, and lead to those of the people one manages or whose hours one changes."""
    own = get_object_or_404(Staff.objects.visible_to(request.user), person_id=request.user.pk)
    form = None
    if request.user.holds("administrator"):
        form = FindForm(request.GET if "who" in request.GET else None, by=request.user)
        if form.is_valid():
            return redirect("working-week", pk=form.cleaned_data["who"].staff.pk)
    managed = managed_by(Staff.objects.visible_to(request.user), own).select_related("person")
    context = {
        "shown": reports.working_weeks(own),
        "page": Paginator(managed, PAGE_LENGTH).get_page(request.GET.get("page")),
        "form": form,
    }
    return render(request, "leave/working_weeks.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def working_week(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show how somebody works, and change it."""
    staff = _find(request, pk)
    may_change_hours = request.user.has_perm(WorkingPattern.get_perm("change_hours"), staff)
    rota = WorkingPattern.objects.of(staff).rota_on(clock.today())
    form = RotaForm(request.POST if request.method == "POST" else None, now=rota)
    if form.is_valid():
        change = actions.change_hours if may_change_hours else actions.set_pattern
        try:
            change(staff, rota=form.rota, from_day=form.cleaned_data["from_day"], by=request.user)
        except actions.WrongDay as refused:
            form.add_error("from_day", sentence(refused, staff))
        except actions.Unfit as refused:
            form.add_error("first_monday", sentence(refused, staff))
        else:
            return redirect("working-week", pk=staff.pk)
    context = {
        "staff": staff,
        "shown": reports.working_weeks(staff),
        "form": form,
        "may_change_hours": may_change_hours,
    }
    return render(request, "leave/working_week.html", context)


def _find(request: SignedInRequest, pk: UUID) -> Staff:
    """Return somebody whose working week this person may change, by one right or the other."""
    seen = Staff.objects.visible_to(request.user).select_related("person", "manager__manager")
    found = get_object_or_404(seen, pk=pk)
    if not any(
        request.user.has_perm(WorkingPattern.get_perm(verb), found) for verb in ("set", "change_hours")
    ):
        raise Http404
    return found
