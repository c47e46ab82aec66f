"""The invented cases: what is the same for all the children in one, and how many children there are.

When a case began, whether that was in the year, and how long care proceedings lasted have to agree. So
the length of those that ended in the year is drawn first, then the day they began; what is left over fills up
the exact number of new cases.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dueregard.demo import chances
from dueregard.demo.codes import APPLICATIONS, ETHNIC_GROUPS
from dueregard.demo.drawing import Codes, Truths, happens, pick
from dueregard.demo.scales import Counts, shares
from dueregard.demo.series import NEW_CASES_2023_24
from dueregard.demo.truth import WEEKS_LONGER

YEAR_BEGINS = date(2023, 4, 1)
YEAR_DAYS = 366
MONTH_LENGTHS = (30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31)
LONGEST_OPEN = 900
"""The oldest case that is still open began at most this many days before the year."""

PRIVATE, PUBLIC = 0, 1
S31 = APPLICATIONS.index("s31")

_LONGER = np.array([WEEKS_LONGER.get(group, 0.0) for group in ETHNIC_GROUPS])


@dataclass(frozen=True)
class Cases:
    """One entry for each case. `began` counts days from the first day of the year; it may be negative."""

    law: Codes
    application: Codes
    group: Codes
    place: Codes
    began: Codes
    children: Codes
    is_concluded: Truths
    longer: NDArray[np.float64]
    """Weeks to add to those of the child's age band: what was planted, and what differs by chance."""

    @property
    def is_new(self) -> Truths:
        """Whether the case began in the year."""
        return self.began >= 0


def draw_cases(rng: np.random.Generator, counts: Counts) -> Cases:
    """Draw the cases of the year: as many, new and existing, and with as many children, as `counts` says."""
    size = counts.cases
    law = np.full(size, PUBLIC, dtype=np.int64)
    law[rng.permutation(size)[: round(chances.PRIVATE_SHARE * size)]] = PRIVATE
    application = pick(rng, chances.APPLICATION_BY_LAW, law)
    group = pick(rng, chances.GROUP_BY_LAW, law)
    place = pick(rng, chances.PLACE_BY_GROUP, group)
    noise = (
        rng.gamma(chances.WEEKS_SHAPE, chances.WEEKS_SCALE, size) - chances.WEEKS_SHAPE * chances.WEEKS_SCALE
    )
    longer = _LONGER[group] + noise
    is_concluded = (application == S31) & happens(rng, chances.CONCLUDED, size)
    began = _beginnings(rng, counts, is_concluded, longer)
    return Cases(
        law=law,
        application=application,
        group=group,
        place=place,
        began=began,
        children=_sizes(rng, began >= 0, counts),
        is_concluded=is_concluded,
        longer=longer,
    )


def _beginnings(
    rng: np.random.Generator, counts: Counts, is_concluded: Truths, longer: NDArray[np.float64]
) -> Codes:
    """Return the first day of each case, so that concluded ones end in the year whatever the ages in them."""
    shortest = np.rint((chances.WEEKS.min() + longer) * 7)
    longest = np.rint((chances.WEEKS.max() + longer) * 7)
    room = YEAR_DAYS - longest + shortest
    began: Codes = np.floor(-shortest + rng.random(len(longer)) * room).astype(np.int64)

    others = rng.permutation(np.flatnonzero(~is_concluded))
    is_taken = is_concluded & (began >= 0)
    still = np.maximum(_wanted_by_month(counts) - np.bincount(_month_of(began[is_taken]), minlength=12), 0)
    missing = counts.new_cases - int(is_taken.sum())
    still = np.array(shares(missing, tuple(still.tolist())))
    new, old = others[:missing], others[missing:]
    month = rng.permutation(np.repeat(np.arange(12), still))
    began[new] = _FIRST_DAYS[month] + np.floor(rng.random(missing) * _LENGTHS[month]).astype(np.int64)
    began[old] = -1 - np.minimum(rng.exponential(190, len(old)), LONGEST_OPEN).astype(np.int64)
    return began


_LENGTHS = np.array(MONTH_LENGTHS)
_FIRST_DAYS = np.concatenate(([0], np.cumsum(_LENGTHS)[:-1]))


def _month_of(day: Codes) -> Codes:
    month: Codes = np.searchsorted(_FIRST_DAYS, day, side="right") - 1
    return month


def _wanted_by_month(counts: Counts) -> NDArray[np.int64]:
    return np.array(shares(counts.new_cases, tuple(float(cases) for cases in NEW_CASES_2023_24)))


def _sizes(rng: np.random.Generator, is_new: Truths, counts: Counts) -> Codes:
    """Return how many children each case has: at least one, and exactly right in sum for new and existing."""
    sizes = np.ones(len(is_new), dtype=np.int64)
    for cases, children in (
        (np.flatnonzero(is_new), counts.new_children),
        (np.flatnonzero(~is_new), counts.existing_children),
    ):
        brothers_and_sisters = rng.choice(cases, size=children - len(cases))
        sizes += np.bincount(brothers_and_sisters, minlength=len(is_new))
    return sizes
