"""The bands in which the size of a group of staff is told."""

import pytest

from dueregard.almanac.bands import band


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "fewer than 10"),
        (1, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "10-24"),
        (24, "10-24"),
        (25, "25-49"),
        (49, "25-49"),
        (50, "50-99"),
        (99, "50-99"),
        (100, "100-199"),
        (199, "100-199"),
        (200, "200+"),
        (2400, "200+"),
    ],
)
def test_band(count: int, expected: str) -> None:
    assert band(count) == expected


def test_fewer_than_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1 is not a number of people"):
        band(-1)
