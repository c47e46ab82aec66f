"""The kinds of document and their sections. The app that makes a kind registers it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: what it is called, its sections in order by their codes, and if it speaks of all nine."""

    code: str
    label: str
    sections: tuple[tuple[str, str], ...]
    speaks_of_all_nine: bool = False


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Let documents be of this kind. Saying it twice is saying it once."""
    _kinds[kind.code] = kind


def get(code: str) -> DocumentKind:
    """Return a kind; a KeyError where none is registered."""
    return _kinds[code]
