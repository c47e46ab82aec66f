"""What every page knows, for the chrome around it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dueregard.design import feet, navigation


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the body's name, whether this is the demonstration, and the links for this person.

    Links and name are found only when a template asks, and nothing is asked of the database for the public.
    """
    return {
        "body": settings.BODY,
        "demo": settings.DEMO,
        "feet": SimpleLazyObject(lambda: feet.shown_on(request)),
        "navigation": SimpleLazyObject(lambda: _links(request)),
        "person_name": SimpleLazyObject(lambda: _name(request)),
    }


def _links(request: HttpRequest) -> list[navigation.Link]:
    user = getattr(request, "user", None)
    return navigation.shown_to(user, request.path) if user is not None else []


def _name(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return user.name if user is not None and user.is_authenticated else ""
