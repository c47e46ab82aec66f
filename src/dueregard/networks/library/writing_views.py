"""What those who run a network write for everyone: resources, campaigns, the plan and the yearly report."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard import access
from dueregard.networks.library import actions, reports
from dueregard.networks.library.forms import CampaignForm, PlanItemForm, ReportForm, ResourceForm
from dueregard.networks.library.models import Campaign, PlanItem, Report, Resource
from dueregard.networks.library.room_pages import draw, running, sent
from dueregard.networks.library.sentences import sentence
from dueregard.networks.library.views import said
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest

YEARS_BACK = 2

# Resources


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add_resource(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a resource."""
    place = running(request, code)
    form = ResourceForm(sent(request))
    return _write(request, place, form, partial(actions.add_resource, by=place), "network-resource")


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change_resource(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Change a resource."""
    place, found = _find(request, code, pk, Resource)
    form = ResourceForm(sent(request), initial=_said(found, ResourceForm))
    act = partial(actions.change_resource, found, by=place)
    return _write(request, place, form, act, "network-resource", record=found)


@access.holders_of("staff")
@require_POST
def check_resource(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that a resource was found right today."""
    place, found = _find(request, code, pk, Resource)
    actions.check_resource(found, by=place)
    return redirect("network-resource", code, pk)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_resource(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether a resource is to be removed, and remove it."""
    place, found = _find(request, code, pk, Resource)
    return _remove(request, place, found, actions.remove_resource, "network-resources")


# Campaigns


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add_campaign(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a campaign."""
    place = running(request, code)
    form = CampaignForm(sent(request))
    return _write(request, place, form, partial(actions.add_campaign, by=place), "network-campaign")


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change_campaign(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Change a campaign."""
    place, found = _find(request, code, pk, Campaign)
    form = CampaignForm(sent(request), initial=_said(found, CampaignForm))
    act = partial(actions.change_campaign, found, by=place)
    return _write(request, place, form, act, "network-campaign", record=found)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_campaign(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether a campaign is to be removed, and remove it."""
    place, found = _find(request, code, pk, Campaign)
    return _remove(request, place, found, actions.remove_campaign, "network-campaigns")


# The plan


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add_plan_item(request: SignedInRequest, code: str) -> HttpResponse:
    """Add to the plan."""
    place = running(request, code)
    form = PlanItemForm(sent(request), initial={"year": reports.this_year()})
    return _write(request, place, form, partial(actions.add_plan_item, by=place), "network-plan")


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change_plan_item(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Change what is planned, or say what came of it."""
    place, found = _find(request, code, pk, PlanItem)
    form = PlanItemForm(sent(request), initial=_said(found, PlanItemForm), also=found.year)
    act = partial(actions.change_plan_item, found, by=place)
    return _write(request, place, form, act, "network-plan", record=found)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_plan_item(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether something is to be taken out of the plan, and take it out."""
    place, found = _find(request, code, pk, PlanItem)
    return _remove(request, place, found, actions.remove_plan_item, "network-plan")


# The yearly report


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def write_report(request: SignedInRequest, code: str) -> HttpResponse:
    """Draft the report of a year from what was done, edit it and publish it; or edit the one that is published."""
    place = running(request, code)
    this = reports.this_year()
    years = range(this - YEARS_BACK, this + 1)
    year = next((each for each in years if str(each) == request.GET.get("year")), this)
    published = Report.objects.visible_to(place).filter(year=year).first()
    draft = reports.draft(place.network, year)
    form = ReportForm(sent(request), initial={"text": published.text if published else draft.text})
    if form.is_valid():
        actions.publish_report(year, text=form.cleaned_data["text"], by=place)
        return redirect("network-report", code, year)
    context = {
        "form": form,
        "draft": draft,
        "published": published,
        "figures": said(draft.figures),
        "years": [reports.year_of(each) for each in years],
    }
    return draw(request, "write_report", place, context)


# What these pages share


def _find(request: SignedInRequest, code: str, pk: UUID, model: Any) -> tuple[Place, Any]:
    place = running(request, code)
    return place, get_object_or_404(model.objects.visible_to(place), pk=pk)


def _said(record: models.Model, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in form.base_fields}


def _write(
    request: SignedInRequest,
    place: Place,
    form: forms.Form,
    act: Callable[..., Any],
    then: str,
    *,
    record: Any = None,
) -> HttpResponse:
    """Show a form and, once it is filled in, do it and show what everyone sees of it."""
    code = place.network.code
    if form.is_valid():
        made = act(**form.cleaned_data)
        if isinstance(made, PlanItem):
            return redirect(f"{reverse(then, args=[code])}?year={made.year}")
        return redirect(then, code, made.pk)
    kind = {ResourceForm: "resource", CampaignForm: "campaign"}.get(type(form), "plan_item")
    return draw(request, f"write_{kind}", place, {"form": form, "record": record})


def _remove(
    request: SignedInRequest, place: Place, record: Any, act: Callable[..., None], then: str
) -> HttpResponse:
    """Ask once more, and remove it."""
    refusal = ""
    if request.method == "POST":
        try:
            act(record, by=place)
            return redirect(then, place.network.code)
        except actions.NotNow as refused:
            refusal = sentence(refused)
    context = {"record": record, "refusal": refusal, "back": reverse(then, args=[place.network.code])}
    return draw(request, "remove", place, context, status=409 if refusal else 200)
