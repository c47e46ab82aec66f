"""Entries made from tables of TOML by the fields of a dataclass: what is wrong is told with its place and reason."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import time
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from dueregard.demo.network_life.library import DayOfYear

Made = TypeVar("Made")

_IN_WORDS = {str: "text", int: "a whole number", bool: "true or false", time: "a time, such as 10:30:00"}


class UnusableEntry(ValueError):
    """An entry that cannot be used. The sentence says in which file, which entry, and what is wrong."""


def built(kind: type[Made], table: Any, *, where: str) -> Made:
    """Return an entry of this kind.

    Raises
    ------
    UnusableEntry
        When something is missing, unknown, of the wrong type, or against a rule of the entry.
    """
    assert is_dataclass(kind)
    if not isinstance(table, Mapping):
        raise UnusableEntry(f"{where}: it must be a table")
    where = _named(where, table)
    known = {field.name: field for field in fields(kind)}
    for key in table:
        if key not in known:
            raise UnusableEntry(f"{where}: {key} is not known here; there are {', '.join(known)}")
    for key, field in known.items():
        if key not in table and field.default is MISSING:
            raise UnusableEntry(f"{where}: {key} is missing")
    hints = get_type_hints(kind)
    given = {key: _value(hints[key], said, where=where, key=key) for key, said in table.items()}
    try:
        return kind(**given)
    except ValueError as wrong:
        raise UnusableEntry(f"{where}: {wrong}") from wrong


def folded(text: str) -> str:
    """Return a text as it is shown: a line break is a space, and an empty line parts two paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)


def _value(hint: Any, said: Any, *, where: str, key: str) -> Any:
    """Return what a key says, as its field wants it."""
    kinds = [one for one in get_args(hint) if one is not NoneType] if NoneType in get_args(hint) else [hint]
    kind = kinds[0]
    if get_origin(kind) is tuple:
        if not isinstance(said, list):
            raise UnusableEntry(f"{where}: {key} must be a list")
        one = get_args(kind)[0]
        if isinstance(one, type) and is_dataclass(one):
            return tuple(
                built(one, table, where=f"{where}, {key} {number}")
                for number, table in enumerate(said, start=1)
            )
        return tuple(_value(one, each, where=where, key=key) for each in said)
    if kind is DayOfYear:
        try:
            return DayOfYear.read(said)
        except ValueError as wrong:
            raise UnusableEntry(f"{where}: {key} {wrong}") from wrong
    if type(said) is not kind:  # a bool is an int to `isinstance`
        raise UnusableEntry(f"{where}: {key} must be {_IN_WORDS[kind]}")
    if kind is not str:
        return said
    if not (text := folded(said)):
        raise UnusableEntry(f"{where}: {key} is empty")
    return text


def _named(where: str, table: Mapping[str, Any]) -> str:
    """Return the place with the title of what stands there, where it has one."""
    title = table.get("title")
    return f"{where} (“{title}”)" if isinstance(title, str) else where
