"""The pages of where to turn: what everyone finds, and how a network keeps its signposts."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from dueregard.almanac import clock
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.networks.support.models import Signpost
from dueregard.people.models import Person
from tests.networks.asking import ENTRY, national, signpost
from tests.networks.members import NOW, make_network
from tests.networks.reading import client_of, get, nowhere, queries, same_for_all, words_of

Cast = dict[str, Person]
LINES = ("Call 999", "Call 116 123", "Text SHOUT to 85258", "Call 111, option 2")


# Where to turn


@pytest.mark.django_db
@pytest.mark.usefixtures("wednesday")
def test_the_strip_for_a_crisis_is_there_signed_out_and_when_the_directory_is_empty() -> None:
    words = words_of(None, "/support/")
    assert [words.index(line) for line in LINES] == sorted(words.index(line) for line in LINES)
    assert words.index("Call 999") < words.index("Help with something particular")
    assert "No services are listed yet" in words
    html = get(None, "/support/").content.decode()
    for href in ("tel:999", "tel:116123", "sms:85258", "tel:111"):
        assert f'href="{href}"' in html


@pytest.mark.django_db
@pytest.mark.usefixtures("wednesday")
def test_where_to_turn_keeps_nothing_of_a_visit() -> None:
    national("Example Advice")
    client = Client()
    for address in ("/support/", "/support/?where=National", "/support/?where=Nowhere"):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
    assert not client.cookies
    assert not Session.objects.exists()
    assert client.post("/support/").status_code == 405


def test_where_to_turn_is_the_same_for_a_member_as_for_others(
    network: Network, cast: Cast, member: Place
) -> None:
    pages = {same_for_all(cast[role], "/support/") for role in ("adviser", "staff")}
    assert len(pages) == 1
    assert network.name not in pages.pop()


def test_entries_say_who_keeps_them_and_vanish_after_six_months(
    network: Network, cast: Cast, chair: Place
) -> None:
    signpost(chair)
    national("Example Advice")
    words = words_of(None, "/support/")
    assert "Night Owls Somebody to talk to at night. Call 01632 960 001 https://owls.example/" in words
    assert "Leeds. Kept by: Facilitator, staff networks. Last checked on 4 November 2026." in words
    with clock.standing_at(NOW + timedelta(days=184)):
        words = words_of(None, "/support/")
        assert "Night Owls" not in words
        assert all(line in words for line in LINES)


def test_entries_are_chosen_by_where(network: Network, chair: Place) -> None:
    signpost(chair)
    national("Example Advice")
    words = words_of(None, "/support/")
    assert words.index("Example Advice") < words.index("Night Owls")
    assert "Example Advice" not in words_of(None, "/support/?where=Leeds")
    assert "Night Owls" in words_of(None, "/support/?where=Leeds")
    assert "Night Owls" not in words_of(None, "/support/?where=National")
    assert "Night Owls" in words_of(None, "/support/?where=Atlantis")


def test_an_urgent_entry_stands_in_the_strip_in_place_of_the_line_of_the_same_number(
    network: Network,
) -> None:
    national("The Samaritans", phone="116 123", what="By phone.", is_urgent=True)
    national("Staff line", phone="01632 960 960", what="For staff.", is_urgent=True)
    words = words_of(None, "/support/")
    strip = words.partition("You need not sign in")[0]
    assert strip.count("116 123") == 1
    assert "The Samaritans. By phone." in strip
    assert "01632 960 960" in strip
    with clock.standing_at(NOW + timedelta(days=200)):
        assert "Call 116 123" in words_of(None, "/support/")


def test_where_to_turn_asks_the_database_as_often_for_three_entries_as_for_one(network: Network) -> None:
    counts = []
    for number in range(3):
        national(f"Example {number}")
        with queries() as count:
            get(None, "/support/")
        counts.append(count.number)
    assert counts[0] == counts[2]


def test_many_entries_are_read_page_by_page(network: Network) -> None:
    for number in range(23):
        national(f"Example {number:02}")
    assert "Example 22" not in words_of(None, "/support/")
    assert "Example 22" in words_of(None, "/support/?page=2")


def test_where_to_turn_needs_no_keys(network: Network, cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.KEYS_FILE = tmp_path / "none.json"
    for person in (None, cast["adviser"]):
        assert "Call 999" in words_of(person, "/support/")
    closed = get(cast["adviser"], f"/networks/{network.code}/ask/")
    assert closed.status_code == 503
    assert 'href="/support/"' in closed.content.decode()


# Signposts in the room


def test_signposts_are_added_changed_checked_and_removed(network: Network, cast: Cast, chair: Place) -> None:
    client, base = client_of(cast["chair"]), f"/networks/{network.code}/room/signposts/"
    assert "This network lists nothing yet" in words_of(cast["chair"], base)
    assert client.post(f"{base}add/", ENTRY).url == base
    entry = Signpost.objects.get()
    assert "Night Owls</textarea>" not in client.get(f"{base}{entry.pk}/change/").content.decode()
    assert client.post(f"{base}{entry.pk}/change/", ENTRY | {"name": "Owls"}).url == base
    with clock.standing_at(NOW + timedelta(days=200)):
        assert "Hidden Leeds. Last checked on 4 November 2026." in words_of(cast["chair"], base)
        assert client.post(f"{base}{entry.pk}/check/").url == base
        assert "Shown Leeds." in words_of(cast["chair"], base)
        assert "Owls" in words_of(None, "/support/")
    assert "Remove “Owls”?" in words_of(cast["chair"], f"{base}{entry.pk}/remove/")
    assert client.post(f"{base}{entry.pk}/remove/").url == base
    assert not Signpost.objects.exists()


MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"name": ""}, "Enter the name of the service"),
    ({"phone": "", "address": ""}, "Enter a phone number, a number to text or a web address"),
    ({"phone": "call us"}, "The phone number must begin with digits, like 116 123"),
    ({"text_to": "HELLO"}, "Say which number to text, like SHOUT to 85258"),
    ({"address": "javascript:alert(1)"}, "Enter a web address that begins with https://"),
    ({"address": "ftp://owls.example/"}, "Enter a web address that begins with https://"),
    ({"kept_by_position": ""}, "Enter who keeps this entry"),
]


def test_mistakes_in_a_signpost_are_said(network: Network, cast: Cast, chair: Place) -> None:
    client, address = client_of(cast["chair"]), f"/networks/{network.code}/room/signposts/add/"
    for said, sentence in MISTAKES:
        assert sentence in client.post(address, ENTRY | said).content.decode()
    assert not Signpost.objects.exists()


def test_signposts_of_a_room_are_not_there_for_others(
    network: Network, cast: Cast, chair: Place, member: Place, supporter: Place
) -> None:
    entry = signpost(chair)
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    base = f"/networks/{network.code}/room/signposts/"
    for role in ("adviser", "analyst", "executive", "manager", "administrator"):
        for address in (base, f"{base}add/", f"{base}{entry.pk}/change/", f"{base}{entry.pk}/remove/"):
            response = get(cast[role], address)
            assert (response.status_code, response.content) == (404, nowhere(cast[role]))
        for address in (f"{base}add/", f"{base}{entry.pk}/check/", f"{base}{entry.pk}/remove/"):
            assert client_of(cast[role]).post(address, ENTRY).status_code == 404
    elsewhere = f"/networks/{other.code}/room/signposts/{entry.pk}/change/"
    assert get(cast["executive"], elsewhere).content == nowhere(cast["executive"])
    assert list(Signpost.objects.all()) == [entry]
