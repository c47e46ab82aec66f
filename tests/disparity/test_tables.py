"""The tables of an analysis: which group the others are compared with, and where its cells are."""

from disparity.cube import Axis
from disparity.tables import Table


def axis(name: str, levels: str, *, unknown: int | None = None, reference: int | None = None) -> Axis:
    return Axis(name, tuple(levels), unknown, reference, is_slice=False, is_characteristic=True)


SEX = axis("sex", "FM?", unknown=2, reference=1)
TEAM = axis("team", "AB", reference=0)
GRADE = axis("grade", "12")
REGION = axis("region", "NSW")


def test_each_cell_stands_beside_the_reference_in_its_own_slice() -> None:
    table = Table((SEX, TEAM), REGION)
    assert table.reference == 2
    assert table.reference_group == table.groups[2] == "M × A"
    places = table.places_of_reference.reshape(table.shape)
    assert places.tolist() == [[6, 7, 8]] * 6


def test_the_known_groups_but_the_reference_are_compared_with_it() -> None:
    table = Table((SEX, TEAM), None)
    assert [group for group, is_one in zip(table.groups, table.known_others, strict=True) if is_one] == [
        "F × A",
        "F × B",
        "M × B",
    ]


def test_without_a_reference_nothing_stands_beside_it() -> None:
    table = Table((SEX, GRADE), None)
    assert table.reference is None
    assert table.reference_group is None
    assert table.places_of_reference.tolist() == []
    assert table.known_others.tolist() == table.known.tolist()
