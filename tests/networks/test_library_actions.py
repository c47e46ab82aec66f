"""The library: what those who run a network write, and stories that belong to whoever tells them."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.networks.library import actions as library
from dueregard.networks.library import events, prose, reports, stories
from dueregard.networks.library.models import Campaign, PlanItem, Report, Resource, Story
from dueregard.networks.library.prose import Block
from dueregard.networks.meetings.models import Audience, Change, Series
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.aims import AIMS
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.asking import deeds
from tests.networks.members import NOW, make_network, seat
from tests.networks.writing import (
    CAMPAIGN,
    PLAN_ITEM,
    RESOURCE,
    STORY,
    TODAY,
    campaign,
    meeting,
    offered,
    plan_item,
    published,
    resource,
)

Cast = dict[str, Person]


@pytest.fixture
def broken_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(library, "note", refuse)


# What those who run a network write


def test_a_resource_is_added_checked_changed_and_removed(network: Network, facilitator: Place) -> None:
    before = deeds()
    made = resource(facilitator)
    assert (made.network, made.version, made.checked_on) == (network, 1, TODAY)
    with clock.standing_at(NOW + timedelta(days=10)):
        assert library.check_resource(made, by=facilitator).checked_on == TODAY + timedelta(days=10)
        same = library.change_resource(made, by=facilitator, **{**RESOURCE, "title": "Faith"})
        assert (same.version, same.title) == (1, "Faith")
        assert (
            library.change_resource(made, by=facilitator, **{**RESOURCE, "text": "Other words"}).version == 2
        )
    library.remove_resource(made, by=facilitator)
    assert not Resource.objects.exists()
    assert deeds() == before + 5


def test_a_campaign_is_added_changed_and_removed(network: Network, chair: Place) -> None:
    before = deeds()
    made = campaign(chair)
    changed = "Visits now begin with the question of what matters."
    assert library.change_campaign(made, by=chair, **{**CAMPAIGN, "changed": changed}).changed == changed
    library.remove_campaign(made, by=chair)
    assert not Campaign.objects.exists()
    assert deeds() == before + 3


def test_a_campaign_with_stories_is_not_removed(network: Network, chair: Place, member: Place) -> None:
    made = campaign(chair)
    story = offered(made, member)
    with pytest.raises(library.HasStories):
        library.remove_campaign(made, by=chair)
    library.withdraw_story(story, by=member)
    library.remove_campaign(made, by=chair)


def test_a_plan_is_added_to_changed_and_taken_from(network: Network, chair: Place) -> None:
    before = deeds()
    item = plan_item(chair)
    done = {**PLAN_ITEM, "done_on": TODAY, "outcome": "Two rooms have opened."}
    assert library.change_plan_item(item, by=chair, **done).outcome == "Two rooms have opened."
    library.remove_plan_item(item, by=chair)
    assert not PlanItem.objects.exists()
    assert deeds() == before + 3
    with pytest.raises(IntegrityError), transaction.atomic(using="commons"):
        plan_item(chair, done_on=TODAY)


@pytest.mark.parametrize(
    "do",
    [
        "add_resource", "change_resource", "check_resource", "remove_resource", "add_campaign", "change_campaign",
        "remove_campaign", "add_plan_item", "change_plan_item", "remove_plan_item", "publish_report", "publish_story",
        "take_story_down",
    ],
)  # fmt: skip
def test_only_those_who_run_the_very_network_write(
    network: Network, cast: Cast, chair: Place, member: Place, do: str
) -> None:
    records = {
        "resource": resource(chair), "campaign": campaign(chair), "plan_item": plan_item(chair),
        "story": offered(campaign(chair), member),
    }  # fmt: skip
    said = {"resource": RESOURCE, "campaign": CAMPAIGN, "plan_item": PLAN_ITEM}
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    kind = next((name for name in records if name in do), "")
    act: Callable[..., Any] = getattr(library, do)
    given = said.get(kind, {}) if do.startswith(("add", "change")) else {}
    subject = [] if do.startswith("add") else [2026] if do == "publish_report" else [records[kind]]
    given = {"text": "x"} if do == "publish_report" else given
    refused = [member, seat(network, cast["analyst"], "supporter"), seat(network, cast["manager"], "sponsor")]
    if subject and do != "publish_report":
        refused.append(seat(other, cast["executive"]))
    before = deeds()
    for place in refused:
        with pytest.raises(NotAllowed):
            act(*subject, by=place, **given)
    assert deeds() == before
    act(*subject, by=chair, **given)


def test_nothing_is_left_of_what_cannot_be_noted(network: Network, chair: Place, broken_note: None) -> None:
    for act in (resource, campaign, plan_item):
        with pytest.raises(RuntimeError):
            act(chair)
    with pytest.raises(RuntimeError):
        library.publish_report(2026, text="x", by=chair)
    for model in (Resource, Campaign, PlanItem, Report):
        assert not model.objects.exists()


# Stories


def test_a_story_is_offered_published_taken_down_and_withdrawn(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    before = deeds()
    of = campaign(chair)
    story = offered(of, member)
    assert not Story.objects.visible_to(cast["manager"])
    library.publish_story(story, by=chair)
    assert list(Story.objects.visible_to(cast["manager"])) == [story]
    library.take_story_down(story, by=chair)
    assert not Story.objects.visible_to(cast["manager"])
    library.publish_story(story, by=chair)
    library.withdraw_story(story, by=member)
    assert not Story.objects.exists()
    assert deeds() == before + 6


def test_an_offered_story_is_seen_by_its_teller_and_those_who_run_the_network(
    network: Network, cast: Cast, chair: Place, member: Place, other_member: Place
) -> None:
    story = offered(campaign(chair), member)
    assert stories.own(member) == [story]
    assert stories.own(other_member) == stories.own(chair) == []
    assert list(Story.objects.visible_to(chair)) == [story]
    assert not Story.objects.visible_to(member)
    assert not Story.objects.visible_to(other_member)


def test_nobody_but_its_teller_withdraws_a_story(
    network: Network, cast: Cast, chair: Place, member: Place, other_member: Place
) -> None:
    story = published(campaign(chair), member, chair)
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    for place in (chair, other_member, seat(other, cast["adviser"])):
        with pytest.raises(NotAllowed):
            library.withdraw_story(story, by=place)
    assert list(Story.objects.all()) == [story]


def test_a_story_cannot_be_offered_in_another_network(network: Network, cast: Cast, chair: Place) -> None:
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    with pytest.raises(NotAllowed):
        offered(campaign(chair), seat(other, cast["manager"]))


@pytest.mark.parametrize("days", [-1, 0, 732])
def test_the_consent_of_a_story_ends_within_two_years(
    network: Network, chair: Place, member: Place, days: int
) -> None:
    with pytest.raises(library.WrongDay):
        offered(campaign(chair), member, until=TODAY + timedelta(days=days))


def test_a_campaign_that_is_over_takes_no_stories(network: Network, chair: Place, member: Place) -> None:
    of = campaign(chair, first=TODAY - timedelta(days=7), last=TODAY - timedelta(days=1))
    with pytest.raises(library.CampaignOver):
        offered(of, member)


def test_a_story_vanishes_the_day_after_its_consent_and_is_then_erased(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    until = TODAY + timedelta(days=5)
    story, kept = (
        published(campaign(chair), member, chair, until=until),
        published(campaign(chair), member, chair),
    )
    with clock.standing_at(NOW + timedelta(days=5)):
        assert story in Story.objects.visible_to(cast["manager"])
        assert library.let_stories_end(network) == 0
    with clock.standing_at(NOW + timedelta(days=6)):
        for reader in (cast["manager"], chair):
            assert list(Story.objects.visible_to(reader)) == [kept]
        assert library.let_stories_end(network) == 1
    assert list(Story.objects.all()) == [kept]


def test_the_stories_of_whoever_has_left_are_erased(network: Network, chair: Place, member: Place) -> None:
    published(campaign(chair), member, chair)
    assert library.let_stories_end(network) == 0
    membership.leave(by=member)
    assert library.let_stories_end(network) == 1
    assert not Story.objects.exists()


def test_stories_are_left_alone_while_the_keys_are_away(
    network: Network, chair: Place, member: Place, settings: Any, tmp_path: Any
) -> None:
    published(campaign(chair), member, chair)
    settings.KEYS_FILE = tmp_path / "none.json"
    assert library.let_stories_end(network) == 0
    assert Story.objects.count() == 1


def signed(network: Network) -> list[str]:
    return [told.signature for told in stories.told(network, Story.objects.select_related("campaign"))]


def test_a_story_is_signed_with_a_name_only_while_it_is_open_to_all_staff(
    network: Network, cast: Cast, chair: Place
) -> None:
    teller = seat(network, cast["manager"], dial=Dial.OPEN)
    published(campaign(chair), teller, chair)
    assert signed(network) == [cast["manager"].name]
    quiet = membership.make_quieter(Dial.MEMBERS, by=teller)
    assert signed(network) == ["A member of the network"]
    membership.make_quieter(Dial.PRIVATE, by=quiet)
    assert signed(network) == ["A member of the network"]


def test_a_story_that_was_offered_in_private_is_never_signed_later(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    published(campaign(chair), member, chair)
    name = cast["adviser"].name
    membership.make_louder(Dial.OPEN, typed=name, name=name, by=member)
    with clock.standing_at(NOW + timedelta(days=2)):
        assert signed(network) == ["A member of the network"]


def test_no_row_of_a_story_tells_who_told_it(network: Network, chair: Place, member: Place) -> None:
    story = published(campaign(chair), member, chair)
    stored = Story.objects.values().get(pk=story.pk)
    assert member.voice not in str(stored)
    assert STORY.encode() not in bytes(stored["contents"])
    told = stories.told(network, [story])[0]
    assert member.voice not in str(told)
    assert member.held.handle not in str(told)


# The yearly report


def test_a_report_counts_things_and_is_published_anew(network: Network, chair: Place, member: Place) -> None:
    resource(chair)
    published(campaign(chair), member, chair)
    plan_item(chair)
    plan_item(chair, aim=1, done_on=TODAY, outcome="Every Wednesday since May.")
    meeting(network, date(2026, 6, 3), every_weeks=1, last=date(2026, 6, 24), audience=Audience.MEMBERS)
    meeting(network, date(2026, 12, 1))
    report = library.publish_report(2026, text="It was a good year.", by=chair)
    assert report.figures == {"meetings": 4, "campaigns": 1, "resources": 1, "planned": 2, "done": 1}
    with clock.standing_at(NOW + timedelta(days=60)):
        again = library.publish_report(2026, text="Better than that.", by=chair)
    assert (again.pk, again.text, again.figures["meetings"]) == (report.pk, "Better than that.", 5)
    assert Report.objects.count() == 1


def test_a_report_is_drafted_from_what_was_done(network: Network, chair: Place) -> None:
    campaign(chair, changed="Visits begin\nwith a question.")
    plan_item(chair)
    plan_item(chair, aim=1, what="Meet weekly", done_on=TODAY, outcome="Every Wednesday since May.")
    text = reports.draft(network, 2026).text
    assert f"## {AIMS[1]}\n\n- Meet weekly: Every Wednesday since May." in text
    assert "- Interfaith Week: Visits begin with a question." in text
    assert "## Still to do\n\n- Raise the question of quiet rooms" in text
    assert reports.draft(network, 2025).text == "What this network did from April 2025 to March 2026."


def test_a_report_on_a_year_to_come_is_refused(network: Network, chair: Place) -> None:
    with pytest.raises(library.TooEarly):
        library.publish_report(2027, text="x", by=chair)


def test_there_are_five_aims() -> None:
    assert list(AIMS) == [1, 2, 3, 4, 5]


# Meetings as days, and text as a page


def days(*series: Series, first: date, last: date) -> list[tuple[date, time]]:
    found = Series.objects.filter(pk__in=[one.pk for one in series]).prefetch_related("changes")
    return [(event.day, event.at) for event in events.between(found, first, last)]


def test_a_series_is_read_as_the_days_on_which_it_is_held(network: Network) -> None:
    wednesday = date(2026, 12, 16)
    series = meeting(network, wednesday, every_weeks=1, last=date(2027, 2, 3))
    Change.objects.create(series=series, date=date(2027, 1, 6), changed_on=TODAY)
    moved = {"new_date": date(2027, 1, 14), "new_at": time(9, 0)}
    Change.objects.create(series=series, date=date(2027, 1, 13), changed_on=TODAY, **moved)
    noon = time(12, 30)
    every = [
        (wednesday, noon),
        (date(2026, 12, 23), noon),
        (date(2026, 12, 30), noon),
        (date(2027, 1, 14), time(9, 0)),
    ]
    every += [(date(2027, 1, 20), noon), (date(2027, 1, 27), noon), (date(2027, 2, 3), noon)]
    assert days(series, first=date(2026, 12, 1), last=date(2027, 3, 1)) == every
    series.cancelled_on = date(2027, 1, 27)
    series.save()
    assert days(series, first=date(2026, 12, 1), last=date(2027, 3, 1)) == every[:-2]


def test_a_series_leaves_out_bank_holidays_unless_told_otherwise(network: Network) -> None:
    span = {"first": date(2026, 12, 1), "last": date(2026, 12, 31)}
    friday = date(2026, 12, 18)
    skips = meeting(network, friday, every_weeks=1, last=date(2026, 12, 31))
    meets = meeting(network, friday, every_weeks=1, last=date(2026, 12, 31), skips_holidays=False)
    assert [day for day, _ in days(skips, **span)] == [friday]
    assert [day for day, _ in days(meets, **span)] == [friday, date(2026, 12, 25)]


def test_plain_text_is_read_as_headings_lists_and_paragraphs() -> None:
    text = "One\ntwo\n\n## Three\n- four\n- five\n\nsix <b>\n## Seven\n## Eight"
    assert prose.blocks(text) == [
        Block("paragraph", ("One", "two")),
        Block("heading", ("Three",)),
        Block("list", ("four", "five")),
        Block("paragraph", ("six <b>",)),
        Block("heading", ("Seven",)),
        Block("heading", ("Eight",)),
    ]
    assert prose.blocks(" \n") == []
