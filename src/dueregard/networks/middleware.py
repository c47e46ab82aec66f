"""What a reader sees where the keys of a network are not in the keys file: that nothing is lost, and what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dueregard.networks.keyring import KeysMissing


class KeysMissingPage:
    """Answers 503 with a page of its own: what needs the keys stops, and everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say that the room is closed for now."""
        if isinstance(exception, KeysMissing):
            return render(request, "networks/keys_missing.html", status=503)
        return None
