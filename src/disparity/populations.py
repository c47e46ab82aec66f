"""Reading the population that a caseload is compared with, from a file of counts of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from disparity.checking import prepare
from disparity.errors import DataError
from disparity.plan import Characteristic, Measure, Plan, Population
from disparity.problems import Problem


def with_population(plan: Plan, data: Path | None) -> Plan:
    """Return the plan with the counts of its population, as its measures of kind ``representation`` need them.

    The file is read as any file of data is, by what ``[population]`` says of it: its counts, the rows that are
    wanted, and which of its columns holds each characteristic, in the codes of the plan. A plan without such
    measures comes back as it is.

    Raises
    ------
    DataError
        If the file is missing or not needed, cannot be read, or has rows that the plan refuses.
    """
    needed = any(measure.kind == "representation" for measure in plan.measures)
    if not needed and data is None:
        return plan
    if not needed or data is None or plan.population is None:
        what = "no measure of the plan needs a population" if not needed else "the population is missing"
        fix = "Leave its file out" if not needed else "Give its file, as in --population FILE"
        raise DataError([Problem(what, "the population", fix, kind="population")])
    counts = _counts_of(plan, plan.population, data)
    measures = tuple(
        replace(measure, population=counts) if measure.kind == "representation" else measure
        for measure in plan.measures
    )
    return replace(plan, measures=measures)


def _counts_of(plan: Plan, population: Population, data: Path) -> dict[str, dict[str, int]]:
    """Return how many people of the population each level of each characteristic has, those known only."""
    from disparity.cube_building import build_cube  # brings half a second of libraries

    asked = Plan(
        title=plan.title,
        unit="person",
        characteristics=_characteristics(plan, population.columns),
        measures=(Measure("people", "share"),),
        input=population.input,
    )
    with tempfile.TemporaryDirectory(prefix="disparity-") as private:
        receipt = prepare(asked, data, Path(private))
        if receipt.refused:
            raise DataError(receipt.problems)
        cube = build_cube(asked, Path(private) / "accepted.parquet", data_sha256=receipt.data_sha256)
    counts = {}
    for axis in cube.axes:
        people = np.asarray(cube.roll((axis.name,)).people).tolist()
        counts[axis.name] = {
            level: people[number] for number, level in enumerate(axis.levels) if number != axis.unknown
        }
    return counts


def _characteristics(plan: Plan, columns: Mapping[str, str]) -> tuple[Characteristic, ...]:
    """Return the characteristics that the population has, and their roll-ups, with its columns."""
    read: dict[str, Characteristic] = {}
    for each in plan.characteristics:
        if each.parent is not None and each.parent.name in read:
            parent = read[each.parent.name]
            read[each.name] = replace(each, column=parent.column, parent=parent)
        elif each.name in columns:
            read[each.name] = replace(each, column=columns[each.name], reference=None)
    return tuple(read.values())
