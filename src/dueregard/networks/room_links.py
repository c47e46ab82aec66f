"""The pages of a room. Each subject registers its own, so that none is listed from below."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from dueregard.networks.seats import Place


@dataclass(frozen=True)
class Link:
    """A page of a room as one member sees it."""

    title: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class _Entry:
    title: str
    url_name: str
    order: int
    admits: Callable[[Place], bool]


_entries: dict[str, _Entry] = {}


def register(
    title: str, url_name: str, *, order: int, admits: Callable[[Place], bool] = lambda place: True
) -> None:
    """Offer a page of the room, whose address takes the code of the network. Saying it twice is saying it once."""
    _entries[url_name] = _Entry(title, url_name, order, admits)


def shown_to(place: Place, path: str) -> list[Link]:
    """Return the pages for this member, the nearest one that holds `path` marked."""
    mine = [each for each in sorted(_entries.values(), key=lambda each: each.order) if each.admits(place)]
    hrefs = {each.url_name: reverse(each.url_name, args=[place.network.code]) for each in mine}
    nearest = max((href for href in hrefs.values() if path.startswith(href)), key=len, default="")
    return [Link(each.title, hrefs[each.url_name], hrefs[each.url_name] == nearest) for each in mine]
