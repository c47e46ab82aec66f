"""What networks show to everyone on the staff. Visiting these pages says nothing about whoever visits them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks import rooms
from dueregard.networks.library import events, prose, reports, stories
from dueregard.networks.library.models import Campaign, PlanItem, Report, Resource, Story
from dueregard.networks.meetings.models import Series
from dueregard.networks.rooms import Visit
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 20
STORIES_ON_A_PAGE = 10
PLAN_LENGTH = 50


@access.holders_of("staff")
@require_safe
def resources(request: SignedInRequest, code: str) -> HttpResponse:
    """List a network's resources; those for practice alone where that is asked."""
    visit = rooms.visit(request, code)
    found = Resource.objects.visible_to(request.user).filter(network=visit.network)
    is_for_practice = request.GET.get("for") == "practice"
    if is_for_practice:
        found = found.filter(is_for_practice=True)
    context = {"page": page_of(request, found), "is_for_practice": is_for_practice}
    return _render(request, "resources", visit, context)


@access.holders_of("staff")
@require_safe
def resource(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a resource."""
    visit = rooms.visit(request, code)
    found = get_object_or_404(Resource.objects.visible_to(request.user).filter(network=visit.network), pk=pk)
    return _render(request, "resource", visit, {"resource": found, "blocks": prose.blocks(found.text)})


@access.holders_of("staff")
@require_safe
def campaigns(request: SignedInRequest, code: str) -> HttpResponse:
    """List a network's campaigns, the latest first."""
    visit = rooms.visit(request, code)
    found = Campaign.objects.visible_to(request.user).filter(network=visit.network)
    return _render(request, "campaigns", visit, {"page": page_of(request, found), "today": clock.today()})


@access.holders_of("staff")
@require_safe
def campaign(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a campaign with its tips, its events for everyone, and the stories whose consent stands."""
    visit = rooms.visit(request, code)
    found = get_object_or_404(Campaign.objects.visible_to(request.user).filter(network=visit.network), pk=pk)
    series = Series.objects.visible_to(request.user).filter(network=visit.network, first__lte=found.last)
    told = Story.objects.visible_to(request.user).filter(campaign=found).select_related("campaign")
    page = page_of(request, told, length=STORIES_ON_A_PAGE)
    context = {
        "campaign": found,
        "blocks": prose.blocks(found.text),
        "changed": prose.blocks(found.changed),
        "tips": [tip.strip().removeprefix("- ") for tip in found.tips.splitlines() if tip.strip()],
        "events": events.between(series.prefetch_related("changes"), found.first, found.last),
        "page": page,
        "stories": stories.told(visit.network, page),
    }
    return _render(request, "campaign", visit, context)


@access.holders_of("staff")
@require_safe
def plan(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what a network means to do in a year, aim by aim."""
    visit = rooms.visit(request, code)
    every = PlanItem.objects.visible_to(request.user).filter(network=visit.network)
    years = sorted({*every.order_by().values_list("year", flat=True).distinct(), reports.this_year()})
    chosen = next((year for year in years if str(year) == request.GET.get("year")), reports.this_year())
    page = page_of(request, every.filter(year=chosen), length=PLAN_LENGTH)
    context = {
        "page": page,
        "sections": reports.sections(list(page), with_empty=not page.has_other_pages()),
        "year": reports.year_of(chosen),
        "years": [reports.year_of(year) for year in years],
        "today": clock.today(),
    }
    return _render(request, "plan", visit, context)


@access.holders_of("staff")
@require_safe
def reports_of(request: SignedInRequest, code: str) -> HttpResponse:
    """List a network's yearly reports."""
    visit = rooms.visit(request, code)
    found = Report.objects.visible_to(request.user).filter(network=visit.network)
    page = page_of(request, found)
    return _render(
        request, "reports", visit, {"page": page, "years": [(one, reports.year_of(one.year)) for one in page]}
    )


@access.holders_of("staff")
@require_safe
def report(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    """Show a yearly report."""
    visit = rooms.visit(request, code)
    mine = Report.objects.visible_to(request.user).filter(network=visit.network)
    found = get_object_or_404(mine, year=year)
    context = {
        "report": found,
        "year": reports.year_of(found.year),
        "blocks": prose.blocks(found.text),
        "figures": said(found.figures),
    }
    return _render(request, "report", visit, context)


def said(figures: dict[str, int]) -> list[tuple[str, int]]:
    """Return figures with their names, in their order."""
    return [(words, figures[name]) for name, words in reports.FIGURES.items() if name in figures]


def page_of(request: SignedInRequest, found: Any, *, length: int = PAGE_LENGTH) -> "Page[Any]":
    """Return the page of a list that is asked for."""
    return Paginator(found, length).get_page(request.GET.get("page"))


def _render(request: SignedInRequest, name: str, visit: Visit, context: dict[str, Any]) -> HttpResponse:
    """Draw a page; only those who run the network see the links with which it is changed."""
    writes = visit.place is not None and visit.place.runs_it
    return render(
        request, f"networks/library/{name}.html", {"network": visit.network, "writes": writes} | context
    )
