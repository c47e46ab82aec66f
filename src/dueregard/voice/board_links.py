"""What else is heard besides issues, on the page of the voice. Each room registers its own, none is named here."""

from typing import Any

from django.urls import reverse

from dueregard.design.navigation import Admits
from dueregard.voice.issue_links import Link

_entries: dict[str, tuple[str, Admits]] = {}


def register(title: str, url_name: str, *, admits: Admits) -> None:
    """Offer a page to those whom `admits` names. Saying it twice is saying it once."""
    _entries[url_name] = (title, admits)


def shown_to(user: Any) -> list[Link]:
    """Return the links for this person."""
    return [Link(title, reverse(url_name)) for url_name, (title, admits) in _entries.items() if admits(user)]
