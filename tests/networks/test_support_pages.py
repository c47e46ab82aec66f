"""The pages of support: asking in confidence, what one asked, and the questions of those who answer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from dueregard.almanac import clock
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.networks.support import actions as support
from dueregard.networks.support.models import Asked, Enquiry
from dueregard.people.models import Person
from tests.networks.asking import WORDS, answer, ask, ask_on, texts
from tests.networks.members import seat
from tests.networks.reading import client_of, get, nowhere, queries, same_for_all, words_of

Cast = dict[str, Person]


def ask_page(network: Network) -> str:
    return f"/networks/{network.code}/ask/"


# To ask


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


def test_the_pages_of_asking_are_the_same_whether_or_not_one_belongs(
    network: Network, cast: Cast, member: Place
) -> None:
    for page in ("ask", "asked"):
        address = f"/networks/{network.code}/{page}/"
        assert same_for_all(cast["adviser"], address) == same_for_all(cast["staff"], address)


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


def test_nobody_else_writes_closes_or_deletes(network: Network, cast: Cast, supporter: Place) -> None:
    enquiry = ask(network, cast["manager"])
    for role in ("adviser", "chair", "analyst"):
        client, nothing = client_of(cast[role]), nowhere(cast[role])
        for deed in ("", "close/", "delete/"):
            address = f"/networks/{network.code}/asked/{enquiry.pk}/{deed}"
            response = client.post(address, {"text": "x", "token": str(uuid4())})
            assert (response.status_code, response.content) == (404, nothing)
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
