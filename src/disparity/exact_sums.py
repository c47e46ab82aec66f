"""Asking an engine for the cells: with all its threads wherever the order of adding cannot change a digit.

Counts are whole numbers, and so are the sums of whole values below 2**53: any order gives the same. Sums of
fractions depend on it in their last bits, so they alone are asked for in the order of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow.compute as pc

from disparity.engines import Opened

EXACT = 2.0**53
"""Below it every whole number is a float64."""


def cells_of(query: Any, found: Opened, *, by: Sequence[str], measures: Sequence[int], whole: bool) -> Any:
    """Return the cells that `query` counts, as an Arrow table.

    Parameters
    ----------
    query
        The Ibis expression of the cells, with columns ``total0``, ``squares0`` and so on.
    found
        The rows it is made from.
    by
        The columns it groups by.
    measures
        The numbers of the measures whose values are added up.
    whole
        Whether `are_whole` says that none of them is a fraction.
    """
    if not measures or found.in_order is None:
        return found.ask(query)
    sums = [f"{name}{index}" for index in measures for name in ("total", "squares")]
    if whole:
        cells = found.ask(query)
        if all(_most(cells[f"squares{index}"]) < EXACT for index in measures):
            return cells
    cells = _sorted(found.ask(query.drop(*sums)), by)
    with found.in_order():
        added = _sorted(found.ask(query.select(*by, *sums)), by)
    for name in sums:
        cells = cells.append_column(name, added[name])
    return cells


def are_whole(found: Opened, measures: Sequence[int]) -> bool:
    """Whether no known value of the measures is a fraction."""
    if not measures:
        return True
    rows = found.rows
    fractions = {f"m{index}": rows.count(where=rows[f"m{index}"] % 1 != 0) for index in measures}
    counts = found.ask(rows.aggregate(**fractions)).to_pylist()[0]
    return not any(counts.values())


def _most(column: Any) -> float:
    """Return the largest value. Sums of squares only grow, so that no sum on the way was larger."""
    return float(pc.max(column).as_py() or 0)


def _sorted(cells: Any, by: Sequence[str]) -> Any:
    return cells.sort_by([(name, "ascending") for name in by]).combine_chunks()
