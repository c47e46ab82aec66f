"""What is done about passports when nobody acts."""

from uuid import UUID

from dueregard import jobs
from dueregard.jobs import Actor
from dueregard.leave.passports import actions

KEEPING = Actor(UUID("5e70a5e7-0000-4000-8000-00000000a001"), "Due Regard passports")


@jobs.tick("look after passports", every=900)
def look_after() -> None:
    """Let what is shown no longer end, write to owners, and destroy what leavers left."""
    actions.look_after(by=KEEPING)
