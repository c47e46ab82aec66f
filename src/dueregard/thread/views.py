"""The page on which a link that was wrong is withdrawn."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import access
from dueregard.people.requests import SignedInRequest
from dueregard.thread import actions as thread
from dueregard.thread import kinds
from dueregard.thread.forms import WithdrawForm
from dueregard.thread.models import Link


@access.holders_of("policy-owner", "equality-lead", "executive")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask why, and withdraw a link; of one that is withdrawn nothing is asked."""
    link = get_object_or_404(Link.objects.visible_to(request.user).standing(), pk=pk)
    from_kind, to_kind = kinds.get(link.from_kind), kinds.get(link.to_kind)
    earlier = from_kind.visible_to(request.user).get(pk=link.from_id)
    later = to_kind.visible_to(request.user).get(pk=link.to_id)
    back = to_kind.href(later) or from_kind.href(earlier)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            thread.withdraw(link, form.cleaned_data["because"], by=request.user)
        except thread.AlreadyWithdrawn:
            form.add_error(None, "Somebody withdrew this link while you had it open. Nothing was changed.")
        else:
            return redirect(back)
    context = {
        "link": link,
        "earlier": from_kind.title(earlier),
        "later": to_kind.title(later),
        "back": back,
        "form": form,
    }
    return render(request, "thread/withdraw.html", context)
