"""The examples that the UK Health Security Agency prints for its methods, to twelve digits.

The files hold its numbers and are not part of the repository: they are looked for beside it.
"""

import json
from pathlib import Path

import pytest

from disparity import byar, mean_interval, standardise, wilson
from tests.browsing import leave_out

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "worked-examples"


def worked(name):
    if not EXAMPLES.is_dir():
        leave_out("The worked examples are not beside the repository, in ../shared/data/worked-examples.")
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def to_the_last_digit(*numbers):
    """A few units of the sixteenth digit are lost to the order of the sums."""
    return pytest.approx(numbers, rel=1e-12)


def test_proportions():
    for case in worked("wilson_phe")["cases"]:
        for level, mark in ((0.95, "95"), (0.998, "99_8")):
            limits = wilson(case["k"], case["n"], level=level)
            expected = case["value"], case[f"lower{mark}"], case[f"upper{mark}"]
            assert (limits.value, limits.low, limits.high) == to_the_last_digit(*expected)


def test_counts():
    for case in worked("byar_phe")["cases"]:
        limits = byar(case["x"], level=case["confidence"])
        assert (limits.low, limits.high) == to_the_last_digit(case["lower"], case["upper"])


@pytest.mark.parametrize("area", ["big", "small"])
def test_standardised_rates(area):
    example = worked("direct_standardisation_phe")
    count, people, expected = (
        example["areas"][area]["count"],
        example["areas"][area]["pop"],
        example["expect"][area],
    )
    assert sum(count) == expected["total_count"]
    for level, mark in ((0.95, "95"), (0.998, "99_8")):
        rate = standardise(count, people, example["esp2013"], level=level)
        printed = expected["value"], expected[f"lower{mark}"], expected[f"upper{mark}"]
        found = [part * example["per"] for part in (rate.value, rate.low, rate.high)]
        assert found == pytest.approx(printed, rel=1e-12)


def test_there_is_no_standardised_rate_of_nine_events():
    example = worked("direct_standardisation_phe")
    area = example["areas"]["tiny"]
    count = [events or 0 for events in area["count"]]  # one band of age is blank in the example
    assert sum(count) == example["expect"]["tiny"]["total_count"] == 9
    assert example["expect"]["tiny"]["value"] is None
    rate = standardise(count, area["pop"], example["esp2013"])
    assert str(rate.value) == str(rate.low) == str(rate.high) == "nan"
    assert standardise([count[0] + 1, *count[1:]], area["pop"], example["esp2013"]).value > 0


def test_means():
    example = worked("mean_t_phe")
    for area, values in example["values"].items():
        expected = example["expect"][area]
        limits = mean_interval(len(values), sum(values), sum(value * value for value in values))
        printed = expected["mean"], expected["lower95"], expected["upper95"]
        assert (limits.value, limits.low, limits.high) == to_the_last_digit(*printed)
