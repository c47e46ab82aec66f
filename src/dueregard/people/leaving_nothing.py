"""What pages wear that take what people say without an account: nothing is kept by the browser (docs/adr/0019)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from dueregard import access
from dueregard.access import tokens
from dueregard.people.accounts.limits import Limit, within

SENDING = Limit("sent without an account", most=120, seconds=600)

FORGOTTEN = {"autocomplete": "off"}
"""What a field says whose words the browser is not to remember."""

View = Callable[..., HttpResponse]


def leaves_nothing(view: View) -> View:
    """Admit everyone, without a cookie; keep the page out of caches and its address out of other sites' logs."""
    limited: Any = within(SENDING)(view)

    @access.everyone
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not tokens.comes_from_here(request):
            response: HttpResponse = HttpResponseForbidden(
                render(request, "people/from_elsewhere.html").content
            )
        else:
            response = limited(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer
