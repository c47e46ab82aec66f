"""What the tests of the library share: a campaign, a story, a plan and meetings, as people make them."""

from datetime import date, time, timedelta
from typing import Any

from dueregard.networks.library import actions as library
from dueregard.networks.library.models import Campaign, PlanItem, Resource, Story
from dueregard.networks.meetings.models import Audience, MeetingKind, Series
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from tests.networks.members import NOW

TODAY = NOW.date()
STORY = "When I told my team, nobody made a fuss. That was the point."
RESOURCE: dict[str, Any] = {
    "title": "Talking about faith with families",
    "summary": "Questions to ask, and what to leave to the family.",
    "text": "## Before you visit\n\n- Ask what matters.\n- Ask when not to come.\n\nAsk, and do not guess.",
    "address": "",
    "is_for_practice": True,
    "kept_by_position": "Chair, staff networks",
}
CAMPAIGN: dict[str, Any] = {
    "title": "Interfaith Week",
    "summary": "A week to learn what our colleagues and families live by.",
    "text": "Everyone is welcome.",
    "tips": "Ask before you shake hands.\n- Check the calendar of festivals.",
    "ask": "Ask one family what matters to them on their holy day.",
    "first": TODAY,
    "last": TODAY + timedelta(days=6),
    "changed": "",
}
PLAN_ITEM: dict[str, Any] = {
    "year": 2026,
    "aim": 3,
    "what": "Raise the question of quiet rooms",
    "due": date(2027, 1, 31),
    "done_on": None,
    "outcome": "",
}


def resource(by: Place, **said: Any) -> Resource:
    return library.add_resource(by=by, **{**RESOURCE, **said})


def campaign(by: Place, **said: Any) -> Campaign:
    return library.add_campaign(by=by, **{**CAMPAIGN, **said})


def plan_item(by: Place, **said: Any) -> PlanItem:
    return library.add_plan_item(by=by, **{**PLAN_ITEM, **said})


def offered(of: Campaign, by: Place, *, text: str = STORY, until: date = TODAY + timedelta(days=90)) -> Story:
    return library.offer_story(of, text=text, until=until, by=by)


def published(of: Campaign, by: Place, editor: Place, **said: Any) -> Story:
    return library.publish_story(offered(of, by, **said), by=editor)


def meeting(network: Network, first: date, *, audience: str = Audience.STAFF, **said: Any) -> Series:
    """Return a meeting, held once on that day unless told otherwise."""
    given: dict[str, Any] = {
        "title": "Open table",
        "kind": MeetingKind.EVENT,
        "at": time(12, 30),
        "minutes": 45,
    }
    given |= {"last": first, "changed_on": first} | said
    series = Series(network=network, first=first, audience=audience, **given)
    series.enclose({"link": "https://calls.example/1"})
    series.save()
    return series


def dates(day: date, name: str) -> dict[str, str]:
    """Return a day as a form sends it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
