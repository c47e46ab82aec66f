"""Calendar files (RFC 5545): pure, and able to say no more of a meeting than when it is.

An event has no place for people, places, descriptions or comments, so none can slip in. Times are those of the clock
in London, with its rules beside them; what is counted, such as the end of a rule, is in UTC, as the standard asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dueregard.almanac.clock import LONDON

END = "\r\n"
OCTETS = 75
ZONE = "Europe/London"
WORKER = "-//Due Regard//Calendar//EN"
NAME = "Due Regard"
READ_AGAIN = "PT3H"

_ZONE = f"""BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19970330T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True)
class Event:
    """One event as calendars read it. Moments are in UTC.

    `until` is the beginning of the last of those that come back every so many weeks, `without` the beginnings that
    are left out, and `instead_of` the beginning of the one that this event stands for.
    """

    uid: str
    summary: str
    starts: datetime
    ends: datetime
    sequence: int
    changed_on: date
    address: str
    every_weeks: int = 0
    until: datetime | None = None
    without: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    is_cancelled: bool = False


def calendar(events: Iterable[Event]) -> bytes:
    """Return the file of a calendar."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{WORKER}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(NAME)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{READ_AGAIN}",
        f"X-PUBLISHED-TTL:{READ_AGAIN}",
        *_ZONE.splitlines(),
    ]
    lines = [*head, *(line for event in events for line in _lines(event)), "END:VCALENDAR"]
    return "".join(f"{fold(line)}{END}" for line in lines).encode()


def text(words: str) -> str:
    """Return words as a value of the kind TEXT: with its marks escaped, and nothing that nobody sees."""
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in words if sign >= " " and sign != "\x7f")


def fold(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which breaks a letter."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return END.join([*pieces, piece])


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.changed_on:%Y%m%d}T000000Z"
    if event.instead_of is not None:
        yield f"RECURRENCE-ID{_local(event.instead_of)}"
    yield f"DTSTART{_local(event.starts)}"
    yield f"DTEND{_local(event.ends)}"
    if event.until is not None:
        yield f"RRULE:FREQ=WEEKLY;INTERVAL={event.every_weeks};UNTIL={event.until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for moment in event.without:
        yield f"EXDATE{_local(moment)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{text(event.summary)}"
    yield "CLASS:PRIVATE"
    yield f"TRANSP:{'TRANSPARENT' if event.is_cancelled else 'OPAQUE'}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield f"URL:{event.address}"
    yield "END:VEVENT"


def _local(moment: datetime) -> str:
    return f";TZID={ZONE}:{moment.astimezone(LONDON):%Y%m%dT%H%M%S}"
