"""The attack: its intervals against counting out every possible table, and three planted releases that it refuses."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from disparity import attack, make_release, protection
from disparity.attack_rule import is_broken
from disparity.errors import NotReleasable
from disparity.plan import Characteristic, Measure, Protection
from disparity.protection import protect
from disparity.release import internal_release
from tests.disparity.reference import cube_of, plan_of

TEAM = Characteristic("team", "team")
PASSED = Measure("passed", "proportion", "result", event=("yes",), levels=("no", "yes"))
FAILED = Measure("failed", "proportion", "result", event=("no",), levels=("no", "yes"))
PAY = Measure("pay", "mean", "pay", step=100.0)
MOST = 36
"""The largest count that is tried when every possible table is counted out."""


def group(events, n, **levels):
    """Return `n` people, of whom `events` passed and the others failed."""
    return [
        {**levels, "passed": number < events, "failed": number >= events, "pay": 100.0} for number in range(n)
    ]


def without_second_hiding(monkeypatch):
    monkeypatch.setattr(protection, "hide_what_reveals", lambda reasons, *_, **__: reasons)
    without_bounding(monkeypatch)


def without_bounding(monkeypatch):
    monkeypatch.setattr(protection, "hide_what_bounds", lambda reasons, *_, **__: reasons)


# The rule


@pytest.mark.parametrize(
    ("low", "high", "broken"),
    [
        (7, 7, True),  # worked out
        (0, 0, True),  # nobody had it: that tells about everyone
        (1, 9, True),  # few, and not nobody
        (0, 8, True),
        (0, 9, False),  # no more than "too few" says
        (3, 10, False),  # it may be as many as are shown
        (40, 43, True),  # better known than a count that is shown
        (40, 44, False),
    ],
)
def test_a_count_is_broken_if_it_is_known_better_than_the_rule_allows(low, high, broken):
    assert bool(is_broken(np.array([low]), np.array([high]), Protection())[0]) is broken


# Every possible table


def rounds_to(counts, shown):
    return (2 * counts + 5) // 10 * 5 == shown


def by_counting_out(release, cells, numbers, small):
    """Return the least and the most of each count, over every table that could have been published so.

    `numbers` gives the counts of a cell, or of everyone in a slice, in all tables; `small` says of each table
    whether a cell is too few to show in it.
    """
    possible = np.ones(np.broadcast_shapes(*(part.shape for cell in cells for part in numbers(cell))), bool)
    for row in release.completeness:
        if row.kind == "measure" and row.known is not None:
            possible &= rounds_to(sum(numbers(("all", "all"))), row.known)
    for finding in release.findings:
        cell = finding.group, finding.slice
        parts = numbers(cell)
        if finding.status == "too-few":
            possible &= small(cell)
            continue
        possible &= ~small(cell)
        if finding.status == "hidden":
            continue
        possible &= rounds_to(sum(parts), finding.n)
        if finding.events is not None:
            possible &= rounds_to(parts[0], finding.events)
        if finding.comparator_n is not None:
            everyone = numbers(("all", finding.slice))
            possible &= rounds_to(sum(everyone), finding.n + finding.comparator_n) & ~small(
                ("all", finding.slice)
            )
            if finding.events is not None:
                others = round(finding.comparator_value * finding.comparator_n)
                possible &= rounds_to(everyone[0], finding.events + others)
    assert possible.any()

    def limits(counts):
        found = np.broadcast_to(counts, possible.shape)[possible]
        return int(found.min()), int(found.max())

    return limits


few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(counts=st.lists(st.integers(0, 15), min_size=4, max_size=4))
def test_of_a_mean_by_slice_the_intervals_are_those_of_every_possible_table(counts):
    places = [(team, region) for team in "AB" for region in ("North", "South")]
    rows = [
        row
        for (team, region), number in zip(places, counts, strict=True)
        for row in group(0, number, team=team, region=region)
    ]
    plan = plan_of([Characteristic("team", "team", levels=("A", "B"))], [PAY], slices=["region"])
    if {region for (_, region), number in zip(places, counts, strict=True) if number} != {"North", "South"}:
        return
    inner = dict(zip(places, np.ix_(*[np.arange(MOST)] * 4), strict=True))

    def numbers(cell):
        team, within = cell[0], cell[1].removeprefix("region: ")
        return [
            sum(n for (one, place), n in inner.items() if team in (one, "all") and within in (place, "all"))
        ]

    try:
        release = make_release(protect(cube_of(plan, rows)))
    except NotReleasable:
        release = None
    protected = protect(cube_of(plan, rows))
    limits = by_counting_out(
        release or unguarded(protected),
        [("all", "all")],
        numbers,
        lambda cell: numbers(cell)[0] < 10,
    )
    for found in attack(protected, tight=True).counts:
        low, high = limits(numbers((found.group, found.slice))[0])
        assert (found.low, MOST - 1 if found.high is None else min(found.high, MOST - 1)) == (
            low,
            min(high, MOST - 1),
        )


def unguarded(protected):
    """Return what would have been published, had the attack not refused it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("disparity.release._withstood", lambda protected: {"ran": False, "reason": ""})
        return make_release(protected)


