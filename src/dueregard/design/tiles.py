"""The tiles of the start page: what a signed-in person can go and do. Each app registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dueregard.design.navigation import Admits, is_signed_in


@dataclass(frozen=True)
class Offer:
    """A tile that an app offers to those whom `admits` names."""

    title: str
    text: str | Callable[[], str]
    url_name: str
    admits: Admits
    order: int
    adds: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Tile:
    """A tile as one person sees it."""

    title: str
    text: str
    href: str


_offers: dict[tuple[str, str], Offer] = {}


def register(
    title: str,
    text: str | Callable[[], str],
    url_name: str,
    *,
    admits: Admits = is_signed_in,
    order: int,
    adds: Callable[[Any], str] | None = None,
) -> None:
    """Offer a tile that leads to the page called `url_name`. Saying it twice is saying it once.

    Two tiles may lead to one page: one that is always there, and one while something waits there.

    A text that changes is a function without arguments: it is the same for everybody, whoever looks. What is about
    the reader alone, such as how much waits for them, is added in front by `adds`, which is given the reader.
    """
    _offers[url_name, title] = Offer(title, text, url_name, admits, order, adds)


def shown_to(user: Any) -> list[Tile]:
    """Return the tiles for this person, in their order."""
    return [
        Tile(offer.title, _text(offer, user), reverse(offer.url_name))
        for offer in sorted(_offers.values(), key=lambda offer: (offer.order, offer.title))
        if offer.admits(user)
    ]


def _text(offer: Offer, user: Any) -> str:
    text = offer.text() if callable(offer.text) else offer.text
    added = offer.adds(user) if offer.adds else ""
    return f"{added} {text}" if added else text
