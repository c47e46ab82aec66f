"""The room for text beside a meeting, for those who cannot or do not want to speak in the call."""

from datetime import date, timedelta
from uuid import UUID

from dueregard.almanac import clock
from dueregard.networks.conversations import actions as conversations
from dueregard.networks.conversations.models import Conversation
from dueregard.networks.meetings import dates
from dueregard.networks.meetings.models import Series

GONE_AFTER = timedelta(days=7)


def is_offered(series: Series, meeting: dates.Meeting) -> bool:
    """Whether a room can be opened beside a meeting: until its words would be erased."""
    is_held = not (series.is_cancelled or meeting.is_skipped)
    return is_held and clock.today() <= meeting.day + GONE_AFTER


def known(series: Series, day: date) -> UUID | None:
    """Return the conversation beside a date, if there was one."""
    key = series.inside.get("beside", {}).get(day.isoformat())
    return UUID(key) if key else None


def remember(series: Series, day: date, conversation: Conversation) -> None:
    """Keep which conversation is beside a date, and forget those beside dates long past."""
    since = (clock.today() - 60 * GONE_AFTER).isoformat()
    kept = {each: key for each, key in series.inside.get("beside", {}).items() if each >= since}
    series.enclose(series.inside | {"beside": kept | {day.isoformat(): str(conversation.pk)}})


def begin(series: Series, meeting: dates.Meeting) -> Conversation:
    """Begin a conversation that is erased seven days after the meeting. Call it in an action."""
    return conversations.open_beside(
        series.network,
        title=f"Beside the meeting on {meeting.day:%A} {meeting.day.day} {meeting.day:%B}",
        gone_after=meeting.day + GONE_AFTER,
    )
