"""What the answer clock does again and again, when nobody acts."""

from dueregard import jobs
from dueregard.voice import actions as voice
from dueregard.voice.system import CLOCK


@jobs.tick("let late issues go up", every=900)
def escalate() -> None:
    """Let what is late go up to the chief executive, on the day on which it must."""
    voice.escalate_what_is_late(by=CLOCK)


@jobs.tick("remind leaders of deadlines", every=3600)
def remind() -> None:
    """Write to leaders before a deadline, and when it is missed."""
    voice.remind()
