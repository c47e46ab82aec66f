"""Which rows of a file the plan wants, and how many people each of them stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disparity.faults import THOUSANDS, Fault, shown, spreadsheet_fault
from disparity.plan import Input
from disparity.problems import Problem, did_you_mean, quoted
from disparity.sources import Batch
from disparity.values import Distinct, Mask, Reading

LARGEST_COUNT = 10**10
"""More people than there are. Sums of such counts stay far below 2**53, where floating point is exact."""

WHOLE = re.compile(r"\+?[0-9]+(\.0*)?")


class CountReader:
    """Reads a column of counts: whole numbers of 0 or more. A spreadsheet's thousands separators are understood."""

    def __init__(self, column: str, asked: Input) -> None:
        self.column = column
        self.total = 0
        self._asked = asked
        self._distinct = Distinct(self._judge)

    def read(self, raw: Any) -> Reading:
        """Return the counts of a piece of the column."""
        reading = self._distinct.read(raw, pa.int64())
        self.total += pc.sum(reading.values).as_py() or 0
        return reading

    def _judge(self, raw: str) -> int | Fault:
        value = raw.strip()
        if value in self._asked.zero:
            return 0
        if THOUSANDS.fullmatch(value):
            value = value.replace(",", "")
        if WHOLE.fullmatch(value):
            number = int(value.partition(".")[0])
            return number if number <= LARGEST_COUNT else _too_large(value)
        return _not_a_count(value)


def _too_large(value: str) -> Fault:
    return Fault("too-large", f"{shown(value)} is too large to be a count of people", "Correct the data")


def _not_a_count(value: str) -> Fault:
    if fault := spreadsheet_fault(value):
        return fault
    told = shown(value)
    if not value:
        fix = "Write 0 where there is nobody; the plan cannot say what a blank means"
        return Fault("not-a-count", "a count is blank", fix)
    fix = f"Correct the data, or add zero = [{told}] or unknown = [{told}] to [input] in the plan"
    what = "is not a whole number of people, 0 or more"
    return Fault("not-a-count", f"{told} {what}", fix)


@dataclass(frozen=True)
class Part:
    """Some rows as the plan wants them; `count` is the column of counts that they are read with, if any."""

    batch: Batch
    count: str | None


@dataclass
class Wanted:
    """Takes from each piece of a file the rows that are wanted, once for each column of counts.

    `passed_over` and `left_aside` grow as it goes: rows that ``only`` does not want, and rows without a count.
    """

    asked: Input
    passed_over: int = 0
    left_aside: int = 0
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def parts(self, batch: Batch) -> Iterator[Part]:
        """Give the wanted rows of a piece of the file."""
        kept = np.ones(len(batch.rows), dtype=bool)
        for column, values in self.asked.only.items():
            text = _trimmed(batch.columns[column])
            kept &= pc.is_in(text, pa.array(values, pa.string())).to_numpy(zero_copy_only=False)
            self._remember(column, text)
        self.passed_over += int((~kept).sum())
        wanted = _only(batch, kept)
        if not self.asked.count:
            yield Part(wanted, None)
            return
        for heading in self.asked.count:
            unknown = pc.is_in(_trimmed(wanted.columns[heading]), pa.array(self.asked.unknown, pa.string()))
            without = unknown.to_numpy(zero_copy_only=False)
            self.left_aside += int(without.sum())
            counted = _only(wanted, ~without)
            yield Part(self._with_heading(counted, heading), heading)

    def notes(self, name: str) -> Iterator[Problem]:
        """Give what is worth knowing of the rows that were not taken, and of the values nobody has."""
        for column, values in self.asked.only.items():
            seen = self._seen.get(column, set())
            if absent := [value for value in values if value not in seen]:
                fix = f"{did_you_mean(absent[0], seen)} Check how the plan writes it".strip()
                what = f"no row has {quoted(absent)}, which the plan wants"
                yield Problem(what, f'column "{column}"', fix, kind="wanted-never-seen")
        if self.passed_over:
            what = f"{self.passed_over:,} rows were passed over, because [input] only in the plan does not want them"
            yield Problem(what, name, "", kind="passed-over")
        if len(self.asked.count) > 1:
            what = f"each row is read {len(self.asked.count)} times, once for each column of counts"
            yield Problem(what, name, "", kind="read-repeatedly")
        if self.left_aside:
            what = f"{self.left_aside:,} counts are not published, and were left aside, so that sums are too small"
            yield Problem(what, name, "", kind="left-aside")

    def _with_heading(self, batch: Batch, heading: str) -> Batch:
        if self.asked.counted_by is None:
            return batch
        named = pa.array([heading] * len(batch.rows), pa.string())
        return Batch(batch.rows, {**batch.columns, self.asked.counted_by: named})

    def _remember(self, column: str, text: Any) -> None:
        """Keep which wanted values were seen, and enough of the others to name the one that was meant."""
        seen = self._seen.setdefault(column, set())
        for value in pc.unique(text).to_pylist():
            if len(seen) < 1_000 or value in self.asked.only[column]:
                seen.add(value)


def _trimmed(raw: Any) -> Any:
    text = pc.utf8_trim_whitespace(pc.fill_null(raw, ""))
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def _only(batch: Batch, kept: Mask) -> Batch:
    if kept.all():
        return batch
    mask = pa.array(kept)
    columns: Mapping[str, Any] = {name: column.filter(mask) for name, column in batch.columns.items()}
    return Batch(batch.rows[kept], columns)
