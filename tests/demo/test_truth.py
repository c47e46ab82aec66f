"""What was planted is in the files: found again by plain arithmetic, with nothing of the engine."""

import numpy as np
import pytest

from dueregard.demo.truth import PLANTED, Planted

CLUSTERED = 1.5
"""Brothers and sisters share a case, so that errors are larger than rows alone would say."""


def _groups(full, planted: Planted) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the outcome of each row (NaN if not known), and which rows are in the group and the reference."""
    raw = full.column(planted.file, planted.measure)
    if planted.event:
        unknown = np.isin(raw, ["", "Too young"])
        outcome = np.where(unknown, np.nan, np.isin(raw, planted.event).astype(float))
    else:
        outcome = raw.astype(float)
    counted = ~np.isnan(outcome)
    for column, values in planted.among.items():
        counted &= np.isin(full.column(planted.file, column), values)
    characteristic = full.column(planted.file, planted.characteristic)
    return (
        outcome,
        counted & np.isin(characteristic, planted.group),
        counted & np.isin(characteristic, planted.reference),
    )


def _strata(full, planted: Planted) -> np.ndarray:
    """Return a number for each row: the same for rows alike in every column of `within`."""
    number = np.zeros(full.tables[planted.file].num_rows, dtype=np.int64)
    for column in planted.within:
        levels, place = np.unique(full.column(planted.file, column), return_inverse=True)
        number = number * len(levels) + place
    return number


def _within(full, planted: Planted) -> tuple[float, float]:
    """Return the difference within strata, weighted by how much each says, and its standard error."""
    outcome, group, reference = _groups(full, planted)
    strata = _strata(full, planted)
    weights, differences, variances = [], [], []
    for stratum in np.unique(strata):
        ours, theirs = outcome[group & (strata == stratum)], outcome[reference & (strata == stratum)]
        if min(len(ours), len(theirs)) < 2:
            continue
        weights.append(len(ours) * len(theirs) / (len(ours) + len(theirs)))
        differences.append(ours.mean() - theirs.mean())
        variances.append(ours.var(ddof=1) / len(ours) + theirs.var(ddof=1) / len(theirs))
    share = np.array(weights) / sum(weights)
    return float(share @ differences), float(np.sqrt(share**2 @ variances))


def _plain(full, planted: Planted) -> float:
    outcome, group, reference = _groups(full, planted)
    return float(outcome[group].mean() - outcome[reference].mean())


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_the_difference_within_like_groups_is_the_planted_one(full, planted):
    found, error = _within(full, planted)
    assert abs(found - planted.size) < 3 * CLUSTERED * error
    if planted.size:
        assert abs(found) > 2 * error, "the file is too small to show this at all"


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_plain_comparison_shows_what_the_truth_says_it_shows(full, planted):
    least, most = planted.unadjusted
    assert least <= _plain(full, planted) <= most


def _named(name: str) -> Planted:
    return next(planted for planted in PLANTED if planted.name == name)


def test_one_plain_gap_vanishes_within_like_groups(full):
    planted = _named("Wishes recorded for Asian children")
    found, error = _within(full, planted)
    assert _plain(full, planted) < -0.03
    assert abs(found) < 3 * CLUSTERED * error < 0.025


def test_one_real_gap_is_larger_than_a_plain_comparison_says(full):
    planted = _named("Disabled children are seen alone less often")
    found, _ = _within(full, planted)
    assert found < _plain(full, planted) - 0.02


def test_the_gap_of_disabled_asian_children_is_in_no_other_group(full):
    asian = _named("Reports on disabled Asian children are late more often")
    white = _named("Reports on disabled White children")
    assert _within(full, asian)[0] < -0.05 < _within(full, white)[0]
