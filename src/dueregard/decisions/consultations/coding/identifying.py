"""What in a quotation may tell who wrote it: an office, a role, a date, a name, a case, a way to reach somebody.

It errs to the safe side: what is found only holds a quotation for a second person, who may well clear it. It knows no
writing style; no rule does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.almanac.periods import MONTH_NAMES

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = "|".join((*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES), "Sept"))
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b"
    rf"|(?:{_MONTHS}) \d{{1,4}}\b|(?:19|20)\d\d\b|(?:last|on|this|next) (?:{_DAYS})\b"
    rf"|(?:in|last|this|since|until) (?:{'|'.join(MONTH_NAMES)})\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+@\S+\.\S+|\b0\d[\d ]{7,12}\d\b|\+44[\d ]{8,13}\d|https?://\S+")
_CASE = re.compile(r"\b[A-Z]{1,4}\d{2,}[A-Z]?\d*\b|\b\d{6,}\b")
_ROLES = (
    "manager", "team leader", "head of", "director", "supervisor", "apprentice", "trainee", "secretary", "chair",
    "deputy", "receptionist", "officer",
)  # fmt: skip
_OFFICE = re.compile(
    r"\b(?:[A-Z][a-z]+ )?(?:[A-Z][a-z]+) (?:office|team|building|branch|court|area|hub)\b"
    r"|\b(?:office|team|court) (?:in|at|of) [A-Z][a-z]+"
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_NO_NAMES = frozenset(
    (
        *MONTH_NAMES,
        *_DAYS.split("|"),
        "English",
        "Welsh",
        "British",
        "Christmas",
        "Easter",
        "Internet",
        "Teams",
        "God",
    )
)


@dataclass(frozen=True)
class Known:
    """The names that this body knows: its offices and areas, its job titles, the people who work there."""

    offices: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def telling(text: str, known: Known | None = None) -> tuple[str, ...]:
    """Return what in a text may tell who wrote it, each in a sentence; nothing where nothing does."""
    known = known or Known()
    found: dict[str, Iterable[str]] = {
        "A person": [name for name in known.people if _stands(name, text)],
        "An office or area": [
            *(name for name in known.offices if _stands(name, text)),
            *_OFFICE.findall(text),
        ],
        "A role": [name for name in (*sorted(known.roles), *_ROLES) if _stands(name, text)],
        "A date": _DATE.findall(text),
        "A way to reach somebody": _ADDRESS.findall(text),
        "The number of a case or a person": _CASE.findall(text),
        "A name": [name for name in _NAME.findall(text) if not set(name.split()) <= _NO_NAMES],
    }
    return tuple(
        f"{what}: “{'”, “'.join(dict.fromkeys(words))}”"
        for what, each in found.items()
        if (words := sorted(each))
    )


def _stands(name: str, text: str) -> bool:
    if not name or name.lower() not in text.lower():  # of thousands of names few need the slower look
        return False
    return re.search(rf"\b{re.escape(name)}s?\b", text, re.IGNORECASE) is not None


def redacted(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Return a text without what is redacted; a mark with the reason stands in its place. Spans may overlap."""
    written, at = [], 0
    for begins, ends, reason in sorted(spans):
        if ends <= at:
            continue
        written += [text[at:begins] if begins > at else "", f"[removed: {reason}]"]
        at = max(at, ends)
    return "".join((*written, text[at:]))
