from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.leave.offers.reports import offered_to
from dueregard.people.models import Staff
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_safe
def for_carers(request: SignedInRequest) -> HttpResponse:
    """Show what there is for people who care for somebody, and what of it the reader can use."""
    staff = get_object_or_404(Staff.objects.visible_to(request.user), person_id=request.user.pk)
    return render(request, "leave/for_carers.html", {"staff": staff, "groups": offered_to(staff)})
