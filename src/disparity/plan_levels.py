"""What a plan may call a level, and which levels it may name as a reference or an event."""

from __future__ import annotations

from disparity.plan import NOT_KNOWN, RESERVED, Characteristic, Measure
from disparity.plan_section import Section
from disparity.problems import did_you_mean, quoted

CROSS = " × "
"""Joins the names of an intersection, so that no name and no level may hold it."""


def name_of(section: Section) -> str:
    """Return the name of a characteristic or measure, which may not be a word with a meaning of its own."""
    name = section.text("name", required=True) or ""
    if name.casefold() in RESERVED:
        section.refuse("name", f'"{name}" has a meaning of its own', "Choose another name", "reserved")
    if CROSS in name:
        section.refuse("name", f'a name may not hold "{CROSS}"', "Choose another name", "reserved")
    return name


def reasons_of(section: Section) -> dict[str, frozenset[str]]:
    """Return the codes that mean not known by their reason; a plain list of codes is under ``""``."""
    if not isinstance(section.values.get("unknown"), dict):
        return {"": frozenset(section.texts("unknown") or ())}
    inner = section.inner("unknown", 'unknown = { "Refused" = ["9"], "Not asked" = ["8"] }')
    seen: dict[str, str] = {}
    reasons = {}
    for reason in inner.values:
        if reason.casefold() in {NOT_KNOWN.casefold(), "", *RESERVED} or reason != reason.strip():
            what = f'"{reason}" cannot be a reason, because it has a meaning of its own'
            inner.refuse(
                reason, what, f'Choose another name; blanks are always under "{NOT_KNOWN}"', "reserved"
            )
        codes = inner.texts(reason, single=True) or ()
        for code in codes:
            if code in seen:
                what = f'"{code}" stands under both "{seen[code]}" and "{reason}"'
                inner.refuse(reason, what, "Remove one of the two", "clash")
            seen[code] = reason
        reasons[reason] = frozenset(codes)
    return reasons or {"": frozenset()}


def refuse_levels(section: Section, read: Characteristic | Measure, *, called: str = "levels") -> None:
    """Refuse levels with a meaning of their own, and a map that leads nowhere.

    `called` is the key that lists them.
    """
    listed = read.levels or ()
    for level in (*listed, *dict.fromkeys(read.map.values())):
        key = called if level in listed else "map"
        if level.casefold() in RESERVED or CROSS in level:
            what = f'"{level}" cannot be a level, because it has a meaning of its own in the findings'
            section.refuse(key, what, "Choose another name, through map if the data have it", "reserved")
    for level in listed:
        if level == NOT_KNOWN or level in read.unknown:
            what = f'"{level}" is both a level and not known'
            section.refuse(
                called, what, f'Remove it from the levels; "{NOT_KNOWN}" comes by itself', "unknown-level"
            )
    folded = [level.casefold() for level in listed]
    for level in listed:
        if folded.count(level.casefold()) > 1:
            what = f'"{level}" differs from another level only in capital letters'
            section.refuse(called, what, "Keep one of them and map the other to it", "clash")
    for level in dict.fromkeys(read.map.values()):
        if read.levels is not None and level not in (*listed, NOT_KNOWN, *read.unknown):
            fix = f"{did_you_mean(level, listed)} Write one of {quoted(listed)}".strip()
            section.refuse("map", f'"{level}" is not one of the levels', fix, "unknown-level")


def refuse_value(section: Section, key: str, value: str, read: Characteristic | Measure) -> None:
    """Refuse a reference or an event that no row can have."""
    targets = tuple(dict.fromkeys(read.map.values()))
    if value == NOT_KNOWN or value in read.unknown:
        section.refuse(
            key, f'"{value}" is not known, so it cannot be the {key}', "Name another value", "unknown-level"
        )
    elif read.levels is not None and value not in read.levels:
        fix = f"{did_you_mean(value, read.levels)} Write one of {quoted(read.levels)}".strip()
        section.refuse(key, f'"{value}" is not one of the levels', fix, "unknown-level")
    elif value in read.map and value not in targets:
        what = f'"{value}" never occurs, because map turns it into "{read.map[value]}"'
        section.refuse(key, what, f'Write "{read.map[value]}"', "unknown-level")
    elif read.levels is None and value not in targets:
        for target in targets:
            if target.casefold() == value.casefold():
                what = f'"{value}" is written "{target}" in map'
                section.refuse(key, what, f'Write "{target}" in both places', "unknown-level")
