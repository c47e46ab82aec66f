"""The demonstration's leave: a request in each state, in the team of the cast's manager, made as people make them."""

from datetime import datetime, timedelta
from uuid import uuid4

from dueregard import journal
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.demo.cast import member
from dueregard.leave import actions as leave
from dueregard.leave.days import Days, Part
from dueregard.leave.models import Request
from dueregard.leave.working_weeks import actions as working_weeks
from dueregard.people.models import Person

LONG_DAYS = ((555, 555, 555, 555, 0, 0, 0),)
"""A full week in four days."""

NINE_DAYS = ((494, 494, 494, 493, 493, 0, 0), (493, 493, 493, 493, 0, 0, 0))
"""Two full weeks in nine days: every second Friday is off."""

WHY_LATER = (
    "Two final hearings fall in that week and one of the team is ill. We spoke about the new days on Monday."
)


def is_made() -> bool:
    """Say whether there is leave already."""
    return Request.objects.exists()


@journal.action
def make() -> None:
    """Let the cast's manager and the team ask, answer and withdraw, over the last weeks."""
    manager, staff, adviser, supervisor = map(_person, ("manager", "staff", "adviser", "supervisor"))
    since = clock.today() - timedelta(days=60)
    working_weeks.set_pattern(adviser.staff, rota=LONG_DAYS, from_day=since, by=manager)
    working_weeks.set_pattern(supervisor.staff, rota=NINE_DAYS, from_day=since, by=manager)

    with clock.standing_at(_earlier(days_ago=30)):
        leave.agree(_ask(staff, 8, part=Part.AFTERNOON), by=manager)
        leave.withdraw(_ask(staff, 10), by=staff)
        leave.agree(_ask(supervisor, 25, last=26), by=manager)
    with clock.standing_at(_earlier(days_ago=4)):
        leave.postpone(
            _ask(staff, 8, part=Part.MORNING),
            to=add_working_days(clock.today(), 13),
            reason=WHY_LATER,
            by=manager,
        )
        _ask(manager, 12)
    with clock.standing_at(_earlier(days_ago=1)):
        _ask(staff, 5, part=Part.AFTERNOON)
        _ask(adviser, 9, last=10)
        _ask(staff, 17, is_paid=False)
    administrator = _person("administrator")
    journal.record("made the demonstration's leave", administrator, by=administrator)


def _person(role: str) -> Person:
    return Person.objects.select_related("staff__manager__manager").get(email=member(role).email)


def _earlier(*, days_ago: int) -> datetime:
    return clock.now() - timedelta(days=days_ago)


def _ask(
    person: Person, ahead: int, last: int | None = None, *, part: Part = Part.WHOLE, is_paid: bool = True
) -> Request:
    """Ask for the working day that is so many ahead, or for those up to another."""
    first = add_working_days(clock.today(), ahead)
    days = Days(first, first if last is None else add_working_days(clock.today(), last), part)
    return leave.ask(days, token=uuid4(), is_paid=is_paid, by=person)
