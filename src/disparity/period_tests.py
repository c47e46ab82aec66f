"""Whether a rate rises or falls from period to period: one test for each group, from the numbers that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from disparity.cells import SHOWN
from disparity.comparisons import Compared
from disparity.plan import RATES
from disparity.significance import trend


def trends_of(compared: Iterable[Compared]) -> list[dict[str, Any]]:
    """Return what the manifest says under ``trends``: a row for each group of each proportion by period.

    `statistic` is z, above 0 where the rate rises; `p` is two-sided (Cochran and Armitage, see
    `disparity.trend`), with the known periods as 0, 1, 2 … in their order. It is computed from the counts of
    the report alone: in a safe one they are rounded. A group has a row only if each of at least three periods
    shows it, since two periods are a comparison and no trend.
    """
    return [row for each in compared for row in _of_table(each)]


def _of_table(compared: Compared) -> Iterator[dict[str, Any]]:
    axis = compared.table.slice
    if compared.measure.kind not in RATES or axis is None or not axis.is_period:
        return
    known = [number for number in range(len(axis.levels)) if number != axis.unknown]
    if len(known) < 3:
        return
    own = compared.own
    n, events = own.n[:, known], own.events[:, known]
    whole = np.all((own.reason[:, known] == SHOWN) & (n > 0), axis=1) & compared.table.known
    tested = trend(events[whole], n[whole])
    statistics, probabilities = iter(tested.statistic.tolist()), iter(tested.p.tolist())
    for group, is_whole in zip(compared.table.groups, whole.tolist(), strict=True):
        if is_whole:
            z, p = next(statistics), next(probabilities)
            if np.isfinite(z):
                yield {
                    "measure": compared.measure.name,
                    "characteristic": compared.table.characteristic,
                    "group": group,
                    "first": axis.levels[known[0]],
                    "last": axis.levels[known[-1]],
                    "statistic": z,
                    "p": p,
                }
