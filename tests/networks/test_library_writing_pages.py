"""The pages of the library in a room: what members offer, and what those who run it write."""

from datetime import date, timedelta
from uuid import uuid4

from dueregard.networks.library import actions as library
from dueregard.networks.library.models import Campaign, PlanItem, Report, Resource, Story
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.reading import client_of, get, nowhere, words_of
from tests.networks.writing import (
    CAMPAIGN,
    PLAN_ITEM,
    RESOURCE,
    STORY,
    TODAY,
    campaign,
    dates,
    offered,
    plan_item,
    resource,
)

Cast = dict[str, Person]
CAMPAIGN_SENT = (
    {name: value for name, value in CAMPAIGN.items() if name not in {"first", "last"}}
    | dates(CAMPAIGN["first"], "first")
    | dates(CAMPAIGN["last"], "last")
)
PLAN_SENT = {"year": "2026", "aim": "3", "what": PLAN_ITEM["what"], "outcome": ""} | dates(
    PLAN_ITEM["due"], "due"
)


def at(network: Network, path: str) -> str:
    return f"/networks/{network.code}/{path}"


# In the room


def test_a_member_offers_a_story(network: Network, cast: Cast, chair: Place, member: Place) -> None:
    page = at(network, "room/library/stories/offer/")
    assert "There is no campaign to tell a story in" in words_of(cast["adviser"], page)
    of = campaign(chair)
    assert "signed “A member of the network”, now and later" in words_of(cast["adviser"], page)
    client, sent = client_of(cast["adviser"]), {"campaign": str(of.pk), "text": STORY}
    html = client.post(page, {"campaign": str(uuid4())}).content.decode()
    for said in ("Choose a campaign that is not over", "Enter your story", "Enter the last day"):
        assert said in html
    today, later = dates(TODAY, "until"), dates(TODAY + timedelta(days=800), "until")
    assert "The last day must be after today" in client.post(page, sent | today).content.decode()
    assert "The last day must be within two years" in client.post(page, sent | later).content.decode()
    response = client.post(page, sent | dates(TODAY + timedelta(days=30), "until"))
    assert response.url == at(network, "room/library/")
    assert not Story.objects.get().is_published


def test_somebody_who_is_open_reads_that_their_name_will_be_shown(
    network: Network, cast: Cast, chair: Place
) -> None:
    campaign(chair)
    seat(network, cast["manager"], dial=Dial.OPEN)
    words = words_of(cast["manager"], at(network, "room/library/stories/offer/"))
    assert "signed with your name while your name is open to everyone" in words


