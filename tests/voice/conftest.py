"""Fixtures of the tests of voice: its leaders, and a clock that stands on a Monday morning."""

from collections.abc import Iterator

import pytest

from tests.voice.issues import MONDAY, Leaders, make_leaders, on


@pytest.fixture
def monday() -> Iterator[None]:
    """Let it be 10 in the morning of Monday 2 November 2026."""
    with on(MONDAY):
        yield


@pytest.fixture
def leaders(db: None, monday: None) -> Leaders:
    return make_leaders()
