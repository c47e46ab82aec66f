from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dueregard import access
from dueregard.demo.cast import CAST
from dueregard.people.accounts import actions as accounts
from dueregard.people.models import Person


@access.everyone
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Show who there is to sign in as."""
    return render(request, "demo/cast.html", {"cast": CAST})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast, with one press.

    There is no secret to protect here, so a plain `POST` without a token is enough for a visitor or a script;
    another site is still refused, so that it cannot change who a visitor is signed in as.
    """
    if not _is_our_own(request):
        raise Http404
    member = next((member for member in CAST if member.role == request.POST.get("person")), None)
    if member is None:
        raise Http404
    person = get_object_or_404(Person, email=member.email)
    accounts.sign_in(person, request=request)
    return redirect("home")


SIGN_IN = access.everyone(csrf_exempt(sign_in))


def _is_our_own(request: HttpRequest) -> bool:
    """Say whether the form came from a page of ours, or from no page at all."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    is_ours = origin is None or urlsplit(origin).netloc == request.get_host()
    return is_ours and site in {"same-origin", "none"}
