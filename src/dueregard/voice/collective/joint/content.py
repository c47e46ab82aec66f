"""What a joint response holds, and what comes of its marks. Pure."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from dueregard.almanac import bands

LEAST_CONCERNED = 10
ONE_IN = 5
"""A concern is told where at least 10 members have it, and at least one in five of those who marked."""

MOST_PARAGRAPHS = 40
MOST_OCTETS = 10_000
MOST_OCTETS_OF_A_MARK = 800
VERSIONS_KEPT = 20


class Standing(models.TextChoices):
    """Where a joint response stands."""

    DRAFT = "draft", "Being written"
    MARKING = "marking", "Members mark it"
    MARKED = "marked", "Marked, ready to send"
    PASSED = "passed", "On its way"
    SENT = "sent", "Sent"
    TOO_LATE = "too-late", "Came too late"


Texts = Mapping[str, str]
"""What is answered, by the key of the question, in the order of the questions."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, by its number through all answers, and the key of the question that it belongs to."""

    number: int
    question: str
    text: str


@dataclass(frozen=True)
class Version:
    """The texts as somebody saved them. `signed` is what they were called; empty for a name that the seat shows."""

    number: int
    texts: Texts
    signed: str
    voice: str
    on: str

    @property
    def day(self) -> date:
        """The day on which it was saved."""
        return date.fromisoformat(self.on)


@dataclass(frozen=True)
class Mark:
    """What one member says of a text: the numbers of the paragraphs they have a concern about, and why."""

    concerns: frozenset[int] = frozenset()
    words: str = ""

    @property
    def written(self) -> str:
        """The mark as it is put in."""
        return f"{','.join(str(each) for each in sorted(self.concerns))}|{self.words}"

    @classmethod
    def read(cls, written: str) -> "Mark":
        """Return a mark as it was put in."""
        numbers, _, words = written.partition("|")
        return cls(frozenset(int(each) for each in numbers.split(",") if each), words)

    @property
    def is_too_long(self) -> bool:
        """Whether it does not fit on a slip, whose length is the same for all."""
        return len(json.dumps(self.written, ensure_ascii=False).encode()) > MOST_OCTETS_OF_A_MARK


@dataclass(frozen=True)
class Marked:
    """What came of the marks.

    `by` is the band of those who marked, empty below ten; `concerned` are the numbers of the paragraphs that enough of
    them have a concern about; `reasons` are the words of those who have one of these, in no order.
    """

    by: str = ""
    concerned: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """A joint response. The last of its versions is the text; `until` is the last day on which members mark it."""

    consultation: str
    standing: Standing
    versions: tuple[Version, ...]
    box: str = ""
    until: str = ""
    marked: Marked | None = None

    @classmethod
    def read(cls, inside: Mapping[str, Any]) -> "Content":
        """Return what was written."""
        marked = inside["marked"]
        return cls(
            consultation=inside["consultation"],
            standing=Standing(inside["standing"]),
            versions=tuple(Version(**each) for each in inside["versions"]),
            box=inside["box"],
            until=inside["until"],
            marked=Marked(marked["by"], tuple(marked["concerned"]), tuple(marked["reasons"]))
            if marked
            else None,
        )

    @property
    def latest(self) -> Version:
        """The text as it stands."""
        return self.versions[-1]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the text as it stands."""
        return paragraphs(self.latest.texts)

    @property
    def last_day(self) -> date | None:
        """The last day on which members mark it."""
        return date.fromisoformat(self.until) if self.until else None

    def with_version(self, version: Version) -> tuple[Version, ...]:
        """Return the versions with one more; of very many the latest are kept."""
        return (*self.versions, version)[-VERSIONS_KEPT:]


def paragraphs(texts: Texts) -> tuple[Paragraph, ...]:
    """Return the paragraphs of some texts, parted by empty lines and numbered through."""
    found = [
        (question, one.strip())
        for question, text in texts.items()
        for one in re.split(r"\n\s*\n", text)
        if one.strip()
    ]
    return tuple(Paragraph(number, *each) for number, each in enumerate(found, start=1))


def beginning(text: str, *, longest: int) -> str:
    """Return the beginning of a text, cut between words, with at most so many characters and a sign that it goes on."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"


def tally(marks: Iterable[Mark], numbers: Sequence[int]) -> Marked:
    """Count the marks on a text whose paragraphs have these numbers: what is told of them, and nothing else."""
    found = list(marks)
    concerned = tuple(number for number in numbers if is_told(_having(found, number), of=len(found)))
    told = [mark.words for mark in found if mark.words and mark.concerns & set(concerned)]
    by = bands.band(len(found))
    return Marked("" if by == bands.FIRST_BAND else by, concerned, tuple(told))


def is_told(concerned: int, *, of: int) -> bool:
    """Say whether a concern of so many members, of all who marked, is told."""
    return concerned >= LEAST_CONCERNED and concerned * ONE_IN >= of


def minority_note(content: Content) -> str:
    """Return what is attached to the response, for whoever considers it; empty where there is nothing to tell."""
    marked = content.marked
    if marked is None or not marked.concerned:
        return ""
    texts = {each.number: each.text for each in content.paragraphs}
    parts = [
        f"{marked.by.replace('-', ' to ')} members marked this response without their names. At least one in five of "
        "them, and at least 10, have a concern about each of these paragraphs:",
        *(f"“{beginning(texts[number], longest=160)}”" for number in marked.concerned),
    ]
    if marked.reasons:
        parts += ["Some of them say why:", *(f"“{words}”" for words in marked.reasons)]
    return "\n\n".join(parts)


def _having(marks: Sequence[Mark], number: int) -> int:
    return sum(number in mark.concerns for mark in marks)
