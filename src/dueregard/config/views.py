"""The front page, and what a monitor asks."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.design import tiles


@access.everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what this is, and a signed-in person where to go."""
    if request.user.is_authenticated:
        return render(request, "config/start.html", {"tiles": tiles.shown_to(request.user)})
    return render(request, "config/home.html")


@access.everyone
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the web process answers; nothing else is anybody's business."""
    return HttpResponse("ok", content_type="text/plain")


@access.everyone
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready", content_type="text/plain")
