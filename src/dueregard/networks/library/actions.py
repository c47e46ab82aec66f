"""Every write of the library: what a network shows everyone."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import models

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks import keyring
from dueregard.networks.acting import action, note
from dueregard.networks.library import reports
from dueregard.networks.library.models import Campaign, PlanItem, Report, Resource, Story
from dueregard.networks.membership.models import Network, Seat
from dueregard.networks.seats import Place

STORY_LASTS_AT_MOST = timedelta(days=731)

R = TypeVar("R", bound=models.Model)


class NotNow(Exception):
    """This cannot be done as things stand. The tree: the refusals of this module."""


class HasStories(NotNow):
    """Members have told stories in this campaign, which only they withdraw."""


class CampaignOver(NotNow):
    """The last day of the campaign is past, so it takes no new stories."""


class WrongDay(NotNow):
    """The consent would not reach tomorrow, or would last longer than two years."""


class TooEarly(NotNow):
    """The year that the report is about has not begun."""


# Resources


@action
def add_resource(*, by: Place, **said: Any) -> Resource:
    """Add a resource, in its first version, checked today."""
    require(by, "networks.run", by.network)
    resource = Resource.objects.create(network=by.network, checked_on=clock.today(), **said)
    note("a resource was added", resource)
    return resource


@action
def change_resource(resource: Resource, *, by: Place, **said: Any) -> Resource:
    """Change a resource; where its words or its address are others, it is a new version."""
    require(by, "networks.write", resource)
    resource = _locked(resource)
    is_new = (resource.text, resource.address) != (said["text"], said["address"])
    return _change(
        resource,
        "a resource was changed",
        version=resource.version + is_new,
        checked_on=clock.today(),
        **said,
    )


@action
def check_resource(resource: Resource, *, by: Place) -> Resource:
    """Say that a resource was found right today."""
    require(by, "networks.write", resource)
    return _change(_locked(resource), "a resource was checked", checked_on=clock.today())


@action
def remove_resource(resource: Resource, *, by: Place) -> None:
    """Take a resource out of the library."""
    _remove(resource, "a resource was removed", by)


# Campaigns


@action
def add_campaign(*, by: Place, **said: Any) -> Campaign:
    """Add an awareness campaign."""
    require(by, "networks.run", by.network)
    campaign = Campaign.objects.create(network=by.network, **said)
    note("a campaign was added", campaign)
    return campaign


@action
def change_campaign(campaign: Campaign, *, by: Place, **said: Any) -> Campaign:
    """Change a campaign, or say afterwards what changed in practice."""
    require(by, "networks.write", campaign)
    return _change(_locked(campaign), "a campaign was changed", **said)


@action
def remove_campaign(campaign: Campaign, *, by: Place) -> None:
    """Remove a campaign in which nobody has told a story."""
    require(by, "networks.write", campaign)
    if _locked(campaign).stories.exists():
        raise HasStories
    _remove(campaign, "a campaign was removed", by)


# Stories


@action
def offer_story(campaign: Campaign, *, text: str, until: date, by: Place) -> Story:
    """Offer a story for a campaign, for as long as its teller agrees. It is read once those who run it publish it."""
    require(by, "networks.sit", campaign.network)
    today = clock.today()
    if campaign.last < today:
        raise CampaignOver
    if not today < until <= today + STORY_LASTS_AT_MOST:
        raise WrongDay
    story = Story(network=by.network, campaign=campaign, consent_until=until)
    story.enclose({"text": text, "signature": by.signature, "voice": by.voice})
    story.save(force_insert=True)
    note("a story was offered", story)
    return story


@action
def publish_story(story: Story, *, by: Place) -> Story:
    """Let everyone on the staff read a story."""
    require(by, "networks.publish_story", story)
    return _change(_locked(story), "a story was published", is_published=True)


@action
def take_story_down(story: Story, *, by: Place) -> Story:
    """Let a story be read no more; its teller still has it, and may withdraw it."""
    require(by, "networks.publish_story", story)
    return _change(_locked(story), "a story was taken down", is_published=False)


@action
def withdraw_story(story: Story, *, by: Place) -> None:
    """Withdraw one's own story: it is gone at once, and nothing of it is left."""
    require(by, "networks.withdraw_story", story)
    story.delete()
    note("a story was withdrawn", by.network)


@action
def let_stories_end(network: Network) -> int:
    """Erase the stories whose consent is over, and those whose teller sits here no more. It is automatic work."""
    if not keyring.has_keys(network.pk):
        return 0
    sitting = set(Seat.objects.filter(network=network).values_list("voice", flat=True))
    over = [
        story.pk
        for story in Story.objects.filter(network=network)
        if story.consent_until < clock.today() or story.inside["voice"] not in sitting
    ]
    if over:
        Story.objects.filter(pk__in=over).delete()
        note("stories that were over were erased", network)
    return len(over)


# The plan and the yearly report


@action
def add_plan_item(*, by: Place, **said: Any) -> PlanItem:
    """Add something that the network means to do."""
    require(by, "networks.run", by.network)
    item = PlanItem.objects.create(network=by.network, **said)
    note("a plan was added to", item)
    return item


@action
def change_plan_item(item: PlanItem, *, by: Place, **said: Any) -> PlanItem:
    """Change what is planned, or say that it is done and what came of it."""
    require(by, "networks.write", item)
    return _change(_locked(item), "a plan was changed", **said)


@action
def remove_plan_item(item: PlanItem, *, by: Place) -> None:
    """Take something out of the plan."""
    _remove(item, "a plan was taken from", by)


@action
def publish_report(year: int, *, text: str, by: Place) -> Report:
    """Publish the report of a year, or publish it anew; its figures are counted now, and are never typed."""
    require(by, "networks.run", by.network)
    if reports.year_of(year).first > clock.today():
        raise TooEarly
    figures = reports.figures(by.network, year)
    said = {"text": text, "figures": figures, "published_on": clock.today()}
    report, _ = Report.objects.update_or_create(network=by.network, year=year, defaults=said)
    note("a yearly report was published", report)
    return report


def _locked(record: R) -> R:
    """Return the record as it stands, held until the end of the action."""
    found: R = type(record)._default_manager.select_for_update().get(pk=record.pk)
    return found


def _change(record: R, deed: str, **said: Any) -> R:
    for name, value in said.items():
        setattr(record, name, value)
    record.save(update_fields=[*said])
    note(deed, record)
    return record


def _remove(record: Resource | Campaign | PlanItem, deed: str, by: Place) -> None:
    require(by, "networks.write", record)
    record.delete()
    note(deed, by.network)
