"""The pages of the library that are the same for all staff."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dueregard.almanac import clock
from dueregard.networks.library import actions as library
from dueregard.networks.meetings.models import Audience
from dueregard.networks.membership.models import Dial, Network, Standing
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import NOW, make_network, seat
from tests.networks.reading import client_of, get, nowhere, queries, same_for_all, words_of
from tests.networks.writing import (
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
LISTS = ("resources", "campaigns", "plan", "reports")


def at(network: Network, path: str) -> str:
    return f"/networks/{network.code}/{path}"


@pytest.fixture
def everything(network: Network, chair: Place, member: Place) -> list[str]:
    """Return the address of each page outside the room, with something on it."""
    of = campaign(chair)
    published(of, member, chair)
    made = resource(chair)
    plan_item(chair)
    library.publish_report(2026, text="It was a good year.", by=chair)
    pages = [*(f"{name}/" for name in LISTS), f"resources/{made.pk}/", f"campaigns/{of.pk}/", "reports/2026/"]
    return [at(network, page) for page in pages]


# For all staff


def test_each_list_has_an_empty_state(network: Network, cast: Cast) -> None:
    empty = {
        "resources": "There are no resources here yet",
        "campaigns": "There are no campaigns yet",
        "plan": "Nothing is planned for this year yet",
        "reports": "There is no yearly report yet",
    }
    for page in LISTS:
        assert empty[page] in words_of(cast["manager"], at(network, f"{page}/"))


def test_pages_are_the_same_for_a_member_and_for_a_colleague(cast: Cast, everything: list[str]) -> None:
    for page in everything:
        assert same_for_all(cast["adviser"], page) == same_for_all(cast["staff"], page)
    assert same_for_all(cast["chair"], everything[0]) != same_for_all(cast["adviser"], everything[0])


def test_no_title_of_a_page_names_the_network_or_what_it_is_about(cast: Cast, everything: list[str]) -> None:
    for page in everything:
        title = get(cast["adviser"], page).content.decode().partition("<title>")[2].partition("</title>")[0]
        assert not any(word in title for word in ("Pride", "faith", "Interfaith"))


def test_people_from_outside_and_the_public_do_not_read_them(cast: Cast, everything: list[str]) -> None:
    for page in everything:
        for role in ("inspector", "outsider"):
            assert get(cast[role], page).content == nowhere(cast[role])
        assert get(None, page).status_code == 302


def test_pages_of_a_network_that_is_closed_or_another_are_not_there(
    network: Network, cast: Cast, everything: list[str]
) -> None:
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    for page in everything[4:]:
        elsewhere = page.replace(network.code, other.code)
        assert get(cast["adviser"], elsewhere).content == nowhere(cast["adviser"])
    Network.objects.filter(pk=network.pk).update(standing=Standing.CLOSED, answer="Its work is done.")
    for page in everything:
        assert get(cast["adviser"], page).content == nowhere(cast["adviser"])


def test_a_resource_is_an_accessible_page(network: Network, cast: Cast, chair: Place) -> None:
    made = resource(chair)
    html = get(cast["adviser"], at(network, f"resources/{made.pk}/")).content.decode()
    assert '<h2 class="govuk-heading-m">Before you visit</h2>' in html
    assert "<li>Ask what matters.</li><li>Ask when not to come.</li>" in html
    words = words_of(cast["adviser"], at(network, f"resources/{made.pk}/"))
    assert "Version 1 Kept by Chair, staff networks Last checked 4 November 2026" in words
    assert "For practice" in words


def test_what_is_written_is_never_taken_for_markup(network: Network, cast: Cast, chair: Place) -> None:
    made = resource(chair, title="<b>Bold</b>", text="## <script>alert(1)</script>\n\n- <i>x</i>")
    html = get(cast["adviser"], at(network, f"resources/{made.pk}/")).content.decode()
    assert "<script>alert" not in html
    assert "<b>Bold" not in html
    assert "<i>x" not in html


def test_resources_for_practice_are_found(network: Network, cast: Cast, chair: Place) -> None:
    resource(chair)
    resource(chair, title="Our own history", is_for_practice=False)
    assert "Our own history" in words_of(cast["adviser"], at(network, "resources/"))
    practice = words_of(cast["adviser"], at(network, "resources/?for=practice"))
    assert "Our own history" not in practice
    assert "Talking about faith with families" in practice


def test_a_campaign_shows_its_ask_tips_events_for_all_and_stories(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    of = campaign(chair, changed="Visits begin with a question.")
    published(of, member, chair)
    meeting(network, TODAY + timedelta(days=2))
    meeting(network, TODAY + timedelta(days=2), title="Members’ table", audience=Audience.MEMBERS)
    meeting(network, TODAY + timedelta(days=9), title="Too late")
    words = words_of(cast["supervisor"], at(network, f"campaigns/{of.pk}/"))
    assert "The one thing we ask of everyone Ask one family what matters" in words
    assert "Ask before you shake hands. Check the calendar of festivals." in words
    assert "Open table Friday 6 November 2026, 12:30pm, 45 minutes" in words
    assert "Members’ table" not in words
    assert "Too late" not in words
    assert f"{STORY} A member of the network . Shared until 2 February 2027." in words
    assert "What changed Visits begin with a question." in words
    assert "Members’ table" not in words_of(cast["chair"], at(network, f"campaigns/{of.pk}/"))


def test_a_story_is_gone_at_once_when_it_is_withdrawn(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    of = campaign(chair)
    story = published(of, member, chair)
    page = at(network, f"campaigns/{of.pk}/")
    assert STORY in words_of(cast["supervisor"], page)
    room = words_of(cast["adviser"], at(network, "room/library/"))
    assert "Your story for Interfaith Week Published Until 2 February 2027." in room
    response = client_of(cast["adviser"]).post(at(network, f"room/library/stories/{story.pk}/withdraw/"))
    assert response.url == at(network, "room/library/")
    for person in (cast["supervisor"], cast["adviser"], cast["chair"]):
        assert STORY not in words_of(person, page)
    assert STORY not in words_of(cast["chair"], at(network, "room/library/stories/"))
    assert "You have not offered a story" in words_of(cast["adviser"], at(network, "room/library/"))


def test_a_story_whose_consent_is_over_is_not_shown(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    of = campaign(chair)
    published(of, member, chair, until=TODAY + timedelta(days=1))
    with clock.standing_at(NOW + timedelta(days=2)):
        for page in (f"campaigns/{of.pk}/", "room/library/stories/"):
            assert STORY not in words_of(cast["chair"], at(network, page))


def test_the_plan_is_read_aim_by_aim_and_year_by_year(network: Network, cast: Cast, chair: Place) -> None:
    plan_item(chair)
    plan_item(chair, year=2025, aim=1, what="Begin", due=date(2026, 3, 1), done_on=TODAY, outcome="We have.")
    plan_item(chair, what="Overdue", due=date(2026, 5, 1))
    words = words_of(cast["adviser"], at(network, "plan/"))
    assert "3. Speak with one voice" in words
    assert "Overdue Late It was due on 1 May 2026" in words
    assert "Raise the question of quiet rooms To do By 31 January 2027" in words
    assert "Begin" not in words
    assert "Begin Done 4 November 2026 What came of it: We have." in words_of(
        cast["adviser"], at(network, "plan/?year=2025")
    )
    assert "Overdue" in words_of(cast["adviser"], at(network, "plan/?year=nonsense"))


def test_a_yearly_report_is_read_with_its_figures(network: Network, cast: Cast, chair: Place) -> None:
    plan_item(chair)
    library.publish_report(2026, text="## The year\n\nIt was good.", by=chair)
    assert "2026 to 2027 , published on 4 November 2026" in words_of(
        cast["adviser"], at(network, "reports/")
    ).replace(",", " ,")
    words = words_of(cast["adviser"], at(network, "reports/2026/"))
    assert (
        "Meetings held 0 Campaigns 0 Resources written or checked 0 Things planned 1 Planned things done 0"
        in words
    )
    assert "The year It was good." in words
    assert get(cast["adviser"], at(network, "reports/2025/")).content == nowhere(cast["adviser"])


def test_lists_ask_the_database_as_often_for_three_as_for_one(
    network: Network, cast: Cast, chair: Place, member: Place
) -> None:
    of = campaign(chair)
    openly = seat(network, cast["manager"], dial=Dial.OPEN)
    makers: list[tuple[str, Callable[[], Any]]] = [
        ("resources/", lambda: resource(chair)),
        ("campaigns/", lambda: campaign(chair)),
        ("plan/", lambda: plan_item(chair)),
        (f"campaigns/{of.pk}/", lambda: (published(of, openly, chair), meeting(network, TODAY))),
        ("room/library/", lambda: published(of, chair, chair)),
        ("room/library/stories/", lambda: offered(of, openly)),
    ]
    for page, make in makers:
        counts = []
        for _ in range(3):
            make()
            with queries() as count:
                get(cast["chair"], at(network, page))
            counts.append(count.number)
        assert counts[0] == counts[2], page


def test_long_lists_are_read_page_by_page(network: Network, cast: Cast, chair: Place, member: Place) -> None:
    of = campaign(chair)
    for number in range(12):
        published(of, member, chair, text=f"Story {number:02}.")
    pages = [words_of(cast["manager"], at(network, f"campaigns/{of.pk}/?page={page}")) for page in (1, 2)]
    assert [words.count("A member of the network") for words in pages] == [10, 2]
    for number in range(52):
        plan_item(chair, what=f"Thing {number:02}")
    assert "Thing" in words_of(cast["manager"], at(network, "plan/?page=2"))
    for _ in range(21):
        resource(chair)
    assert "Talking about faith" in words_of(cast["manager"], at(network, "resources/?page=2"))
