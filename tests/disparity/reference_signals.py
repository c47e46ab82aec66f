"""A slow, obvious account of p, q and the adjusted figures: plain loops, and SciPy for one test at a time.

It takes a release's findings for a list of what is compared, and the rows of the data for everything else.
"""

from __future__ import annotations

from itertools import product
from math import erfc, exp, log, sqrt
from statistics import mean, variance

from scipy import stats

from disparity.plan import NOT_KNOWN
from tests.disparity.reference import Z, axes_of, level_of, outcomes


def signals_of(plan, rows, findings):
    """Return what each exact finding must say of p, q and adjusted, in the order of the findings."""
    said = [_signal(plan, rows, finding) for finding in findings]
    for family in families(plan, findings):
        tested = [said[number]["p"] for number in family if said[number]["p"] is not None]
        for number in family:
            said[number]["q"] = q_of(said[number]["p"], tested)
    return said


def families(plan, findings):
    """Return the numbers of the findings of each family."""
    if plan.family == "report":
        return [list(range(len(findings)))]
    return [
        [number for number, finding in enumerate(findings) if finding.measure == measure.name]
        for measure in plan.measures
    ]


def q_of(p, tested):
    """Return the smallest share of false signals that any threshold at which this p counts would give."""
    if p is None:
        return None
    thresholds = [threshold for threshold in tested if threshold >= p]
    return min(len(tested) * each / sum(other <= each for other in tested) for each in thresholds)


def own_and_other(plan, rows, finding):
    """Return the rows of a finding's group and of its comparator."""
    names = finding.characteristic.split(" × ")

    def group(row):
        return " × ".join(level_of(row, name) for name in names)

    if finding.slice != "all":
        column, level = finding.slice.split(": ")
        rows = [row for row in rows if level_of(row, column) == level]
    own = [row for row in rows if group(row) == finding.group]
    if finding.comparator != "everyone else":
        return own, [row for row in rows if group(row) == finding.comparator]
    known = [row for row in rows if NOT_KNOWN not in [level_of(row, name) for name in names]]
    return own, [row for row in known if group(row) != finding.group]


def _signal(plan, rows, finding):
    said = {"p": None, "q": None, "adjusted_ratio": None, "adjusted_difference": None}
    if finding.comparator is None:
        return said
    measure = next(measure for measure in plan.measures if measure.name == finding.measure)
    own, other = own_and_other(plan, rows, finding)
    mine, theirs = outcomes(own, measure), outcomes(other, measure)
    if not mine or not theirs:
        return said
    if min(len(mine), len(theirs)) >= plan.minimum:
        said["p"] = p_of(measure.kind, mine, theirs)
    strata = [name for name in plan.adjust_for if name != finding.characteristic]
    if (
        strata
        and (measure.kind, finding.slice) == ("proportion", "all")
        and " × " not in finding.characteristic
    ):
        said |= adjusted_of(
            [
                [
                    outcomes([row for row in side if _stratum(row, strata) == levels], measure)
                    for side in (own, other)
                ]
                for levels in product(*(_known(plan, rows, name) for name in strata))
            ]
        )
    return said


def _stratum(row, strata):
    return tuple(level_of(row, name) for name in strata)


def _known(plan, rows, name):
    return next(
        [level for level in axis.levels if level != NOT_KNOWN]
        for axis in axes_of(plan, rows)
        if axis.name == name
    )


def p_of(kind, mine, theirs):
    """Return the p of one comparison, or None where there is no test."""
    if kind == "proportion":
        n1, n2 = len(mine), len(theirs)
        pooled = (sum(mine) + sum(theirs)) / (n1 + n2)
        if pooled in (0, 1):
            return None
        error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        return erfc(abs(sum(mine) / n1 - sum(theirs) / n2) / error / sqrt(2))
    if kind == "mean":
        if min(len(mine), len(theirs)) < 2 or len(set(mine)) == len(set(theirs)) == 1:
            return None
        part1, part2 = variance(mine) / len(mine), variance(theirs) / len(theirs)
        freedom = (part1 + part2) ** 2 / (part1**2 / (len(mine) - 1) + part2**2 / (len(theirs) - 1))
        return float(2 * stats.t.sf(abs(mean(mine) - mean(theirs)) / sqrt(part1 + part2), freedom))
    if len({*mine, *theirs}) == 1:
        return None
    return float(stats.kruskal(mine, theirs).pvalue)


def adjusted_of(strata):
    """Return Mantel and Haenszel's ratio and difference of strata, each a pair of lists of outcomes."""
    above = below = spread = difference = weight = 0.0
    for mine, theirs in strata:
        if mine and theirs:
            n1, n2, k1, k2 = len(mine), len(theirs), sum(mine), sum(theirs)
            n = n1 + n2
            above += k1 * n2 / n
            below += k2 * n1 / n
            spread += (n1 * n2 * (k1 + k2) - k1 * k2 * n) / n**2
            difference += n1 * n2 / n * (k1 / n1 - k2 / n2)
            weight += n1 * n2 / n
    if not weight:
        return {}
    said = {"adjusted_difference": difference / weight}
    if above and below:
        half = Z * sqrt(spread / (above * below))
        middle = log(above / below)
        said |= {
            "adjusted_ratio": above / below,
            "adjusted_ratio_low": exp(middle - half),
            "adjusted_ratio_high": exp(middle + half),
        }
    return said
