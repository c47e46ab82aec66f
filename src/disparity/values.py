"""What the raw values of a column mean to the plan: a level, an outcome, a number, or a fault.

Each reader takes a piece of a column as text and works on its distinct values, so that a hundred rows of
"Female" cost no more than one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from disparity.errors import DataError
from disparity.faults import Fault, number_fault, spreadsheet_fault, unknown_level, unusable_level
from disparity.plan import NOT_KNOWN, SHARES, Characteristic, Measure
from disparity.problems import Problem

MOST_LEVELS = 1_000
"""Different levels of a column without declared levels; more is an identifier or free text."""

REMEMBERED = 100_000
"""Distinct raw values whose meaning is kept from one piece of the file to the next."""

NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
LARGEST_NUMBER = 1e15
"""No measurement is so large, and the squares that the interval of a mean needs would lose their digits."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reading:
    """A piece of a column: its values (null where not known or refused), and which rows have which fault."""

    values: Any
    faults: dict[Fault, Mask]


@dataclass
class Distinct:
    """Judges distinct raw values, remembering what it has judged."""

    judge: Callable[[str], str | int | Fault | None]
    verdicts: dict[str, str | int | Fault | None] = field(default_factory=dict)

    def read(self, raw: Any, kind: pa.DataType) -> Reading:
        encoded = pc.fill_null(raw, "").dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        indices = encoded.indices.to_numpy(zero_copy_only=False)
        verdicts = [self._verdict(value) for value in encoded.dictionary.to_pylist()]
        faulty: dict[Fault, list[int]] = {}
        for index, verdict in enumerate(verdicts):
            if isinstance(verdict, Fault):
                faulty.setdefault(verdict, []).append(index)
        meanings = pa.array([None if isinstance(v, Fault) else v for v in verdicts], kind)
        masks = {fault: np.isin(indices, of_fault) for fault, of_fault in faulty.items()}
        return Reading(meanings.take(encoded.indices), masks)

    def _verdict(self, value: str) -> str | int | Fault | None:
        if value not in self.verdicts:
            if len(self.verdicts) >= REMEMBERED:
                self.verdicts.clear()
            self.verdicts[value] = self.judge(value)
        return self.verdicts[value]


class LevelReader:
    """Reads the levels of a characteristic or a slice. `seen` are those that occurred."""

    def __init__(self, dimension: Characteristic) -> None:
        self.dimension = dimension
        self.column = dimension.column
        self.seen: set[str] = set()
        self._distinct = Distinct(self._judge)

    def read(self, raw: Any) -> Reading:
        """Return the levels of a piece of the column."""
        return self._distinct.read(raw, pa.string())

    def _judge(self, raw: str) -> str | Fault:
        level = self.dimension.level_of(raw)
        if level is None:
            one_of = self.dimension.one_of
            if one_of is not None and (part := one_of.not_allowed(raw)) is not None:
                # The same fault in the column of each level, which is told once.
                return spreadsheet_fault(part) or unknown_level(part.strip(), one_of.whole)
            parent = self.dimension.parent
            if parent is not None and parent.level_of(raw) is None:
                return spreadsheet_fault(raw) or unknown_level(
                    raw, parent
                )  # the same fault, which is told once
            return spreadsheet_fault(raw) or unknown_level(raw, self.dimension)
        if self.dimension.levels is None and level != NOT_KNOWN and (fault := unusable_level(level)):
            return fault
        self.seen.add(level)
        if self.dimension.levels is None and len(self.seen) > MOST_LEVELS:
            what = (
                f"there are more than {MOST_LEVELS:,} different values, so it is an identifier or free text"
            )
            fix = f'Name another column for "{self.dimension.name}", or list its levels in the plan'
            raise DataError([Problem(what, f'column "{self.column}"', fix, kind="too-many-levels")])
        return level


class ReasonReader:
    """Reads why the level of a characteristic is not known; null where it is known."""

    def __init__(self, dimension: Characteristic) -> None:
        self.column = dimension.column
        self._distinct = Distinct(dimension.reason_of)

    def read(self, raw: Any) -> Reading:
        """Return the reasons of a piece of the column; the faults of its values are for `LevelReader` to tell."""
        return self._distinct.read(raw, pa.string())


class EventReader:
    """Reads the outcomes of a proportion: 1 for the event, 0 for another outcome, null for not known."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.column = measure.column
        self.seen: set[str] = set()
        self._distinct = Distinct(self._judge)

    def read(self, raw: Any) -> Reading:
        """Return the outcomes of a piece of the column."""
        return self._distinct.read(raw, pa.int8())

    def _judge(self, raw: str) -> int | Fault | None:
        outcome = self.measure.outcome_of(raw)
        if outcome is None:
            return spreadsheet_fault(raw) or unknown_level(raw, self.measure)
        if outcome == NOT_KNOWN:
            return None
        if self.measure.levels is None and (fault := spreadsheet_fault(outcome)):
            return fault
        if len(self.seen) <= MOST_LEVELS:
            self.seen.add(outcome)
        return int(outcome in self.measure.event)


class NumberReader:
    """Reads the numbers of a mean or a median."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.column = measure.column
        self._map = dict(measure.map)
        self._blank = pa.array(["", NOT_KNOWN, *sorted(measure.unknown)], pa.string())
        self._distinct = Distinct(lambda raw: number_fault(raw, measure))

    def read(self, raw: Any) -> Reading:
        """Return the numbers of a piece of the column."""
        text = pc.utf8_trim_whitespace(pc.fill_null(raw, ""))
        if self._map:
            found = pc.index_in(text, pa.array(list(self._map), pa.string()))
            text = pc.coalesce(pa.array(list(self._map.values()), pa.string()).take(found), text)
        blank = pc.is_in(text, self._blank)
        numeric = pc.and_(pc.match_substring_regex(text, NUMBER), pc.invert(blank))
        values = pc.if_else(numeric, text, None).cast(pa.float64())
        usable = pc.fill_null(pc.less_equal(pc.abs(values), LARGEST_NUMBER), False)
        wrong = pc.invert(pc.or_(blank, usable)).to_numpy(zero_copy_only=False)
        if not wrong.any():
            return Reading(values, {})
        faults = self._distinct.read(pc.if_else(pa.array(wrong), text, ""), pa.string()).faults
        return Reading(pc.if_else(usable, values, None), faults)


class EveryoneReader:
    """Reads 1 from every row, for a measure that counts everyone; `column` is one that the plan reads anyway."""

    def __init__(self, column: str) -> None:
        self.column = column

    def read(self, raw: Any) -> Reading:
        """Return a 1 for each row of a piece of the column."""
        return Reading(pa.array(np.ones(len(raw), dtype=np.int8)), {})


Reader = LevelReader | EventReader | NumberReader | EveryoneReader | ReasonReader


def reader_of(measure: Measure, *, otherwise: str = "") -> Reader:
    """Return the reader for a measure's kind; a measure without a column reads the one called `otherwise`."""
    if measure.kind in SHARES:
        return EveryoneReader(otherwise)
    return EventReader(measure) if measure.kind == "proportion" else NumberReader(measure)
