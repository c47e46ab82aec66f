"""The pages of support: where to turn, asking in confidence, the questions of those who answer, the signposts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from dueregard.almanac import clock
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.networks.support import actions as support
from dueregard.networks.support.models import Asked, Enquiry, Signpost
from dueregard.people.models import Person
from tests.networks.asking import ENTRY, WORDS, answer, ask, ask_on, national, signpost, texts
from tests.networks.members import NOW, make_network, seat
from tests.networks.reading import client_of, get, nowhere, queries, same_for_all, words_of

Cast = dict[str, Person]
LINES = ("Call 999", "Call 116 123", "Text SHOUT to 85258", "Call 111, option 2")


@pytest.fixture
def supporter(network: Network, cast: Cast) -> Place:
    return seat(network, cast["analyst"], "supporter")


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
    pages = {same_for_all(cast[role], "/support/") for role in ("adviser", "supervisor")}
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
    closed = get(cast["adviser"], ask_page(network))
    assert closed.status_code == 503
    assert 'href="/support/"' in closed.content.decode()


# To ask


def ask_page(network: Network) -> str:
    return f"/networks/{network.code}/ask/"


def send(person: Person, network: Network, **said: str) -> Any:
    form = {"asked": "supporter", "text": WORDS, "token": str(uuid4())} | said
    return client_of(person).post(ask_page(network), form)


def test_the_promise_and_the_strip_stand_above_the_box(network: Network, cast: Cast) -> None:
    html = get(cast["manager"], ask_page(network)).content.decode()
    box = html.index("<textarea")
    assert html.index("tel:999") < html.index("This is not a crisis line.") < box
    assert "by the end of 5 November 2026" in html


def test_asking_leads_to_the_question(network: Network, cast: Cast) -> None:
    response = send(cast["manager"], network)
    enquiry = Enquiry.objects.get()
    assert response.url == f"/networks/{network.code}/asked/{enquiry.pk}/"
    words = words_of(cast["manager"], response.url)
    assert f"You are called {enquiry.inside['handle']} here" in words
    assert "answer by the end of 5 November 2026" in words
    assert WORDS in words


def test_each_mistake_is_said_in_a_sentence(network: Network, cast: Cast) -> None:
    html = send(cast["manager"], network, asked="", text=" ").content.decode()
    assert "Select who you want to ask" in html
    assert "Enter what you would like to say" in html
    assert "Use 5,000 characters or fewer" in send(cast["manager"], network, text="x" * 5001).content.decode()
    assert not Enquiry.objects.exists()


def test_words_that_sound_like_a_risk_bring_guidance_and_nothing_else(network: Network, cast: Cast) -> None:
    token = str(uuid4())
    response = send(cast["manager"], network, text="I want to die", token=token)
    html = response.content.decode()
    assert response.status_code == 200
    assert "You do not have to wait for an answer." in html
    assert "Send it all the same" in html
    assert "I want to die</textarea>" in html
    assert not Enquiry.objects.exists()
    response = send(cast["manager"], network, text="I want to die", token=token, sure="yes")
    assert response.status_code == 302
    enquiry = Enquiry.objects.get()
    quiet = ask(network, cast["manager"])
    assert enquiry.inside.keys() == quiet.inside.keys()
    values = [{**row, "id": 0, "contents": 0, "tag": 0, "turn": 0} for row in Enquiry.objects.values()]
    assert values[0] == values[1]


def test_guidance_is_shown_when_asking_on_too(network: Network, cast: Cast) -> None:
    enquiry = ask(network, cast["manager"])
    client, address = client_of(cast["manager"]), f"/networks/{network.code}/asked/{enquiry.pk}/"
    form = {"text": "I keep hurting myself", "token": str(uuid4())}
    assert "You do not have to wait" in client.post(address, form).content.decode()
    assert len(texts(enquiry)) == 1
    assert client.post(address, form | {"sure": "yes"}).status_code == 302
    assert len(texts(enquiry)) == 2


def test_the_twenty_first_question_is_refused_in_a_sentence(network: Network, cast: Cast) -> None:
    for _ in range(20):
        ask(network, cast["manager"])
    assert "Delete one that you no longer need" in send(cast["manager"], network).content.decode()
    assert len(words_of(cast["manager"], f"/networks/{network.code}/asked/")) > 0


@pytest.mark.parametrize("page", ["ask", "asked"])
def test_the_pages_of_asking_are_the_same_whether_or_not_one_belongs(
    network: Network, cast: Cast, member: Place, page: str
) -> None:
    address = f"/networks/{network.code}/{page}/"
    assert same_for_all(cast["adviser"], address) == same_for_all(cast["supervisor"], address)


def test_the_title_of_no_page_names_the_network(network: Network, cast: Cast, supporter: Place) -> None:
    enquiry = ask(network, cast["manager"])
    base = f"/networks/{network.code}"
    pages = [
        (cast["manager"], f"{base}/ask/"),
        (cast["manager"], f"{base}/asked/"),
        (cast["manager"], f"{base}/asked/{enquiry.pk}/"),
        (cast["manager"], f"{base}/asked/{enquiry.pk}/delete/"),
        (cast["analyst"], f"{base}/room/questions/"),
        (cast["analyst"], f"{base}/room/questions/{enquiry.pk}/"),
        (cast["chair"], f"{base}/room/signposts/"),
        (cast["chair"], f"{base}/room/signposts/add/"),
    ]
    for person, address in pages:
        response = get(person, address)
        assert response.status_code == 200, address
        title = response.content.decode().partition("<title>")[2].partition("</title>")[0]
        assert network.name not in title
        assert response.headers["Cache-Control"] == "no-store"


# What one asked


def test_one_s_own_questions_are_there_for_oneself_alone(
    network: Network, cast: Cast, supporter: Place
) -> None:
    enquiry = answer(ask(network, cast["manager"]), supporter)
    base = f"/networks/{network.code}/asked/"
    assert "Answered" in words_of(cast["manager"], base)
    assert "A peer supporter, 4 November 2026 You are not alone." in words_of(
        cast["manager"], f"{base}{enquiry.pk}/"
    )
    for role in ("adviser", "chair", "analyst", "administrator", "inspector", "outsider"):
        for address in (f"{base}{enquiry.pk}/", f"{base}{enquiry.pk}/delete/"):
            response = get(cast[role], address)
            assert response.status_code == 404
            assert response.content == nowhere(cast[role])
    assert "You have not asked anything here" in words_of(cast["adviser"], base)


@pytest.mark.parametrize("deed", ["", "close/", "delete/"])
def test_nobody_else_writes_closes_or_deletes(
    network: Network, cast: Cast, supporter: Place, deed: str
) -> None:
    enquiry = ask(network, cast["manager"])
    address = f"/networks/{network.code}/asked/{enquiry.pk}/{deed}"
    for role in ("adviser", "chair", "analyst"):
        response = client_of(cast[role]).post(address, {"text": "x", "token": str(uuid4())})
        assert response.status_code == 404
        assert response.content == nowhere(cast[role])
    enquiry.refresh_from_db()
    assert (enquiry.length, enquiry.is_closed) == (1, False)


def test_closing_and_deleting_one_s_own(network: Network, cast: Cast) -> None:
    enquiry = ask(network, cast["manager"])
    client, base = client_of(cast["manager"]), f"/networks/{network.code}/asked/"
    assert client.post(f"{base}{enquiry.pk}/close/").url == f"{base}{enquiry.pk}/"
    assert "If you write again, it is open again" in words_of(cast["manager"], f"{base}{enquiry.pk}/")
    assert "gone at once" in words_of(cast["manager"], f"{base}{enquiry.pk}/delete/")
    assert client.post(f"{base}{enquiry.pk}/delete/").url == base
    assert not Enquiry.objects.exists()
    assert client.get(f"{base}{enquiry.pk}/").content == nowhere(cast["manager"])


def test_an_answer_that_is_late_is_said_to_be(network: Network, cast: Cast, wednesday: datetime) -> None:
    enquiry = ask(network, cast["manager"])
    with clock.standing_at(wednesday + timedelta(days=1)):
        assert "Late" not in words_of(cast["manager"], f"/networks/{network.code}/asked/")
    with clock.standing_at(wednesday + timedelta(days=2)):
        assert "and we are sorry" in words_of(
            cast["manager"], f"/networks/{network.code}/asked/{enquiry.pk}/"
        )


def test_a_long_conversation_opens_at_its_end(network: Network, cast: Cast) -> None:
    enquiry = ask(network, cast["manager"])
    for number in range(24):
        ask_on(enquiry, cast["manager"], text=f"Message {number:02}")
    address = f"/networks/{network.code}/asked/{enquiry.pk}/"
    assert "Message 23" in words_of(cast["manager"], address)
    assert WORDS not in words_of(cast["manager"], address)
    assert WORDS in words_of(cast["manager"], f"{address}?page=1")


# To answer


def test_the_questions_are_for_those_who_answer(
    network: Network, cast: Cast, supporter: Place, member: Place
) -> None:
    enquiry = ask(network, cast["manager"])
    base = f"/networks/{network.code}/room/questions/"
    words = words_of(cast["analyst"], base)
    assert f"Somebody, called {enquiry.inside['handle']}" in words
    assert "answer by 5 November 2026" in words
    for role in ("adviser", "manager", "equality-lead", "administrator", "inspector"):
        for address in (base, f"{base}{enquiry.pk}/"):
            response = get(cast[role], address)
            assert (response.status_code, response.content) == (404, nowhere(cast[role]))
        for address in (f"{base}{enquiry.pk}/", f"{base}{enquiry.pk}/close/"):
            response = client_of(cast[role]).post(address, {"text": "x", "token": str(uuid4())})
            assert (response.status_code, response.content) == (404, nowhere(cast[role]))


def test_nothing_that_those_who_answer_read_tells_who_asked(
    network: Network, cast: Cast, supporter: Place
) -> None:
    asker = seat(network, cast["adviser"])
    enquiry = ask(network, cast["adviser"])
    told = (
        cast["adviser"].name,
        cast["adviser"].email,
        asker.held.handle,
        asker.voice,
        str(cast["adviser"].staff.pk),
    )
    base = f"/networks/{network.code}/room/questions/"
    for address in (base, f"{base}{enquiry.pk}/"):
        html = get(cast["analyst"], address).content.decode()
        assert not any(word in html for word in (*told, enquiry.tag))


def test_what_waits_is_first_and_the_longest_waiting_above(
    network: Network, cast: Cast, supporter: Place
) -> None:
    closed = support.close(ask(network, cast["manager"]), by=cast["manager"])
    answered = answer(ask(network, cast["manager"]), supporter)
    first, second = ask(network, cast["manager"]), ask(network, cast["adviser"])
    words = words_of(cast["analyst"], f"/networks/{network.code}/room/questions/")
    places = [words.index(each.inside["handle"]) for each in (first, second, answered, closed)]
    assert places == sorted(places)


def test_an_answer_is_sent_and_the_question_closed(network: Network, cast: Cast, supporter: Place) -> None:
    enquiry = ask(network, cast["manager"])
    client, address = client_of(cast["analyst"]), f"/networks/{network.code}/room/questions/{enquiry.pk}/"
    assert "Enter your answer" in client.post(address, {"token": str(uuid4())}).content.decode()
    assert client.post(address, {"text": "Call me.", "token": str(uuid4())}).url == address
    assert texts(enquiry)[1] == ("A peer supporter", "Call me.")
    assert client.post(f"{address}close/").url == address
    late = client.post(address, {"text": "One more thing", "token": str(uuid4())})
    assert "Only the person who asked can open it again" in late.content.decode()


def test_the_chair_s_questions_are_not_for_peer_supporters(
    network: Network, cast: Cast, supporter: Place, chair: Place
) -> None:
    enquiry = ask(network, cast["manager"], asked=Asked.CHAIR)
    address = f"/networks/{network.code}/room/questions/{enquiry.pk}/"
    assert get(cast["analyst"], address).content == nowhere(cast["analyst"])
    assert get(cast["chair"], address).status_code == 200


def test_a_list_of_three_questions_takes_as_many_queries_as_one(
    network: Network, cast: Cast, supporter: Place
) -> None:
    for person, page in ((cast["analyst"], "room/questions"), (cast["manager"], "asked")):
        counts = []
        for _ in range(3):
            ask(network, cast["manager"])
            with queries() as count:
                get(person, f"/networks/{network.code}/{page}/")
            counts.append(count.number)
        assert counts[0] == counts[2]


def test_the_side_navigation_shows_each_member_their_own_pages(
    network: Network, cast: Cast, supporter: Place, chair: Place
) -> None:
    links = lambda words: ("Questions" in words, "Signposts" in words)  # noqa: E731
    assert links(words_of(cast["analyst"], f"/networks/{network.code}/room/questions/")) == (True, False)
    assert links(words_of(cast["chair"], f"/networks/{network.code}/room/questions/")) == (True, True)


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


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Enter the name of the service"),
        ({"phone": "", "address": ""}, "Enter a phone number, a number to text or a web address"),
        ({"phone": "call us"}, "The phone number must begin with digits, like 116 123"),
        ({"text_to": "HELLO"}, "Say which number to text, like SHOUT to 85258"),
        ({"address": "javascript:alert(1)"}, "Enter a web address that begins with https://"),
        ({"address": "ftp://owls.example/"}, "Enter a web address that begins with https://"),
        ({"kept_by_position": ""}, "Enter who keeps this entry"),
    ],
)
def test_mistakes_in_a_signpost_are_said(
    network: Network, cast: Cast, chair: Place, said: dict[str, str], sentence: str
) -> None:
    response = client_of(cast["chair"]).post(f"/networks/{network.code}/room/signposts/add/", ENTRY | said)
    assert sentence in response.content.decode().replace("&#x27;", "'")
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
