"""The token of a form that anyone may send: signed, short-lived, and in the form itself, so that no cookie is needed.

Django's own protection against forged requests ties a form to a cookie. These pages set none, and carry nobody's
authority that could be abused; what is left to stop is another site that lets its visitors send here unawares. So
a request whose browser says that it comes from elsewhere is refused (docs/adr/0019-feedback-without-a-cookie.md).
"""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

SALT = "dueregard.form without a cookie"
HOURS = 12
OVER = "This page was open for a long time. Press the button again."


def make(purpose: str, **carried: Any) -> str:
    """Return a token for one sending of one kind of form, with what it is to bring back."""
    return signing.dumps({"id": uuid.uuid4().hex, "for": purpose, **carried}, salt=SALT)


def read(token: str, purpose: str) -> dict[str, Any] | None:
    """Return what a token carries, with its `id` as a key; None when it is forged, over, or of another form."""
    try:
        carried: dict[str, Any] = signing.loads(token, salt=SALT, max_age=HOURS * 60 * 60)
    except signing.BadSignature:
        return None
    if carried.pop("for", None) != purpose:
        return None
    return carried | {"id": uuid.UUID(hex=carried["id"])}


def comes_from_here(request: HttpRequest) -> bool:
    """Say whether the browser sent this from a page of ours, as far as it says where from.

    These pages send no referrer, so that `Origin` is "null" in browsers of today; those say `Sec-Fetch-Site`. A browser
    that says neither is let in: there is nothing to gain by it.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return True
    return urlsplit(origin).netloc == request.get_host() or origin in settings.CSRF_TRUSTED_ORIGINS
