"""Checking a file of data against a plan: every row is accepted or refused, and the receipt says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from disparity.checked_files import CheckedFiles
from disparity.counted_rows import CountReader, Wanted
from disparity.errors import DataError
from disparity.faults import Fault
from disparity.hindsight import missing_references, observations
from disparity.plan import Plan
from disparity.problems import Problem
from disparity.progress import Progress, followed
from disparity.sources import Batch, Source, open_source, refusal, state_of
from disparity.tally import Tally, gather
from disparity.values import LevelReader, Mask, Reader, ReasonReader, reader_of


@dataclass(frozen=True)
class Receipt:
    """What became of a file of data: ``rows_in == accepted + refused``, always.

    `problems` are about refused rows, one for each column and value; `notes` are worth knowing and refuse
    nothing. `data_sha256` and `size` are those of the file as it came.
    """

    data_sha256: str
    size: int
    rows_in: int
    accepted: int
    refused: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    def __post_init__(self) -> None:
        """Refuse a receipt that loses a row."""
        if self.rows_in != self.accepted + self.refused or min(self.accepted, self.refused) < 0:
            raise ValueError(
                f"a receipt loses rows: {self.rows_in} in, {self.accepted} accepted, {self.refused} refused"
            )

    def as_dict(self) -> dict[str, Any]:
        """Return the receipt as plain values, as JSON can hold them."""
        plain = asdict(self)
        return {**plain, "problems": list(plain["problems"]), "notes": list(plain["notes"])}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Receipt:
        """Return the receipt that `as_dict` made plain."""
        lists = {key: tuple(Problem(**problem) for problem in plain[key]) for key in ("problems", "notes")}
        return cls(**{**plain, **lists})


def prepare(plan: Plan, data: Path, directory: Path, *, progress: Progress | None = None) -> Receipt:
    """Check a file, and write its accepted rows to ``directory/accepted.parquet``.

    Refused rows, if there are any, are listed in ``directory/refused.csv``. Both files appear whole at the
    end, or not at all. `progress` is told how many rows have been read.

    Raises
    ------
    DataError
        If the file as a whole cannot be used.
    """
    source = open_source(data, plan.columns)
    with CheckedFiles(plan, directory) as files:
        receipt = _examine(plan, data, source, files, progress)
        files.finish(source.malformed, refused=receipt.refused)
    return receipt


def check(plan: Plan, data: Path, *, progress: Progress | None = None) -> Receipt:
    """Check a file as `prepare` does, and write nothing."""
    return _examine(plan, data, open_source(data, plan.columns), None, progress)


def _examine(
    plan: Plan, data: Path, source: Source, files: CheckedFiles | None, progress: Progress | None
) -> Receipt:
    if any(measure.kind == "representation" and not measure.population for measure in plan.measures):
        what, fix = "the population is missing", "Give the file of the population as well"
        raise DataError([Problem(what, "the population", fix, kind="population")])
    before = state_of(data)
    readers: list[Reader] = [LevelReader(dimension) for dimension in plan.dimensions]
    readers += [reader_of(measure, otherwise=plan.dimensions[0].column) for measure in plan.measures]
    readers += [ReasonReader(dimension) for dimension in plan.dimensions if dimension.reasons]
    counts = {column: CountReader(column, plan.input) for column in plan.input.count}
    wanted, tally = Wanted(plan.input), Tally()
    rows_in = refused = 0
    for batch in followed(source, progress):
        for part in wanted.parts(batch):
            rows_in += len(part.batch.rows)
            of_part = [*readers, counts[part.count]] if part.count else readers
            refused += _examine_batch(plan, part.batch, of_part, tally, files)
    if state_of(data) != before:
        raise refusal(
            "the file was changed while it was read", data, "Try again with a copy of it", "changed"
        )
    rows_in += len(source.malformed)
    refused += len(source.malformed)
    if not rows_in:
        raise DataError([*wanted.notes(data.name), _no_rows(wanted, data)])
    problems = tally.problems(source.malformed)
    if missing := missing_references(readers):
        raise DataError([*missing, *problems])
    if counts and not problems and not sum(reader.total for reader in counts.values()):
        what, fix = "all counts are 0, so that there is nobody to compare", "Look at the columns of counts"
        raise refusal(what, data, fix, "no-rows")
    return Receipt(
        data_sha256=source.sha256,
        size=source.size,
        rows_in=rows_in,
        accepted=rows_in - refused,
        refused=refused,
        problems=problems,
        notes=(*source.notes, *wanted.notes(data.name), *observations(readers)),
    )


def _no_rows(wanted: Wanted, data: Path) -> Problem:
    if wanted.passed_over:
        what, fix = "the file has no row that the plan wants", "Look at [input] only in the plan"
    elif wanted.left_aside:
        what, fix = "no row has a count", "Look at [input] count and unknown in the plan"
    else:
        what, fix = "the file has a header and no rows", "Export it again, with its rows"
    return Problem(what, data.name, fix, kind="no-rows")


def _examine_batch(
    plan: Plan,
    batch: Batch,
    readers: Sequence[Reader | CountReader],
    tally: Tally,
    files: CheckedFiles | None,
) -> int:
    """Check some rows, write them where they belong, and return how many were refused."""
    readings = [reader.read(batch.columns[reader.column]) for reader in readers]
    columns = [reader.column for reader in readers]
    faults, refused = gather(
        [(column, reading.faults) for column, reading in zip(columns, readings, strict=True)], len(batch.rows)
    )
    for (column, fault), mask in faults.items():
        tally.add(column, fault, batch.rows[mask])
    if files is not None:
        kept, dropped = pa.array(~refused), pa.array(refused)
        files.accept([reading.values.filter(kept) for reading in readings])
        if refused.any():
            raw = [batch.columns[name].filter(dropped) for name in plan.columns]
            files.refuse(batch.rows[refused], _reasons(faults, refused), raw)
    return int(refused.sum())


def _reasons(faults: dict[tuple[str, Fault], Mask], refused: Mask) -> list[str]:
    """Return for each refused row what is wrong with it, in one text."""
    reasons: list[list[str]] = [[] for _ in range(int(refused.sum()))]
    for (column, fault), mask in faults.items():
        for position in mask[refused].nonzero()[0].tolist():
            reasons[position].append(f"{column}: {fault.what}")
    return ["; ".join(parts) for parts in reasons]
