"""When somebody is reminded: a week before, on the day, then each fortnight three times; never in a row. Pure."""

from datetime import date, timedelta

DAYS_AFTER = (-7, 0, 14, 28, 42)
"""The times to remind, in days after the day by which it is due."""

LEAST_DAYS_BETWEEN = 5


def passed(*, asked_on: date, due_on: date, today: date) -> int:
    """Return how many times to remind have passed by today; those before somebody was asked are none."""
    times = [due_on + timedelta(days=days) for days in DAYS_AFTER]
    return sum(asked_on < time <= today for time in times)


def is_due(*, asked_on: date, due_on: date, reminders: int, reminded_on: date | None, today: date) -> bool:
    """Say whether somebody is to be reminded today: a time has passed, and the last reminder is days away."""
    if reminded_on is not None and (today - reminded_on).days < LEAST_DAYS_BETWEEN:
        return False
    return passed(asked_on=asked_on, due_on=due_on, today=today) > reminders
