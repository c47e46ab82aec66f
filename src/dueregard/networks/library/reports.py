"""What a network did in a year, drafted for its yearly report: counts of things, never of people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dueregard.almanac import clock
from dueregard.almanac.periods import APRIL, FinancialYear
from dueregard.networks.library import events
from dueregard.networks.library.models import Campaign, PlanItem, Resource
from dueregard.networks.meetings.models import Series
from dueregard.networks.membership.aims import AIMS
from dueregard.networks.membership.models import Network

FIGURES = {
    "meetings": "Meetings held",
    "campaigns": "Campaigns",
    "resources": "Resources written or checked",
    "planned": "Things planned",
    "done": "Planned things done",
}


@dataclass(frozen=True)
class Draft:
    """A yearly report before anybody has written in it."""

    year: FinancialYear
    figures: dict[str, int]
    text: str


@dataclass(frozen=True)
class Section:
    """An aim, with what is planned for it."""

    number: int
    aim: str
    items: tuple[PlanItem, ...]


def year_of(year: int) -> FinancialYear:
    """Return the year that begins on 1 April."""
    return FinancialYear(date(year, APRIL, 1))


def this_year() -> int:
    """Return the year in which today falls, by the year in which it began."""
    return FinancialYear.containing(clock.today()).first.year


def figures(network: Network, year: int) -> dict[str, int]:
    """Return the counts of one year of a network, up to today."""
    span = year_of(year)
    last = min(span.last, clock.today())
    series = Series.objects.filter(network=network).prefetch_related("changes")
    plan = PlanItem.objects.filter(network=network, year=year)
    return {
        "meetings": len(events.between(series, span.first, last)),
        "campaigns": _campaigns(network, span).count(),
        "resources": Resource.objects.filter(network=network, checked_on__range=(span.first, last)).count(),
        "planned": plan.count(),
        "done": plan.exclude(done_on=None).count(),
    }


def draft(network: Network, year: int) -> Draft:
    """Return the report of a year as far as it can be written from what was done."""
    span = year_of(year)
    campaigns = list(_campaigns(network, span))
    plan = list(PlanItem.objects.filter(network=network, year=year))
    parts = [f"What this network did from April {span.first.year} to March {span.last.year}."]
    for aim, words in AIMS.items():
        done = [f"- {item.what}: {item.outcome}" for item in plan if item.aim == aim and item.done_on]
        if done:
            parts += [f"## {words}", "\n".join(done)]
    if campaigns:
        parts += ["## Campaigns", "\n".join(_line(campaign) for campaign in campaigns)]
    to_come = [f"- {item.what}" for item in plan if not item.done_on]
    if to_come:
        parts += ["## Still to do", "\n".join(to_come)]
    return Draft(span, figures(network, year), "\n\n".join(parts))


def sections(items: list[PlanItem], *, with_empty: bool) -> list[Section]:
    """Return what is planned, aim by aim."""
    every = [
        Section(number, aim, tuple(item for item in items if item.aim == number))
        for number, aim in AIMS.items()
    ]
    return [section for section in every if section.items or with_empty]


def _campaigns(network: Network, span: FinancialYear) -> "QuerySet[Campaign]":
    begun = Campaign.objects.filter(network=network, first__lte=min(span.last, clock.today()))
    return begun.filter(first__gte=span.first).order_by("first")


def _line(campaign: Campaign) -> str:
    changed = " ".join(campaign.changed.split())
    return f"- {campaign.title}: {changed or campaign.summary}"
