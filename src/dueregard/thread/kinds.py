"""The kinds of record that can stand on the thread. Each app registers its own, so that none is listed from below."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from django.db import models


class Station(IntEnum):
    """The places on the thread, in their order."""

    ISSUE = 1
    CONSULTATION = 2
    ANALYSIS = 3
    DECISION = 4
    ACTION = 5
    MEASURE = 6
    GAP_TESTED = 7
    INSPECTED = 8

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Kind:
    """A kind of record: how one is drawn on the thread. Who sees it is the model's own `visible_to`.

    `title`, `stage` and `day` say only what everybody who sees the record may read. A record without a day that
    may be told has none.
    """

    code: str
    label: str
    model: type[models.Model]
    station: Station
    stage: Callable[[Any], str]
    title: Callable[[Any], str]
    day: Callable[[Any], date | None]
    href: Callable[[Any], str]

    def visible_to(self, user: Any) -> "models.QuerySet[Any]":
        """Return the records of this kind that exist for a person."""
        found: models.QuerySet[Any] = self.model._default_manager.visible_to(user)  # type: ignore[attr-defined]  # each model has it
        return found


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let records of a kind stand on the thread. Saying it twice is saying it once."""
    other = next((each for each in _kinds.values() if each.model is kind.model), kind)
    if other.code != kind.code or _kinds.get(kind.code, kind).model is not kind.model:
        raise ValueError(
            f"“{kind.code}” or {kind.model.__name__} is on the thread already, as something else."
        )
    _kinds[kind.code] = kind


def registered() -> list[Kind]:
    """Return every kind, in the order of the thread."""
    return sorted(_kinds.values(), key=lambda kind: (kind.station, kind.code))


def get(code: str) -> Kind:
    """Return the kind with this code; a KeyError where none is registered."""
    return _kinds[code]


def of(record: models.Model) -> Kind:
    """Return the kind of a record.

    Raises
    ------
    ValueError
        When its model is not registered: a slip of ours.
    """
    found = next((kind for kind in _kinds.values() if kind.model is type(record)), None)
    if found is None:
        raise ValueError(f"{type(record).__name__} is not on the thread. Does AppConfig.ready register it?")
    return found
