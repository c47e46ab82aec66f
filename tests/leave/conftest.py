"""Fixtures of the tests of leave: its people, and a clock that stands on a Monday morning."""

from collections.abc import Iterator

import pytest

from dueregard.almanac import clock
from tests.leave.carers import NOW, Carers, make_carers


@pytest.fixture
def monday() -> Iterator[None]:
    """Let it be 10 in the morning of Monday 2 November 2026."""
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def carers(db: None, monday: None) -> Carers:
    return make_carers()
