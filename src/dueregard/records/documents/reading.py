"""A published content as it is read: sections with sentences, and the sources numbered once for the whole."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dueregard.records.documents.models import Sort


@dataclass(frozen=True)
class Source:
    """A version of evidence that is cited, under its number."""

    number: int
    title: str
    version: int
    says: str
    source: str
    about: tuple[date, ...]
    received_at: datetime
    sha256: str


@dataclass(frozen=True)
class Said:
    """A sentence, what it is, and on what it rests."""

    text: str
    sort: str
    rests_on: str
    href: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Section:
    """A section with its sentences."""

    code: str
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Reading:
    """A content to read."""

    title: str
    label: str
    body: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


def reading_of(content: dict[str, Any]) -> Reading:
    """Return a content to read; sources are numbered in the order in which they are first cited."""
    sources: dict[str, Source] = {}
    sections = tuple(
        Section(
            section["code"],
            section["title"],
            tuple(_said(statement, sources) for statement in section["statements"]),
        )
        for section in content["sections"]
    )
    return Reading(content["title"], content["label"], content["body"], sections, tuple(sources.values()))


def _said(statement: dict[str, Any], sources: dict[str, Source]) -> Said:
    cited = []
    for version in statement["cites"]:
        if version["id"] not in sources:
            sources[version["id"]] = _source(version, len(sources) + 1)
        cited.append(sources[version["id"]])
    return Said(
        text=statement["text"],
        sort=Sort(statement["sort"]).label,
        rests_on=statement["rests_on"],
        href=statement["href"],
        sources=tuple(cited),
    )


def _source(version: dict[str, Any], number: int) -> Source:
    return Source(
        number=number,
        title=version["title"],
        version=version["number"],
        says=version["says"],
        source=version["source"],
        about=tuple(date.fromisoformat(day) for day in version["about"]),
        received_at=datetime.fromisoformat(version["received_at"]),
        sha256=version["sha256"],
    )
