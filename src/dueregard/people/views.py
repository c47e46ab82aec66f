from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.access.roles import ROLES
from dueregard.people.forms import FindStaffForm
from dueregard.people.models import Directorate, ServiceArea, Staff
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 50


@access.signed_in
@require_safe
def you(request: SignedInRequest) -> HttpResponse:
    """Show a person what the system knows about them."""
    staff = (
        Staff.objects.visible_to(request.user)
        .filter(person_id=request.user.pk)
        .select_related("team__service_area", "team__directorate", "manager__person")
        .first()
    )
    roles = [ROLES[role] for role in ROLES if request.user.holds(role)]
    return render(request, "people/you.html", {"staff": staff, "roles": roles})


@access.signed_in
@require_safe
def organisation(request: SignedInRequest) -> HttpResponse:
    """Show the directorates and their service areas."""
    directorates = (
        Directorate.objects.visible_to(request.user)
        .prefetch_related("service_areas")
        .annotate(team_count=Count("teams"))
        .order_by("name")
    )
    return render(
        request, "people/organisation.html", {"directorates": directorates, "form": FindStaffForm()}
    )


@access.signed_in
@require_safe
def find_staff(request: SignedInRequest) -> HttpResponse:
    """Find colleagues by name, job title or team."""
    form = FindStaffForm(request.GET)
    words = form.cleaned_data["q"].split() if form.is_valid() else []
    found = Staff.objects.visible_to(request.user).select_related("person", "team__service_area")
    for word in words:
        found = found.filter(
            Q(person__name__icontains=word) | Q(job_title__icontains=word) | Q(team__name__icontains=word)
        )
    page = Paginator(found if words else found.none(), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(
        request,
        "people/find_staff.html",
        {
            "form": form,
            "page": page,
            "asked": bool(words),
            "may_record_leaving": request.user.holds("administrator"),
        },
    )


@access.signed_in
@require_safe
def service_area(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show the people of one service area, team by team."""
    area = get_object_or_404(
        ServiceArea.objects.visible_to(request.user).select_related("directorate"), pk=pk
    )
    staff = (
        Staff.objects.visible_to(request.user)
        .filter(team__service_area=area)
        .select_related("person", "team", "manager__person")
        .order_by("team__name", "person__name")
    )
    page = Paginator(staff, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "people/service_area.html", {"area": area, "page": page})
