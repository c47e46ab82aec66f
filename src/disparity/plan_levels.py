"""What a plan may call a level, and which levels it may name as a reference or an event."""

from __future__ import annotations

from disparity.plan import NOT_KNOWN, RESERVED, Characteristic, Measure
from disparity.plan_section import Section
from disparity.problems import did_you_mean, quoted

CROSS = " × "
"""Joins the names of an intersection, so that no name and no level may hold it."""


def refuse_levels(section: Section, read: Characteristic | Measure) -> None:
    """Refuse levels with a meaning of their own, and a map that leads nowhere."""
    listed = read.levels or ()
    for level in (*listed, *dict.fromkeys(read.map.values())):
        key = "levels" if level in listed else "map"
        if level.casefold() in RESERVED or CROSS in level:
            what = f'"{level}" cannot be a level, because it has a meaning of its own in the findings'
            section.refuse(key, what, "Choose another name, through map if the data have it", "reserved")
    for level in listed:
        if level == NOT_KNOWN or level in read.unknown:
            what = f'"{level}" is both a level and not known'
            section.refuse(
                "levels", what, f'Remove it from the levels; "{NOT_KNOWN}" comes by itself', "unknown-level"
            )
    folded = [level.casefold() for level in listed]
    for level in listed:
        if folded.count(level.casefold()) > 1:
            what = f'"{level}" differs from another level only in capital letters'
            section.refuse("levels", what, "Keep one of them and map the other to it", "clash")
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
