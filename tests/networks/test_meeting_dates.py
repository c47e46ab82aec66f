"""When a series is held, checked by hand against a calendar on the wall."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest

from dueregard.networks.meetings import dates


@dataclass(frozen=True)
class Rhythm:
    first: date
    last: date
    every_weeks: int = 1
    at: time = time(10, 30)
    minutes: int = 30
    skips_holidays: bool = True


@dataclass(frozen=True)
class Change:
    date: date
    new_date: date | None = None
    new_at: time | None = None
    reason: str = ""


JANUARY = Rhythm(date(2027, 1, 6), date(2027, 2, 3))


def days(rhythm: Rhythm, *changes: Change) -> list[str]:
    return [f"{each.day:%d %b}" for each in dates.meetings_of(rhythm, changes) if not each.is_skipped]


@pytest.mark.parametrize(
    ("rhythm", "held"),
    [
        (JANUARY, ["06 Jan", "13 Jan", "20 Jan", "27 Jan", "03 Feb"]),
        (Rhythm(date(2027, 1, 6), date(2027, 2, 2)), ["06 Jan", "13 Jan", "20 Jan", "27 Jan"]),
        (Rhythm(date(2027, 1, 6), date(2027, 2, 3), every_weeks=2), ["06 Jan", "20 Jan", "03 Feb"]),
        (Rhythm(date(2027, 1, 6), date(2027, 3, 3), every_weeks=4), ["06 Jan", "03 Feb", "03 Mar"]),
        (Rhythm(date(2027, 1, 6), date(2027, 1, 6), every_weeks=0), ["06 Jan"]),
        # Good Friday and Easter Monday of 2027 are 26 and 29 March; Boxing Day of 2026 is observed on the 28th.
        (Rhythm(date(2027, 3, 19), date(2027, 4, 2)), ["19 Mar", "02 Apr"]),
        (Rhythm(date(2027, 3, 19), date(2027, 4, 2), skips_holidays=False), ["19 Mar", "26 Mar", "02 Apr"]),
        (Rhythm(date(2027, 3, 22), date(2027, 4, 5)), ["22 Mar", "05 Apr"]),
        (Rhythm(date(2026, 12, 21), date(2027, 1, 4)), ["21 Dec", "04 Jan"]),
        # Every second Monday from 15 March would meet Easter Monday, and keeps its step beyond it.
        (Rhythm(date(2027, 3, 15), date(2027, 4, 26), every_weeks=2), ["15 Mar", "12 Apr", "26 Apr"]),
    ],
)
def test_a_rhythm_has_these_days(rhythm: Rhythm, held: list[str]) -> None:
    assert days(rhythm) == held


def test_a_date_is_skipped_or_moved_and_the_others_stay() -> None:
    skipped = Change(date(2027, 1, 13), reason="A training day.")
    moved = Change(date(2027, 1, 20), date(2027, 1, 28), time(14, 0))
    assert days(JANUARY, skipped, moved) == ["06 Jan", "27 Jan", "28 Jan", "03 Feb"]
    meeting = dates.meeting_on(JANUARY, [moved], date(2027, 1, 20))
    assert meeting is not None
    assert (meeting.day, meeting.at, meeting.is_moved) == (date(2027, 1, 28), time(14, 0), True)
    assert dates.meeting_on(JANUARY, [moved], date(2027, 1, 28)) is None
    meeting = dates.meeting_on(JANUARY, [skipped], date(2027, 1, 13))
    assert meeting is not None
    assert (meeting.is_skipped, meeting.reason) == (True, "A training day.")


def test_a_change_of_a_day_that_the_rhythm_does_not_have_changes_nothing() -> None:
    assert days(
        JANUARY, Change(date(2027, 1, 14)), Change(date(2027, 2, 10), date(2027, 1, 7), time(9))
    ) == days(JANUARY)


@pytest.mark.parametrize(
    ("day", "at", "starts", "ends"),
    [
        (date(2027, 3, 24), time(10, 30), "2027-03-24 10:30", "2027-03-24 11:00"),
        (date(2027, 3, 31), time(10, 30), "2027-03-31 09:30", "2027-03-31 10:00"),
        (date(2026, 10, 21), time(10, 30), "2026-10-21 09:30", "2026-10-21 10:00"),
        (date(2026, 10, 28), time(10, 30), "2026-10-28 10:30", "2026-10-28 11:00"),
        # Half past one does not exist on the night of the change in spring, and comes twice in autumn.
        (date(2027, 3, 28), time(1, 30), "2027-03-28 01:30", "2027-03-28 02:00"),
        (date(2026, 10, 25), time(1, 30), "2026-10-25 00:30", "2026-10-25 01:00"),
    ],
)
def test_the_clock_on_the_wall_stays_when_the_season_changes(
    day: date, at: time, starts: str, ends: str
) -> None:
    (meeting,) = dates.meetings_of(Rhythm(day, day, every_weeks=0, at=at))
    assert meeting.starts == datetime.fromisoformat(starts).replace(tzinfo=UTC)
    assert meeting.ends == datetime.fromisoformat(ends).replace(tzinfo=UTC)


def test_what_is_left_out_lies_between_the_first_and_the_last_that_are_held() -> None:
    rhythm = Rhythm(date(2027, 3, 15), date(2027, 4, 5))
    held = [date(2027, 3, 15), date(2027, 4, 5)]
    assert list(dates.left_out(rhythm, held)) == [date(2027, 3, 22), date(2027, 3, 29)]
    assert list(dates.left_out(rhythm, held[1:])) == []
