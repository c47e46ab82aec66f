"""Calendar files, read by two libraries that know nothing of each other, and compared with the dates of the series.

Each case is a series around a change of the clock, a bank holiday, or something skipped or moved. What the libraries
make of the file must be held at the very moments, in UTC, that `dates.py` says.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject

from dueregard.almanac.clock import LONDON
from dueregard.networks.meetings import ics
from dueregard.networks.meetings.feed import Entry, events_of
from dueregard.networks.meetings.models import Change, Series
from dueregard.networks.membership.models import Network

SPRING_26, AUTUMN_26 = date(2026, 3, 29), date(2026, 10, 25)
SPRING_27, AUTUMN_27 = date(2027, 3, 28), date(2027, 10, 31)
CLOCK_CHANGES = (SPRING_26, AUTUMN_26, SPRING_27, AUTUMN_27)
WEEK = timedelta(weeks=1)
HALF_PAST_TEN = time(10, 30)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Case:
    """A series, with the dates that are skipped and moved."""

    name: str
    first: date
    weeks: int = 12
    every: int = 1
    at: time = HALF_PAST_TEN
    minutes: int = 30
    skips_holidays: bool = False
    skips: tuple[date, ...] = ()
    moves: dict[date, tuple[date, time]] = field(default_factory=dict)
    cancelled: bool = False

    def series(self) -> Series:
        """Return the series, in no database."""
        series = Series(
            network=Network(name="Pride", code="0a1b2c3d"),
            title="Coffee catch-up",
            kind="coffee",
            first=self.first,
            last=self.first + self.weeks * WEEK if self.every else self.first,
            at=self.at,
            minutes=self.minutes,
            every_weeks=self.every,
            skips_holidays=self.skips_holidays,
            sequence=3,
            changed_on=date(2026, 2, 1),
            cancelled_on=date(2026, 2, 1) if self.cancelled else None,
        )
        changes = [Change(series=series, date=day) for day in self.skips]
        changes += [
            Change(series=series, date=day, new_date=to, new_at=at) for day, (to, at) in self.moves.items()
        ]
        series._prefetched_objects_cache = {"changes": Change.objects.none()}  # type: ignore[attr-defined]  # as prefetched
        series._prefetched_objects_cache["changes"]._result_cache = changes  # type: ignore[attr-defined]  # as prefetched
        return series


def cases() -> list[Case]:
    return [*around_the_clock_changes(), *around_holidays(), *held_once(), *odd_ones()]


def around_the_clock_changes() -> list[Case]:
    found = []
    for change in CLOCK_CHANGES:
        wednesday = change - timedelta(days=4)  # the last before the change
        start = wednesday - 4 * WEEK
        after = wednesday + WEEK
        found += [Case(f"every {every} weeks across {change}", start, every=every) for every in (1, 2, 4)]
        found += [
            Case(f"on Sundays at {at:%H:%M} across {change}", change - 2 * WEEK, at=at, weeks=4)
            for at in (time(0, 15), time(3, 0), time(23, 45))
        ]
        found += [
            Case(f"the last before {change} skipped", start, skips=(wednesday,)),
            Case(f"the first after {change} skipped", start, skips=(after,)),
            Case(f"moved onto the day of {change}", start, moves={wednesday: (change, time(9, 0))}),
            Case(
                f"moved across {change}", start, moves={wednesday: (after + timedelta(days=1), time(16, 0))}
            ),
            Case(
                f"moved back across {change}",
                start,
                moves={after: (wednesday + timedelta(days=1), time(8, 15))},
            ),
            Case(
                f"every 2 weeks, both sides of {change} moved at the same hour",
                start,
                every=2,
                moves={
                    wednesday: (wednesday + timedelta(days=2), HALF_PAST_TEN),
                    wednesday + 2 * WEEK: (after, HALF_PAST_TEN),
                },
            ),
        ]
    return found


def around_holidays() -> list[Case]:
    monday, friday = date(2026, 3, 2), date(2026, 12, 4)
    return [
        *(
            Case(f"Mondays every {every}, no holidays", monday, weeks=60, every=every, skips_holidays=True)
            for every in (1, 2, 4)
        ),
        *(
            Case(f"Fridays every {every}, no holidays", friday, weeks=30, every=every, skips_holidays=True)
            for every in (1, 2, 4)
        ),
        Case("Mondays, holidays too", monday, weeks=60),
        Case("the first day is a holiday", date(2027, 1, 1), weeks=20, skips_holidays=True),
        Case("the last day is a holiday", date(2026, 5, 4), weeks=3, skips_holidays=True),
        Case("a holiday and a skip", monday, weeks=20, skips_holidays=True, skips=(date(2026, 3, 30),)),
        Case(
            "moved onto a holiday",
            monday,
            weeks=20,
            skips_holidays=True,
            moves={date(2026, 3, 30): (date(2026, 4, 6), time(9, 0))},
        ),
    ]


def held_once() -> list[Case]:
    return [
        *(Case(f"once, on {day}", day, every=0) for day in CLOCK_CHANGES),
        Case(
            "once, moved",
            date(2026, 3, 25),
            every=0,
            moves={date(2026, 3, 25): (date(2026, 4, 1), time(9, 0))},
        ),
        Case("once, late in the evening", date(2026, 10, 24), every=0, at=time(23, 30), minutes=45),
        Case("once, cancelled", date(2026, 10, 24), every=0, cancelled=True),
    ]


def odd_ones() -> list[Case]:
    first = date(2027, 1, 6)
    days = [first + week * WEEK for week in range(13)]
    return [
        Case("the first skipped", first, skips=(days[0],)),
        Case("the first two skipped, every 2 weeks", first, every=2, skips=(days[0], days[2])),
        Case("the last skipped", first, skips=(days[12],)),
        Case("all but one skipped", first, skips=tuple(days[1:])),
        Case("the first moved earlier", first, moves={days[0]: (date(2027, 1, 4), time(15, 0))}),
        Case("the last moved beyond the end", first, moves={days[12]: (date(2027, 5, 5), time(15, 0))}),
        Case("moved by an hour", first, moves={days[5]: (days[5], time(11, 30))}),
        Case("moved onto the time of another", first, moves={days[5]: (days[6], HALF_PAST_TEN)}),
        Case(
            "two change places", first, moves={days[5]: (days[6], time(9, 0)), days[6]: (days[5], time(9, 0))}
        ),
        Case(
            "some skipped and some moved",
            first,
            skips=(days[2], days[9]),
            moves={days[3]: (days[4], time(9, 0))},
        ),
        Case("cancelled", first, cancelled=True),
        Case("cancelled after a move", first, cancelled=True, moves={days[3]: (days[4], time(9, 0))}),
        Case("the whole working day", first, at=time(9, 0), minutes=480),
    ]


CASES = cases()


def said(case: Case) -> list[Span]:
    """Return when the series is held."""
    return sorted((each.starts, each.ends) for each in case.series().meetings if not each.is_skipped)


def written(case: Case) -> bytes:
    return ics.calendar(events_of(Entry("uid", case.series(), "Busy")))


def read_by_icalendar(file: bytes) -> list[tuple[datetime, datetime, str]]:
    """Return the events as icalendar and recurring_ical_events read them."""
    calendar = icalendar.Calendar.from_ical(file)
    found = recurring_ical_events.of(calendar).between(
        datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    )
    return sorted(
        (each["DTSTART"].dt.astimezone(UTC), each["DTEND"].dt.astimezone(UTC), str(each["STATUS"]))
        for each in found
    )


def read_by_vobject(file: bytes) -> list[tuple[datetime, datetime, str]]:
    """Return the events as vobject reads them, with the zone that the file itself describes, and dateutil expands."""
    events = vobject.readOne(file.decode()).vevent_list
    overruled = {
        _utc(event.recurrence_id.value): event for event in events if hasattr(event, "recurrence_id")
    }
    found = []
    for event in events:
        if hasattr(event, "recurrence_id"):
            continue
        length = event.dtend.value - event.dtstart.value
        zone = event.dtstart.value.tzinfo
        starts = event.getrruleset() or [event.dtstart.value]
        for start in starts:
            aware = start if start.tzinfo else start.replace(tzinfo=zone)
            other = overruled.pop(_utc(aware), None)
            if other is None:
                found.append((_utc(aware), _utc(aware) + length, event.status.value))
            else:
                found.append((_utc(other.dtstart.value), _utc(other.dtend.value), other.status.value))
    assert not overruled, "An event overrules a date that the rule does not have."
    return sorted(found)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("read", [read_by_icalendar, read_by_vobject])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_calendars_show_what_the_series_says(case: Case, read: Any) -> None:
    found = read(written(case))
    assert [(starts, ends) for starts, ends, _ in found] == said(case)
    assert {status for _, _, status in found} == {"CANCELLED" if case.cancelled else "CONFIRMED"}


ALLOWED = {
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID", "SEQUENCE"),
    *("SUMMARY", "CLASS", "TRANSP", "STATUS", "URL"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_event_says_when_it_is_and_nothing_else(case: Case) -> None:
    file = written(case)
    calendar = icalendar.Calendar.from_ical(file)
    assert calendar["METHOD"] == "PUBLISH"
    for event in calendar.walk("VEVENT"):
        assert set(event) <= ALLOWED
        assert event["SEQUENCE"] == 3
        assert event["DTSTAMP"].dt == datetime(2026, 2, 1, tzinfo=UTC)
        assert event["CLASS"] == "PRIVATE"
        assert event["TRANSP"] == ("TRANSPARENT" if case.cancelled else "OPAQUE")
    for word in (b"Pride", b"0a1b2c3d", b"Coffee"):
        assert word not in file
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")


@pytest.mark.parametrize("change", CLOCK_CHANGES)
def test_the_end_of_a_rule_is_the_moment_of_the_last_date_in_utc(change: date) -> None:
    case = Case("across", change - timedelta(days=4))
    last = case.first + 12 * WEEK
    rule = icalendar.Calendar.from_ical(written(case)).walk("VEVENT")[0]["RRULE"]
    assert rule["UNTIL"] == [datetime.combine(last, HALF_PAST_TEN, LONDON).astimezone(UTC)]


def test_the_zone_that_the_file_describes_is_that_of_london() -> None:
    zone = vobject.readOne(written(CASES[0]).decode()).vevent.dtstart.value.tzinfo
    days = [date(2026, 1, 1) + timedelta(days=day) for day in range(12 * 365)]
    for day in days:
        noon = datetime.combine(day, time(12))
        assert noon.replace(tzinfo=zone).utcoffset() == noon.replace(tzinfo=LONDON).utcoffset(), day


WORDS = "Café, tea; “half\\whole”\nsecond line 🏳️‍🌈 " * 6


def test_words_survive_escaping_and_folding_in_both_libraries() -> None:
    moment = datetime(2027, 1, 6, 10, 30, tzinfo=UTC)
    event = ics.Event(
        "uid", WORDS, moment, moment + timedelta(hours=1), 0, date(2027, 1, 1), "https://x.example/a/"
    )
    file = ics.calendar([event])
    assert max(map(len, file.split(b"\r\n"))) <= 75
    for line in file.split(b"\r\n"):
        line.decode()  # no letter is broken
    assert str(icalendar.Calendar.from_ical(file).walk("VEVENT")[0]["SUMMARY"]) == WORDS
    assert vobject.readOne(file.decode()).vevent.summary.value == WORDS


def test_no_line_can_be_slipped_into_a_file() -> None:
    sly = "Busy\r\nATTENDEE:mailto:a@rowan.example\x00\x07\nX:1"
    assert ics.text(sly) == "Busy\\nATTENDEE:mailto:a@rowan.example\\nX:1"
