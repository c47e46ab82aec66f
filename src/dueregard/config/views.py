"""The front page, and what a monitor asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.config import health, logs
from dueregard.design import tiles


@access.everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what this is, and a signed-in person where to go."""
    if request.user.is_authenticated:
        return render(request, "config/start.html", {"tiles": tiles.shown_to(request.user)})
    return render(request, "config/home.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong, with a reference by which the log can be searched."""
    page = render_to_string("500.html", {"reference": logs.reference_of(request)})
    return HttpResponse(page, status=500)


@access.everyone
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the web process answers; nothing else is anybody's business."""
    return HttpResponse("ok", content_type="text/plain")


@access.everyone
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say of each part whether it is as it should be; 503 where one is not."""
    parts = health.look()
    return HttpResponse(
        "".join(f"{part}\n" for part in parts),
        content_type="text/plain",
        status=200 if all(part.is_well for part in parts) else 503,
    )
