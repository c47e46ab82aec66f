"""When nobody is written to: outside working hours, on days off, and, with reminders, over Christmas and New Year."""

from datetime import datetime, timedelta

from django.conf import settings

from dueregard.almanac import clock
from dueregard.almanac.working_days import is_working_day
from dueregard.almanac.working_hours import read_working_hours
from dueregard.decisions.consultations.quiet_time import CHRISTMAS, season_of

A_MINUTE = timedelta(minutes=1)


def next_moment(moment: datetime) -> datetime:
    """Return the moment itself in working hours, else the first minute of the next ones."""
    later = read_working_hours(settings.WORKING_HOURS).after(moment, A_MINUTE)
    return moment if later - moment <= A_MINUTE else later


def may_remind(moment: datetime) -> bool:
    """Say whether this is a time for reminders."""
    day = clock.day_of(moment)
    return is_working_day(day) and season_of(day) != CHRISTMAS and next_moment(moment) == moment
