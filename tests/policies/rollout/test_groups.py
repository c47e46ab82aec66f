"""Which numbers may be shown: no group under ten, none found by subtraction, no band that tells of everybody."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.policies.rollout import groups
from dueregard.policies.rollout.groups import LEAST, Part, may_be_shown_to, put_together, share_of

sizes = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), max_size=12)


def parts_of(drawn: list[tuple[int, int]]) -> list[Part]:
    return [
        Part((str(number),), (f"Team {number}",), people, min(read, people))
        for number, (people, read) in enumerate(drawn)
    ]


@given(sizes)
def test_groups_of_ten_or_more_divide_all_who_were_asked_or_nothing_is_shown(
    drawn: list[tuple[int, int]],
) -> None:
    parts = parts_of(drawn)
    shown = put_together(parts)
    assert all(part.people >= LEAST for part in shown)
    if shown:
        assert sorted(key for part in shown for key in part.keys) == sorted(part.keys[0] for part in parts)
        assert sum(part.people for part in shown) == sum(part.people for part in parts)
        assert sum(part.read for part in shown) == sum(part.read for part in parts)
    else:
        assert sum(part.people for part in parts) < LEAST


def families(chance: random.Random) -> list[tuple[frozenset[int], int]]:
    """Return what is shown of an organisation drawn by chance: all, directorates, teams; each with its people."""
    team_of: list[tuple[int, int]] = []
    for directorate in range(chance.randint(1, 4)):
        for team in range(chance.randint(1, 5)):
            team_of += [(directorate, 10 * directorate + team)] * chance.choice([1, 3, 6, 9, 10, 12, 25])
    everyone = frozenset(range(len(team_of)))
    by_team = {each: [p for p, (_, team) in enumerate(team_of) if team == each] for _, each in team_of}
    by_directorate = {each: [p for p, (d, _) in enumerate(team_of) if d == each] for each, _ in team_of}

    def people_of(parts: list[Part], members: dict[int, list[int]]) -> list[frozenset[int]]:
        return [frozenset(p for key in part.keys for p in members[int(key)]) for part in parts]

    def as_parts(members: dict[int, list[int]]) -> list[Part]:
        return [Part((str(key),), (str(key),), len(people), 0) for key, people in members.items()]

    directorates = put_together(as_parts(by_directorate))
    shown = [everyone] if len(everyone) >= LEAST else []
    shown += people_of(directorates, by_directorate)
    for part in directorates:
        if len(part.keys) == 1:
            of_it = {team: people for team, people in by_team.items() if team // 10 == int(part.keys[0])}
            shown += people_of(put_together(as_parts(of_it)), by_team)
    return [(people, len(people)) for people in shown]


def smallest_difference(shown: list[frozenset[int]]) -> int:
    """Return the fewest people that can be told apart by taking some shown groups from another."""
    found = [len(people) for people in shown]
    for whole in shown:
        inside = [people for people in shown if people < whole]
        for taken in range(1, min(len(inside), 3) + 1):
            for some in combinations(inside, taken):
                left = whole.difference(*some)
                if left:
                    found.append(len(left))
    return min(found, default=LEAST)


def test_nothing_under_ten_is_found_by_taking_groups_from_one_another() -> None:
    chance = random.Random(11)
    for _ in range(60):
        assert smallest_difference([people for people, _ in families(chance)]) >= LEAST


def test_groups_left_out_alone_are_found_by_subtraction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The common way, without the protection: what is small is hidden, and everything else is shown."""
    monkeypatch.setitem(
        globals(), "put_together", lambda parts: [part for part in parts if part.people >= LEAST]
    )
    chance = random.Random(11)
    assert min(smallest_difference([people for people, _ in families(chance)]) for _ in range(60)) < LEAST


def possible(people: int, share: str) -> list[int]:
    return [read for read in range(people + 1) if share_of(Part((), (), people, read)) == share]


@given(st.integers(LEAST, 300), st.integers(0, 300), st.integers(0, 30), st.data())
def test_no_band_tells_of_all_those_whom_the_reader_does_not_know(
    people: int, read: int, known: int, data: st.DataObject
) -> None:
    """Of everybody outside the reader's own reports it stays open that one has read, and that one has not."""
    if not may_be_shown_to(people, known=known) or read > people:
        return
    known_read = data.draw(st.integers(max(0, known - (people - read)), min(known, read)))
    share = share_of(Part((), (), people, read))
    others = [
        each - known_read for each in possible(people, share) if 0 <= each - known_read <= people - known
    ]
    assert set(others) != {people - known}
    assert set(others) != {0}


def test_where_the_reader_knows_a_tenth_a_band_could_tell() -> None:
    """The control for the rule above: ten people of whom the reader, who has not read, is one."""
    assert not may_be_shown_to(10, known=1)
    assert [each for each in possible(10, "90% or more") if each <= 9] == [9]  # so all the others have


def test_a_group_of_nine_is_shown_to_nobody() -> None:
    assert not may_be_shown_to(9, known=0)
    assert may_be_shown_to(10, known=0)
    assert groups.put_together([Part(("1",), ("Team",), 9, 4)]) == []
