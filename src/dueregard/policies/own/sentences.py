"""What the tile of the start page adds for its reader."""

from typing import Any

from dueregard.policies.own import reports


def what_waits(user: Any) -> str:
    """Say how many things wait, or that none does."""
    number = reports.how_many_wait(user)
    if not number:
        return "Nothing waits for you."
    return "1 thing waits for you." if number == 1 else f"{number} things wait for you."
