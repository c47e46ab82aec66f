"""Solving large problems from within: the interior-point method of HiGHS, stopped before it seeks a corner.

What comes out is nearly the furthest, and that is enough where any solution far from another will do. To go on to the
corner would take many times as long.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from disparity.cube import Floats
from disparity.errors import NotReleasable

_EXACT = 1e-6
"""By how much, of the largest number in it, a row may fail to add up."""


class Interior:
    """What binds some counts: `rows` (sparse) times the counts are `right`, each between `low` and `high`."""

    def __init__(self, rows: Any, right: Floats, low: Floats, high: Floats) -> None:
        from highspy import Highs, HighsLp, MatrixFormat

        self._rows, self._right, self._low, self._high = rows.tocsr(), right, low, high
        self._scale = max(1.0, float(np.abs(right).max(initial=0.0)))
        self._every = np.arange(len(low), dtype=np.int32)
        program = HighsLp()
        program.num_col_, program.num_row_ = len(low), len(right)
        program.col_cost_, program.col_lower_, program.col_upper_ = np.zeros(len(low)), low, high
        program.row_lower_ = program.row_upper_ = right
        matrix = program.a_matrix_
        matrix.format_ = MatrixFormat.kRowwise
        matrix.start_, matrix.index_, matrix.value_ = (
            self._rows.indptr.astype(np.int32), self._rows.indices.astype(np.int32), self._rows.data,
        )  # fmt: skip
        self._highs: Any = Highs()  # type: ignore[no-untyped-call]  # the library has no types
        for option, value in (
            ("output_flag", False), ("threads", 1), ("solver", "ipm"), ("run_crossover", "off"),
        ):  # fmt: skip
            self._highs.setOptionValue(option, value)
        self._highs.passModel(program)

    def furthest(self, cost: Floats) -> Floats:
        """Return the counts for which `cost` times them is, nearly, the least.

        Raises
        ------
        NotReleasable
            If there is no solution, or none that can be trusted.
        """
        from highspy import HighsModelStatus

        highs = self._highs
        highs.changeColsCost(len(cost), self._every, cost)
        for presolve in ("on", "off"):  # what is made ready first is sooner done, and now and then spoilt
            highs.clearSolver()  # so that an answer does not depend on the questions before it
            highs.setOptionValue("presolve", presolve)
            highs.run()
            solution = np.array(highs.getSolution().col_value)
            if highs.getModelStatus() == HighsModelStatus.kOptimal and self._adds_up(solution):
                return solution
        raise not_finished(highs.modelStatusToString(highs.getModelStatus()))

    def _adds_up(self, solution: Floats) -> bool:
        return bool(np.abs(self._rows @ solution - self._right).max(initial=0.0) <= _EXACT * self._scale)


def not_finished(why: str) -> NotReleasable:
    """Return the error that says that the attack came to no end."""
    return NotReleasable(f"The attack on the release could not be finished. {why}")
