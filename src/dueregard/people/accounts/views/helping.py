"""What a system administrator sees and does for the account of somebody else: no secret, and nothing quietly."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dueregard import access
from dueregard.people.accounts import actions
from dueregard.people.models import Person
from dueregard.people.requests import SignedInRequest


@access.holders_of("administrator")
@require_safe
def account_of(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show how a person signs in, and offer what can be done for them."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    said = {
        "person": person,
        "kinds": kinds,
        "sessions": len(UserSession.objects.purge_and_list(person)),
        "may_remove": kinds and request.user.has_perm("people.remove_second_factors", person),
        "is_oneself": person.pk == request.user.pk,
        "done": request.GET.get("done", ""),
    }
    return render(request, "account/account_of.html", said)


@access.holders_of("administrator")
@require_POST
def end_sessions_of(request: SignedInRequest, pk: str) -> HttpResponse:
    """Sign a person out wherever they are signed in."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    actions.end_sessions(person, by=request.user)
    return redirect(f"{reverse('account-of', args=[pk])}?done=sessions")


@access.holders_of("administrator")
@require_POST
def remove_second_factors_of(request: SignedInRequest, pk: str) -> HttpResponse:
    """Let a person who has lost their second factor in by their password again."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    actions.remove_second_factors(person, by=request.user)
    return redirect(f"{reverse('account-of', args=[pk])}?done=factors")
