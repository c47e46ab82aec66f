"""The one place where a policy is enforced, before any view runs."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from dueregard.access.routes import policy_of


class AccessMiddleware:
    """Admit, ask to sign in, or answer as if the page did not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; nothing that a signed-in person reads is kept in a cache."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse a view without a policy, and people whom its policy does not admit."""
        policy = policy_of(view, request.path_info)
        if policy is not None and policy.admits(request.user):
            return None
        if policy is not None and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
