"""How many people take carers' leave, as far as that can be said without saying who does."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from dueregard.almanac import clock
from dueregard.almanac.bands import FIRST_BAND, band
from dueregard.almanac.periods import Quarter
from dueregard.leave.days import Days
from dueregard.leave.models import Request
from dueregard.leave.rolling import first_of
from dueregard.people.models import Directorate, Staff

FEWEST = 10
"""Neither those who took leave nor those who did not are told to be fewer than this."""


@dataclass(frozen=True)
class TakeUp:
    """What is said of one directorate: a band, or nothing where it has too few people."""

    directorate: str
    band: str | None


def said(count: int, of: int) -> str | None:
    """Return what is said of so many people of a directorate of so many; its size alone says whether there is a band.

    The size of a directorate can be counted in the staff directory, so a band from 25 on in one of 30 people would say
    that nearly everybody in it cares for somebody. No band is said whose fewest would leave fewer than ten others;
    the highest that may be said stands for all above it.
    """
    most = of - FEWEST
    if most < FEWEST:
        return None
    if count < FEWEST:
        return FIRST_BAND
    highest = band(most)
    if band(min(count, most)) != highest:
        return band(count)
    return f"{_fewest(highest)} or more"


def in_twelve_months() -> tuple[Days, list[TakeUp]]:
    """Return the twelve months up to the end of the last quarter, and what is said of each directorate.

    Quarters that are over do not change with what somebody asks for today. Nothing is said of all directorates
    together, so there is no total from which a band could be taken away, and nothing of kinds of leave.
    """
    last = Quarter.containing(clock.today()).first - timedelta(days=1)
    span = Days(first_of(last), last)
    requests = Request.objects.standing().between(span.first, span.last)
    here = Staff.objects.employed()
    took = here.filter(pk__in=requests.values("staff"))
    counts = {
        name: (count, of)
        for name, count, of in Directorate.objects.order_by("name")
        .annotate(
            took=Count("teams__staff", filter=Q(teams__staff__in=took), distinct=True),
            of=Count("teams__staff", filter=Q(teams__staff__in=here), distinct=True),
        )
        .values_list("name", "took", "of")
    }
    return span, [TakeUp(name, said(count, of)) for name, (count, of) in counts.items()]


def _fewest(words: str) -> str:
    return words.rstrip("+").partition("-")[0]
