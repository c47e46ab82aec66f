"""The life of the six staff networks of the demonstration, all of it invented: what is said, planned and told.

One TOML file is one network; `signposts.toml` is the directory for everyone, whose services are real but for one that
says that it is not. Nouns: a *network life* is everything in one file; an author is a number, 0 for whoever chairs and
1 to 25 for members, so that the files know nobody. Main rules: days are told relative to the one on which the
demonstration is made, or as days of any year; in a text a line break is a space and an empty line parts paragraphs;
what cannot be used is refused with the file, the entry and the reason.

To read it from the bottom: `conditions.py` holds what several entries must meet, `talk.py`, `meetings.py` and
`library.py` say what an entry may hold, `life.py` gathers them, `tables.py` makes them from tables of TOML.
"""

import tomllib
from pathlib import Path
from typing import Any

from dueregard.demo.network_life.library import Campaign, DayOfYear, PlanItem, Resource, Signpost, Story
from dueregard.demo.network_life.life import NetworkLife
from dueregard.demo.network_life.meetings import Action, AgendaItem, PastMeeting, Position, Series
from dueregard.demo.network_life.tables import UnusableEntry, built
from dueregard.demo.network_life.talk import Conversation, Introduction, Post

__all__ = [
    "Action",
    "AgendaItem",
    "Campaign",
    "Conversation",
    "DayOfYear",
    "Introduction",
    "NetworkLife",
    "PastMeeting",
    "PlanItem",
    "Position",
    "Post",
    "Resource",
    "Series",
    "Signpost",
    "Story",
    "UnusableEntry",
    "networks",
    "signposts",
]

FOLDER = Path(__file__).parent
DIRECTORY = "signposts.toml"


def networks(folder: Path = FOLDER) -> tuple[NetworkLife, ...]:
    """Return the life of each network, in the order of the files' names."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name != DIRECTORY)
    return tuple(built(NetworkLife, _read(path), where=path.name) for path in paths)


def signposts(folder: Path = FOLDER) -> tuple[Signpost, ...]:
    """Return the directory of services for everyone, the networks' own not among them."""
    listed = _read(folder / DIRECTORY)
    if list(listed) != ["signposts"]:
        raise UnusableEntry(f"{DIRECTORY}: it must have entries of [[signposts]] and nothing else")
    return tuple(
        built(Signpost, table, where=f"{DIRECTORY}, signposts {number}")
        for number, table in enumerate(listed["signposts"], start=1)
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise UnusableEntry(f"{path.name}: it is not TOML: {wrong}") from wrong
