"""The links at the top of every page. Each app registers its own in `AppConfig.ready`; a person sees their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

Admits = Callable[[Any], bool]


def is_signed_in(user: Any) -> bool:
    """Say whether this is somebody we know."""
    return bool(user.is_authenticated)


@dataclass(frozen=True)
class Entry:
    """A link that an app offers to those whom `admits` names."""

    title: str
    url_name: str
    admits: Admits
    order: int


@dataclass(frozen=True)
class Link:
    """A link as one person sees it on one page."""

    title: str
    href: str
    is_current: bool


_entries: dict[str, Entry] = {}


def register(title: str, url_name: str, *, admits: Admits = is_signed_in, order: int) -> None:
    """Offer a link to the page called `url_name`. Saying it twice is saying it once."""
    _entries[url_name] = Entry(title, url_name, admits, order)


def shown_to(user: Any, path: str) -> list[Link]:
    """Return the links for this person, the one whose section holds `path` marked."""
    entries = sorted(_entries.values(), key=lambda entry: (entry.order, entry.title))
    admitted = [(entry.title, reverse(entry.url_name)) for entry in entries if entry.admits(user)]
    here = max((href for _, href in admitted if _holds(href, path)), key=len, default="")
    return [Link(title, href, href == here) for title, href in admitted]


def _holds(href: str, path: str) -> bool:
    """Say whether a page stands in the section that begins at `href`; of several the nearest is marked."""
    return path == href or (href != "/" and path.startswith(href))