@few
@given(data=st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), min_size=2, max_size=2))
def test_of_a_proportion_the_intervals_are_those_of_every_possible_table(data):
    rows = [
        row
        for team, (events, others) in zip("AB", data, strict=True)
        for row in group(events, events + others, team=team)
    ]
    assume(0 < len(rows) < MOST - 2)  # so that every table that could be rounded so is among those tried
    plan = plan_of([Characteristic("team", "team", levels=("A", "B"))], [PASSED])
    grid = np.ix_(*[np.arange(MOST)] * 4)
    inner = {"A": grid[:2], "B": grid[2:], "all": (grid[0] + grid[2], grid[1] + grid[3])}
    with pytest.MonkeyPatch.context() as patch:
        without_second_hiding(patch)
        protected = protect(cube_of(plan, rows))
    limits = by_counting_out(
        unguarded(protected),
        [("all", "all")],
        lambda cell: inner[cell[0]],
        lambda cell: (inner[cell[0]][0] < 10) | (inner[cell[0]][1] < 10),
    )
    for found in attack(protected, tight=True).counts:
        those, others = inner[found.group]
        counts = {"people": those + others, "with": those, "without": others}[found.count]
        low, high = limits(counts)
        assert found.low == low
        # Where nobody is told how many there are, more are possible than are tried.
        assert found.high == high or high >= MOST - 1


# Three planted releases


def test_refused_one_hidden_cell_in_a_line_whose_total_is_shown(monkeypatch):
    rows = [*group(33, 66, team="A"), *group(4, 40, team="B"), *group(33, 66, team="C")]
    cube = cube_of(plan_of([TEAM], [PASSED]), rows)
    assert make_release(protect(cube)).manifest["attack"]["ran"] is True
    without_second_hiding(monkeypatch)
    with pytest.raises(NotReleasable, match=r"refused: .*passed: team B \(with\)") as refused:
        make_release(protect(cube))
    assert not any(str(number) in str(refused.value).partition("They are")[2] for number in range(10))


def test_refused_two_tables_that_share_a_hidden_cell(monkeypatch):
    """Along the regions two cells are hidden, and protect one another; along the teams there is one."""
    rows = []
    for region, events in (("North", 4), ("South", 20)):
        rows += group(events, 60, team="A", region=region) + group(40, 90, team="B", region=region)
    region = Characteristic("region", "region")
    cube = cube_of(plan_of([TEAM, region], [PASSED], intersections=2), rows)
    assert make_release(protect(cube)).manifest["attack"]["cells"] > 0
    real = protection.hide_what_reveals

    def along_regions_only(reasons, parts, lines, ranking, threshold):
        return real(reasons, parts, lines[1:2], ranking, threshold=threshold)

    monkeypatch.setattr(protection, "hide_what_reveals", along_regions_only)
    without_bounding(monkeypatch)
    with pytest.raises(NotReleasable, match="passed: team × region A × North"):
        make_release(protect(cube))


def test_refused_a_complement_that_gives_a_count_back(monkeypatch):
    """Of those who passed, A and B are hidden, and of those who failed, A and C: so B passes for known."""
    rows = [*group(4, 40, team="A"), *group(13, 43, team="B"), *group(30, 60, team="C")]

    def only(measures):
        return cube_of(plan_of([TEAM], measures), rows)

    assert make_release(protect(only([PASSED, FAILED]))).findings
    real = protection.hide_what_reveals

    def hide(reasons, parts, lines, ranking, threshold):
        if parts[0].sum() > parts[1].sum():  # those who failed
            ranking = ranking.max() - ranking
        return real(reasons, parts, lines, ranking, threshold=threshold)

    monkeypatch.setattr(protection, "hide_what_reveals", hide)
    without_bounding(monkeypatch)
    for measure in (PASSED, FAILED):
        alone = attack(protect(only([measure])))
        assert alone.counts
    with pytest.raises(NotReleasable, match="refused"):
        make_release(protect(only([PASSED, FAILED])))


# What it is given, and what it says


def test_a_release_is_attacked_as_the_numbers_it_was_made_from():
    rows = [*group(25, 51, team="A"), *group(4, 20, team="B"), *group(25, 52, team="C")]
    protected = protect(cube_of(plan_of([TEAM], [PASSED]), rows))
    release = make_release(protected)
    found = attack(release)
    assert found == attack(protected)
    assert (found.cells, found.broken) == (release.manifest["attack"]["cells"], ())
    assert release.manifest["attack"]["narrowest"] == found.narrowest >= 5
    assert all(one.high is None or one.low < one.high for one in found.counts)


def test_an_internal_release_cannot_be_attacked():
    cube = cube_of(plan_of([TEAM], [PASSED]), group(20, 50, team="A"))
    with pytest.raises(NotReleasable, match="nothing else hides any"):
        attack(internal_release(cube))


def test_a_cell_without_anybody_is_not_judged():
    team = Characteristic("team", "team", levels=("A", "B", "Empty"))
    cube = cube_of(plan_of([team], [PASSED]), [*group(30, 60, team="A"), *group(20, 40, team="B")])
    assert attack(protect(cube)).counts == ()
    assert make_release(protect(cube)).manifest["attack"]["cells"] == 0
