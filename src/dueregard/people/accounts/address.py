"""The address of this site in links that leave it: from the settings, never from what a request says of itself."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def of(name: str, **arguments: str) -> str:
    """Return the full address of the page called `name`."""
    return f"{settings.ADDRESS}{reverse(name, kwargs=arguments)}"


def host() -> str:
    """Return the host alone, which passkeys are bound to."""
    return urlsplit(settings.ADDRESS).hostname or ""


def is_asked_under(request: HttpRequest) -> bool:
    """Say whether this page is read under the site's own host: elsewhere browsers offer no passkey."""
    return urlsplit(f"//{request.get_host()}").hostname == host()
