"""The monthly series from the spring of 2020 to the autumn of 2026: open cases, new cases, weeks to conclude.

Where a figure was published for the real service in England it stands here as it was, marked `published`.
All other months are drawn between those and marked `invented`. The new cases of 2023 to 2024 add up to the
published 55,830.
"""

from itertools import pairwise

import numpy as np
import pyarrow as pa

from dueregard.demo.streams import stream

FIRST, LAST = "2020-03", "2026-10"

OPEN = "Open children's cases at the end of the month"
NEW = "New children's cases"
WEEKS = "Mean weeks to conclude care proceedings"

NEW_CASES_2023_24 = (4_188, 4_876, 4_811, 4_742, 4_690, 4_655, 4_938, 4_925, 3_984, 4_751, 4_634, 4_636)
"""New cases from April 2023 to March 2024: the months are invented, their sum of 55,830 is published."""

PUBLISHED: dict[str, dict[str, float]] = {
    OPEN: {"2022-04": 34_695, "2023-03": 32_904, "2024-05": 29_819},
    NEW: {},
    WEEKS: {"2021-03": 44, "2021-12": 45, "2023-03": 47, "2024-03": 43},
}
"""Published figures by month. Weeks are published by quarter and stand at the last month of it."""

INVENTED: dict[str, dict[str, float]] = {
    OPEN: {"2020-03": 31_050, "2021-02": 37_200, "2025-03": 28_700, "2026-10": 27_900},
    NEW: {
        "2020-03": 4_700,
        "2020-04": 3_650,
        "2020-09": 5_300,
        "2023-03": 5_000,
        "2024-04": 4_760,
        "2026-10": 4_690,
    },
    WEEKS: {"2020-03": 34, "2022-06": 46.5, "2025-06": 40, "2026-10": 37.5},
}
"""The turning points of what is not published, so that the series goes a believable way."""

NOISE: dict[str, float] = {OPEN: 140.0, NEW: 190.0, WEEKS: 0.45}
"""How far an invented month strays from the line between its neighbours (standard deviation)."""


def months() -> list[str]:
    """Return all months of the series, such as 2020-03."""
    first, last = np.datetime64(FIRST, "M"), np.datetime64(LAST, "M")
    return [str(month) for month in np.arange(first, last + 1)]


def series(seed: int) -> pa.Table:
    """Return the series, one row for each month and measure: month, measure, value, basis."""
    every = months()
    rng = stream(seed, "series")
    rows = [
        {"month": month, "measure": measure, "value": value, "basis": basis}
        for measure in PUBLISHED
        for month, value, basis in _one(rng, measure, every)
    ]
    return pa.Table.from_pylist(rows)


def _one(rng: np.random.Generator, measure: str, every: list[str]) -> list[tuple[str, float, str]]:
    fixed = PUBLISHED[measure] | _the_year_of_the_casework(measure)
    turns = sorted((fixed | INVENTED[measure]).items())
    places = {month: place for place, month in enumerate(every)}
    if any(places[a[0]] >= places[b[0]] for a, b in pairwise(turns)):
        raise ValueError(f"The turning points of “{measure}” are not in order.")
    line = np.interp(range(len(every)), [places[month] for month, _ in turns], [value for _, value in turns])
    strayed = line + rng.normal(0, NOISE[measure], len(every))
    decimals = 1 if measure == WEEKS else 0
    return [
        (
            month,
            float(fixed.get(month, round(float(strayed[place]), decimals))),
            "published" if month in PUBLISHED[measure] else "invented",
        )
        for place, month in enumerate(every)
    ]


def _the_year_of_the_casework(measure: str) -> dict[str, float]:
    if measure != NEW:
        return {}
    year = [str(month) for month in np.arange(np.datetime64("2023-04"), np.datetime64("2024-04"))]
    return dict(zip(year, map(float, NEW_CASES_2023_24), strict=True))
