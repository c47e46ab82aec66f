"""The examples in the docstrings of the statistical functions say what the functions give."""

import doctest
import importlib

import pytest

import disparity

MODULES = {
    getattr(disparity, name).__module__
    for name in disparity.__all__
    if ">>>" in (getattr(getattr(disparity, name), "__doc__", None) or "")
}
FUNCTIONS = [
    "wilson",
    "newcombe",
    "ratio",
    "byar",
    "mean_interval",
    "welch",
    "median_interval",
    "mantel_haenszel",
    "standardise",
    "trend",
    "kruskal",
    "benjamini_hochberg",
    "four_fifths",
    "detectable_gap",
    "gender_pay_gap",
    "two_proportions",
    "welch_p",
]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_the_examples_are_true(module):
    outcome = doctest.testmod(importlib.import_module(module))
    assert outcome.attempted
    assert not outcome.failed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_statistical_function_says_what_it_takes_gives_and_refuses_and_where_it_is_from(name):
    told = getattr(disparity, name).__doc__
    for section in ("Parameters", "Returns", "Raises", "Notes", "Examples"):
        assert f"\n    {section}\n    {'-' * len(section)}\n" in told, f"{name} has no {section}"
    assert name in disparity.__all__
