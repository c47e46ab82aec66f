"""The routes that the pages of the design need, and no other app's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.config import views


@access.everyone
@require_safe
def working(request: HttpRequest) -> HttpResponse:
    """Answer as a job does that is done at the third time of asking."""
    asked = int(request.session.get("asked", 0)) + 1
    request.session["asked"] = asked
    done = " data-finished" if asked >= 3 else ""
    words = "Finished" if done else f"Step {asked}"
    piece = f'<div data-progress-href="/working/?piece"{done}><p>{words}</p></div>'
    if "piece" in request.GET:
        return HttpResponse(piece)
    return HttpResponse(
        '<!DOCTYPE html><html lang="en"><head><title>Work</title>'
        '<link rel="icon" href="/static/design/favicon.svg">'
        '<script type="module" src="/static/design/design.js"></script></head>'
        f"<body><h1>Asked {asked} times</h1>{piece}</body></html>"
    )


@access.everyone
def broken(request: HttpRequest) -> HttpResponse:
    """Fail, as a fault of ours would."""
    raise RuntimeError("A fault made by a test")


@access.everyone
def gone(request: HttpRequest, anything: str) -> HttpResponse:
    """Answer as a view does when the person may not see the record."""
    raise Http404(anything)


urlpatterns = [
    path("", views.home, name="home"),
    path("", include("dueregard.people.urls")),
    path("design/", include("dueregard.design.urls")),
    path("demo/", working, name="demo-cast"),
    path("working/", working),
    path("broken/", broken),
    path("gone/<str:anything>/", gone),
]
