"""What else can be done with an issue, on its page. Each room registers its own, so that none is listed from below."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """Something that a reader of the issue can go and do."""

    title: str
    href: str


WEIGH = "Add or take back your weight"

_entries: dict[str, str] = {}


def register(title: str, url_name: str) -> None:
    """Offer a page whose address takes the key of the issue. Saying it twice is saying it once."""
    _entries[url_name] = title


def of(issue_id: UUID) -> list[Link]:
    """Return the links for one issue."""
    return [Link(title, reverse(url_name, args=[issue_id])) for url_name, title in _entries.items()]
