"""The offer to carers: what each app has for people who care for somebody, put together on one page.

Each app registers a source in `AppConfig.ready`: a function that gives its offers, most of them written in a TOML
file beside it (`written`). Rooms never import one another, so that this is where they meet. An offer is the same for
everybody who reads it: nothing in it may depend on what the reader belongs to, asked for or wrote.
"""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

GROUPS = ("time", "passport", "work", "people", "resources")
"""What an offer is about, in the order of the page."""

FOOTINGS = frozenset({"employee", "agency", "student"})
"""On what footing somebody works here, by the codes of `people.Engagement`."""


@dataclass(frozen=True)
class Offer:
    """Something that a carer can use: what, how, on what footing (`whom`), and where that is said."""

    group: str
    title: str
    text: str
    href: str
    whom: frozenset[str]
    said: str
    said_at: str

    def __post_init__(self) -> None:
        """Refuse a slip of ours: a group or a footing that nobody knows."""
        if self.group not in GROUPS or not self.whom or not self.whom <= FOOTINGS:
            raise ValueError(f"“{self.title}” is in {self.group!r} and for {sorted(self.whom)}.")

    def is_for(self, footing: str) -> bool:
        """Say whether somebody on that footing can use it."""
        return footing in self.whom


Source = Callable[[], Iterable[Offer]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source by its name. Saying it twice is saying it once."""
    _sources[name] = source


def written(path: Path) -> Source:
    """Return a source of the offers that stand in a TOML file.

    Each `[[offer]]` has a `group`, a `title`, a `text`, the `page` that it leads to (the name of a route,
    or an address elsewhere), `whom` it is for, and where that is `said`, with the page `said_at`, if there is one.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["offer"]
    return lambda: [_read(entry) for entry in entries]


def _read(entry: dict[str, str]) -> Offer:
    return Offer(
        group=entry["group"],
        title=entry["title"],
        text=entry["text"],
        href=_address(entry["page"]),
        whom=frozenset(entry["whom"]),
        said=entry["said"],
        said_at=_address(entry.get("said_at", "")),
    )


def _address(page: str) -> str:
    return page if not page or page.startswith("https://") else reverse(page)


def all_offers() -> list[Offer]:
    """Return every offer, in the order of the groups and within them as they were registered."""
    found = [offer for source in _sources.values() for offer in source()]
    return sorted(found, key=lambda offer: GROUPS.index(offer.group))
