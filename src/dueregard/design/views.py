import hashlib
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from dueregard import access
from dueregard.design import samples
from figures.stylesheet import css_text


@access.everyone
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show each component in each state."""
    return render(request, "design/components.html", samples.everything())


@access.everyone
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Show the panel that ends a task, which holds its page's heading."""
    return render(request, "design/panel_page.html")


@cache
def _css() -> tuple[bytes, str]:
    css = css_text().encode()
    return css, f'"{hashlib.sha256(css).hexdigest()[:16]}"'


def _css_tag(request: HttpRequest) -> str:
    return _css()[1]


@access.everyone
@require_safe
@condition(etag_func=_css_tag)
def figures_css(request: HttpRequest) -> HttpResponse:
    """Serve the charts' own style sheet, which lies in the package that draws them and is not copied."""
    return HttpResponse(
        _css()[0], content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )
