"""What an intruder can work out with a pencil: every hidden count as a total less the others, as far as it goes.

The intruder knows that a shown count was rounded to the nearest 5, that the counts behind it are 10 or more,
and that the results of a group add up to the group. Each line is gone through until nothing gets narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.disparity.open_university import CROSS, EVERYONE_ELSE, RESULTS

Place = frozenset[tuple[str, str]]
"""A cell, as its characteristics and their levels; nothing for everyone."""

Unknown = tuple[Place, str]
"""A cell with a result; with "" for everyone in it."""

EVERYONE: Place = frozenset()


@dataclass
class Bounds:
    """The least and the most that each count may be."""

    slack: int
    low: dict[Unknown, int] = field(default_factory=dict)
    high: dict[Unknown, int] = field(default_factory=dict)

    def know(self, what: Unknown, low: int, high: int) -> bool:
        """Take in what is known of a count, and return whether it is new."""
        before = self.low.get(what), self.high.get(what)
        self.low[what] = max(low, self.low.get(what, low))
        self.high[what] = min(high, self.high.get(what, high))
        return before != (self.low[what], self.high[what])

    def see(self, what: Unknown, shown: int) -> None:
        """Take in a shown count, as far as its rounding allows."""
        self.know(what, shown - self.slack, shown + self.slack)

    def add_up(self, parts: Sequence[Unknown], whole: Unknown) -> bool:
        """Work out each count of a line from the others, and return whether anything was learnt."""
        low, high = sum(self.low[part] for part in parts), sum(self.high[part] for part in parts)
        learnt = self.know(whole, low, high)
        for part in parts:
            least = self.low[whole] - (high - self.high[part])
            most = self.high[whole] - (low - self.low[part])
            learnt |= self.know(part, least, most)
        return learnt

    def possible(self, what: Unknown) -> int:
        """Return how many values a count may still have."""
        return self.high[what] - self.low[what] + 1


def place_of(row: dict[str, str]) -> Place:
    """Return the cell of a finding, its slice included."""
    names, levels = row["characteristic"].split(CROSS), row["group"].split(CROSS)
    return frozenset(zip(names, levels, strict=True)) | slice_of(row)


def slice_of(row: dict[str, str]) -> Place:
    """Return the cell of everyone in the slice of a finding."""
    name, _, level = row["slice"].partition(": ")
    return frozenset({(name, level)}) if level else EVERYONE


def hidden_in(rows: Iterable[dict[str, str]]) -> set[Unknown]:
    """Return the counts that the published findings do not show."""
    return {(place_of(row), row["measure"]) for row in rows if row["status"] in {"too-few", "hidden"}}


def worked_out(
    rows: Sequence[dict[str, str]],
    *,
    levels: dict[str, list[str]],
    small: Iterable[Unknown] = (),
    slack: int = 2,
) -> Bounds:
    """Return what the published findings tell. `small` are counts the intruder knows to be under 10 besides."""
    bounds = Bounds(slack)
    places = {place_of(row) for row in rows} | {slice_of(row) for row in rows} | {EVERYONE}
    first = next(row for row in rows if row["comparator"] == EVERYONE_ELSE and row["comparator_n"])
    for place in places:
        for result in ("", *RESULTS):
            bounds.know((place, result), 0, int(first["n"]) + int(first["comparator_n"]) + 10)
    for row in rows:
        place, result = place_of(row), row["measure"]
        if row["status"] == "hidden":  # it was not too few, and so not under 10
            bounds.know((place, result), 10, bounds.high[place, ""])
        elif row["n"]:
            bounds.see((place, ""), int(row["n"]))
            bounds.see((place, result), int(row["events"]))
            if slack:
                bounds.know((place, result), 10, bounds.high[place, ""] - 10)
        if row["comparator"] == EVERYONE_ELSE and row["comparator_n"]:
            others = int(row["comparator_n"])
            bounds.see((slice_of(row), ""), int(row["n"]) + others)
            events = int(row["events"]) + round(float(row["comparator_value"]) * others)
            bounds.see((slice_of(row), result), events)
    for what in small:
        bounds.know(what, 0, 9)
    lines = list(_lines(places, levels))
    learnt = True
    while learnt:
        learnt = False
        for parts, whole in lines:
            learnt |= bounds.add_up(parts, whole)
    return bounds


def _lines(places: set[Place], levels: dict[str, list[str]]) -> Iterable[tuple[list[Unknown], Unknown]]:
    """Give what adds up: the levels of a characteristic within each cell, and the results of each cell."""
    for place in places:
        yield [(place, result) for result in RESULTS], (place, "")
        for name in levels.keys() - dict(place).keys():
            parts = [place | {(name, level)} for level in levels[name]]
            if all(part in places for part in parts):
                yield from (
                    ([(part, result) for part in parts], (place, result)) for result in ("", *RESULTS)
                )