def test_those_who_run_it_publish_and_take_down(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    of = campaign(chair)
    story = offered(of, member)
    client, page = client_of(cast["chair"]), at(network, "room/library/stories/")
    words = words_of(cast["chair"], page)
    assert STORY in words
    assert member.held.handle not in words
    assert client.post(f"{page}{story.pk}/publish/").url == page
    assert STORY in words_of(cast["manager"], at(network, f"campaigns/{of.pk}/"))
    assert client.post(f"{page}{story.pk}/take-down/").url == page
    assert STORY not in words_of(cast["manager"], at(network, f"campaigns/{of.pk}/"))


def test_a_resource_is_written_in_the_room(network: Network, cast: Cast, chair: Place) -> None:
    client, base = client_of(cast["chair"]), at(network, "room/library/resources/")
    html = client.post(f"{base}add/", {"title": ""}).content.decode()
    assert "Enter a title" in html
    assert "Enter who keeps it" in html
    empty = RESOURCE | {"text": ""}
    assert "Enter a text or a web address" in client.post(f"{base}add/", empty).content.decode()
    script = RESOURCE | {"address": "javascript:alert(1)"}
    assert "begins with https://" in client.post(f"{base}add/", script).content.decode()
    response = client.post(f"{base}add/", RESOURCE)
    made = Resource.objects.get()
    assert response.url == at(network, f"resources/{made.pk}/")
    assert client.post(f"{base}{made.pk}/change/", RESOURCE | {"text": "New"}).url == response.url
    assert client.post(f"{base}{made.pk}/check/").url == response.url
    made.refresh_from_db()
    assert (made.version, made.text) == (2, "New")
    assert "Remove “Talking about faith with families”?" in words_of(
        cast["chair"], f"{base}{made.pk}/remove/"
    )
    assert client.post(f"{base}{made.pk}/remove/").url == at(network, "resources/")
    assert not Resource.objects.exists()


def test_a_campaign_is_written_in_the_room(network: Network, cast: Cast, chair: Place, member: Place) -> None:
    client, base = client_of(cast["chair"]), at(network, "room/library/campaigns/")
    backwards = CAMPAIGN_SENT | dates(TODAY - timedelta(days=1), "last")
    assert (
        "The last day must be the same as the first day"
        in client.post(f"{base}add/", backwards).content.decode()
    )
    response = client.post(f"{base}add/", CAMPAIGN_SENT)
    made = Campaign.objects.get()
    assert response.url == at(network, f"campaigns/{made.pk}/")
    assert 'value="2026"' in client.get(f"{base}{made.pk}/change/").content.decode()
    assert client.post(f"{base}{made.pk}/change/", CAMPAIGN_SENT | {"changed": "Much"}).url == response.url
    story = offered(made, member)
    refused = client.post(f"{base}{made.pk}/remove/")
    assert refused.status_code == 409
    assert "Only they can withdraw them" in refused.content.decode()
    library.withdraw_story(story, by=member)
    assert client.post(f"{base}{made.pk}/remove/").url == at(network, "campaigns/")


def test_the_plan_is_written_in_the_room(network: Network, cast: Cast, chair: Place) -> None:
    client, base = client_of(cast["chair"]), at(network, "room/library/plan/")
    mistakes = {
        "The day must be in the year 2026 to 2027": dates(date(2027, 4, 1), "due"),
        "Enter what came of it": dates(TODAY, "done_on"),
        "Enter the day on which it was done": {"outcome": "Much"},
        "The day on which it was done must be today or earlier": dates(TODAY + timedelta(days=1), "done_on"),
        "Select an aim": {"aim": ""},
    }
    for said, wrong in mistakes.items():
        assert said in client.post(f"{base}add/", PLAN_SENT | wrong).content.decode()
    assert client.post(f"{base}add/", PLAN_SENT).url == at(network, "plan/?year=2026")
    item = PlanItem.objects.get()
    done = PLAN_SENT | dates(TODAY, "done_on") | {"outcome": "Two rooms."}
    assert client.post(f"{base}{item.pk}/change/", done).url == at(network, "plan/?year=2026")
    item.refresh_from_db()
    assert (item.done_on, item.outcome) == (TODAY, "Two rooms.")
    assert client.post(f"{base}{item.pk}/remove/").url == at(network, "plan/")


def test_a_report_is_drafted_edited_and_published_in_the_room(
    network: Network, cast: Cast, chair: Place
) -> None:
    plan_item(chair, aim=1, what="Meet weekly", done_on=TODAY, outcome="Every Wednesday.")
    client, page = client_of(cast["chair"]), at(network, "room/library/report/")
    html = client.get(page).content.decode()
    assert "- Meet weekly: Every Wednesday.</textarea>" in html
    assert "Enter the report" in client.post(page, {"text": ""}).content.decode()
    assert client.post(f"{page}?year=2026", {"text": "Our own words."}).url == at(network, "reports/2026/")
    assert "Our own words.</textarea>" in client.get(page).content.decode()
    assert client.post(f"{page}?year=2030", {"text": "x"}).url == at(network, "reports/2026/")
    assert Report.objects.get().figures["done"] == 1


def test_the_pages_for_writing_are_not_there_for_others(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    of = campaign(chair)
    story = offered(of, chair)
    item, made = plan_item(chair), resource(chair)
    base = at(network, "room/library/")
    reading = ["stories/", "resources/add/", "campaigns/add/", "plan/add/", "report/"]
    for kind, record in (("resources", made), ("campaigns", of), ("plan", item)):
        reading += [f"{kind}/{record.pk}/change/", f"{kind}/{record.pk}/remove/"]
    sending = [*reading[1:], f"resources/{made.pk}/check/"]
    sending += [f"stories/{story.pk}/{deed}/" for deed in ("publish", "take-down", "withdraw")]
    for role in ("adviser", "manager", "equality-lead", "inspector"):
        for page in reading:
            assert get(cast[role], base + page).content == nowhere(cast[role]), page
        for page in sending:
            response = client_of(cast[role]).post(base + page, RESOURCE)
            assert (response.status_code, response.content) == (404, nowhere(cast[role])), page
    for page in ("", "stories/offer/"):
        assert get(cast["adviser"], base + page).status_code == 200
        for role in ("manager", "inspector"):
            assert get(cast[role], base + page).content == nowhere(cast[role])
    assert Story.objects.count() == 1


def test_records_of_another_network_cannot_be_written_through_one_s_own(
    network: Network, cast: Cast, chair: Place
) -> None:
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    item = plan_item(seat(other, cast["executive"]))
    page = at(network, f"room/library/plan/{item.pk}/change/")
    assert get(cast["chair"], page).content == nowhere(cast["chair"])


def test_the_library_shows_the_links_for_writing_to_those_who_run_it(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    assert "Add a campaign" in words_of(cast["chair"], at(network, "room/library/"))
    words = words_of(cast["adviser"], at(network, "room/library/"))
    assert "Add a campaign" not in words
    assert "Plan for the year" in words
