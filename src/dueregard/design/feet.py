"""What stands at the foot of a page, below what it is about. Each app registers its own in `AppConfig.ready`."""

from collections.abc import Callable

from django.http import HttpRequest

Shows = Callable[[HttpRequest], bool]

_feet: dict[str, Shows] = {}


def register(template: str, *, shows: Shows) -> None:
    """Offer a template for the foot of the pages that `shows` names. Saying it twice is saying it once."""
    _feet[template] = shows


def shown_on(request: HttpRequest) -> list[str]:
    """Return the templates for the foot of this page."""
    return [template for template, shows in _feet.items() if shows(request)]
