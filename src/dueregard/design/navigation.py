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
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A link as one person sees it on one page."""

    title: str
    href: str
    is_current: bool


_entries: dict[str, Entry] = {}


def register(
    title: str, url_name: str, *, admits: Admits = is_signed_in, order: int, also: tuple[str, ...] = ()
) -> None:
    """Offer a link to the page called `url_name`. Saying it twice is saying it once.

    Its section is what lies under its own address, and under each address of `also`.
    """
    _entries[url_name] = Entry(title, url_name, admits, order, also)


def shown_to(user: Any, path: str) -> list[Link]:
    """Return the links for this person, the one whose section holds `path` marked."""
    entries = [
        entry
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.title))
        if entry.admits(user)
    ]
    sections = {entry.url_name: (reverse(entry.url_name), *entry.also) for entry in entries}
    holding = [
        (len(under), name) for name, places in sections.items() for under in places if _holds(under, path)
    ]
    nearest = max(holding, default=(0, ""))[1]
    return [Link(entry.title, reverse(entry.url_name), entry.url_name == nearest) for entry in entries]


def _holds(under: str, path: str) -> bool:
    """Say whether a page stands in the section that begins there; of several sections the nearest is marked."""
    return path == under or (under != "/" and path.startswith(under))
