"""What is left, in whole minutes: by hand, and against a slow and obvious model."""

from datetime import date

import pytest

from dueregard.leave import ledger
from dueregard.leave.days import LeaveYear
from dueregard.leave.ledger import Kind, Line, NotEnough
from dueregard.leave.patterns import spread
from tests.leave import sequences

THIS, NEXT = LeaveYear(date(2026, 4, 1)), LeaveYear(date(2027, 4, 1))


@pytest.mark.parametrize(
    ("weekly", "paid_days", "minutes"),
    [(2220, 5, 2220), (1776, 5, 1776), (2220, 3, 1332), (2221, 3, 1333), (0, 5, 0), (2220, 0, 0)],
)
def test_the_entitlement_is_fifths_of_the_week_rounded_up(weekly: int, paid_days: int, minutes: int) -> None:
    assert ledger.entitlement((spread(weekly),), paid_days=paid_days) == minutes


def test_lines_follow_one_another() -> None:
    first = ledger.opened(2220)
    assert first == Line(1, Kind.ENTITLEMENT, 2220, 2220)
    taken = ledger.taken({THIS: first}, {THIS: 222})[THIS]
    assert taken == Line(2, Kind.TAKEN, -222, 1998)
    assert ledger.returned({THIS: taken}, {THIS: 222})[THIS] == Line(3, Kind.RETURNED, 222, 2220)


def test_all_that_is_left_can_be_taken_and_not_a_minute_more() -> None:
    last = {THIS: ledger.opened(444)}
    assert ledger.taken(last, {THIS: 444})[THIS].balance == 0
    with pytest.raises(NotEnough) as refused:
        ledger.taken(last, {THIS: 445})
    assert refused.value.year == THIS


def test_days_of_two_leave_years_are_taken_from_both_or_from_none() -> None:
    last = {THIS: ledger.opened(2220), NEXT: ledger.opened(443)}
    with pytest.raises(NotEnough) as refused:
        ledger.taken(last, {THIS: 444, NEXT: 444})
    assert refused.value.year == NEXT


def test_nothing_taken_and_nothing_returned_writes_no_line() -> None:
    last = {THIS: ledger.opened(2220), NEXT: ledger.opened(2220)}
    assert list(ledger.taken(last, {THIS: 0, NEXT: 444})) == [NEXT]
    assert list(ledger.returned(last, {THIS: 0, NEXT: 444})) == [NEXT]


def test_the_rules_agree_with_the_slow_model() -> None:
    assert [words for seed in range(2_000) for words in sequences.run(seed)] == []


@pytest.mark.prove
def test_the_rules_agree_with_the_slow_model_a_million_times() -> None:
    assert [words for seed in range(1_000_000) for words in sequences.run(seed)][:10] == []
