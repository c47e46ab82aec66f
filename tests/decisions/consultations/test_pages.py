"""Every page opens in each state; what people send through pages; what is refused says what to do and loses nothing."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dueregard.almanac import clock
from dueregard.decisions.consultations.answering import doors, letting_in
from dueregard.decisions.consultations.answering.models import Answer, Kind, ParkedResponse, Response
from dueregard.decisions.consultations.equality.models import ParkedEqualityAnswers
from dueregard.decisions.consultations.inviting.models import Invitation
from dueregard.decisions.consultations.models import Audience, Consultation
from tests.decisions.consultations import building, states
from tests.decisions.consultations.building import Cast, client_of
from tests.networks.members import make_network

WITHOUT_A_COOKIE: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def text_of(response: Any) -> str:
    return response.content.decode()


def token_in(page: str) -> str:
    """Return the token of the form on a page."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_every_page_opens_in_every_state(cast: Cast) -> None:
    clients = {"public": Client()} | {role: client_of(person) for role, person in cast.items()}
    opened = 0
    for role, address in states.pages(cast):
        response = clients[role].get(address)
        assert response.status_code == 200, (role, address, response.status_code)
        opened += 1
    assert opened > 50


# Drafting


DRAFT = {
    "title": "Time off for carers",
    "summary": "More days.",
    "information": "They have five.",
    "audiences": ["staff", "public"],
    "closes_on_day": "1",
    "closes_on_month": "2",
    "closes_on_year": "2031",
}


def test_the_owner_begins_a_consultation_of_which_networks_are_suggested(cast: Cast) -> None:
    make_network("Women", chair=cast["chair"], approver=cast["equality-lead"])
    on, owner = building.proposal(cast), client_of(cast["policy-owner"])
    address = f"/consultations/begin/{on.pk}/"
    page = text_of(owner.get(address))
    assert "Women (suggested: the proposal touches sex)" in page
    refused = text_of(
        owner.post(address, {**DRAFT, "title": "", "papers": "Draft policy", "token": token_in(page)})
    )
    for words in (
        "Enter a title",
        "Line 1 of the papers must be a title and then an address",
        "They have five.",
    ):
        assert words in refused
    sent = {**DRAFT, "papers": "Draft policy https://example.org/a", "token": token_in(refused)}
    response = owner.post(address, sent)
    made = Consultation.objects.get()
    assert response.url == f"/consultations/{made.pk}/questions/"
    assert made.papers == [["Draft policy", "https://example.org/a"]]


def test_two_people_do_not_lose_each_others_draft(cast: Cast) -> None:
    made, owner = building.draft(cast), client_of(cast["policy-owner"])
    late = text_of(owner.post(f"/consultations/{made.pk}/write/", {**DRAFT, "title": "Mine", "version": 1}))
    assert "Somebody else changed this" in late
    assert 'value="Mine"' in late
    assert f'name="version" value="{made.version}"' in late
    now = {**DRAFT, "title": "Mine", "version": made.version}
    assert owner.post(f"/consultations/{made.pk}/write/", now).status_code == 302


def test_questions_are_added_moved_and_taken_away(cast: Cast) -> None:
    made, owner = building.draft(cast), client_of(cast["policy-owner"])
    address = f"/consultations/{made.pk}/questions/"

    def send(**sent: Any) -> Any:
        made.refresh_from_db()
        return owner.post(address, {**sent, "version": made.version})

    assert "Enter the question" in text_of(send(text=""))
    assert "at least two answers" in text_of(send(text="How?", choices="One"))
    send(text="And else?", choices="")
    send(do="up-4")
    send(do="remove-1")
    texts = [one.text for one in building.questions(made)]
    assert texts == [building.QUESTIONS[1].text, "And else?", building.QUESTIONS[2].text]


def test_the_decision_maker_names_somebody_who_works_here(cast: Cast) -> None:
    made, executive = building.draft(cast), client_of(cast["executive"])
    address = f"/consultations/{made.pk}/considers/"
    for email, words in (
        ("", "Enter an e-mail address"),
        ("nobody@rowan.example", "Nobody who works here"),
        (cast["policy-owner"].email, "does not consider"),
    ):
        assert words in text_of(executive.post(address, {"email": email}))
    executive.post(address, {"email": cast["manager"].email})
    made.refresh_from_db()
    assert made.who_considers == cast["manager"]
    assert client_of(cast["manager"]).get(f"/consultations/{made.pk}/").status_code == 200


# Answering


def sent_to(page: str, **answers: str) -> dict[str, str]:
    return {"token": token_in(page), **answers}


def test_the_public_answers_without_a_cookie_and_once_for_each_page(cast: Cast) -> None:
    made, client = building.opened(cast), Client(enforce_csrf_checks=True)
    address = f"/consultations/{made.pk}/say/"
    page = client.get(address)
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    sent = sent_to(text_of(page), question_1="More days.", quote_1="on")
    thanks = client.post(address, sent, **WITHOUT_A_COOKIE)
    assert "We have your answer" in text_of(thanks)
    client.post(address, sent, **WITHOUT_A_COOKIE)
    assert ParkedResponse.objects.count() == 1
    for _ in range(9):
        building.park(made, "Another.")
    letting_in.let_in(made)
    client.post(address, sent, **WITHOUT_A_COOKIE)  # after its token is gone, too
    assert not ParkedResponse.objects.exists()
    assert not client.cookies
    about = {"token": token_in(text_of(thanks)), "sex": "Female"}
    for _ in range(2):
        assert "received your answers" in text_of(
            client.post(f"/consultations/{made.pk}/about-you/", about, **WITHOUT_A_COOKIE)
        )
    assert ParkedEqualityAnswers.objects.count() == 1


def test_a_form_that_is_wrong_forged_or_from_elsewhere_keeps_nothing(cast: Cast) -> None:
    made, client = building.opened(cast), Client()
    address = f"/consultations/{made.pk}/say/"
    page = text_of(client.get(address))
    assert "Answer at least one question" in text_of(client.post(address, sent_to(page)))
    assert "Choose one of the answers" in text_of(client.post(address, sent_to(page, question_3="By pigeon")))
    forged = text_of(client.post(address, {"token": "forged", "question_1": "Kept on the page"}))
    assert "Press the button again" in forged
    assert "Kept on the page" in forged
    other = building.opened(cast)
    elsewhere = text_of(client.get(f"/consultations/{other.pk}/say/"))
    assert "Press the button again" in text_of(client.post(address, sent_to(elsewhere, question_1="x")))
    assert (
        client.post(address, sent_to(page, question_1="x"), HTTP_SEC_FETCH_SITE="cross-site").status_code
        == 403
    )
    assert not ParkedResponse.objects.exists()


def test_staff_answer_without_a_name_behind_the_door_alone(cast: Cast) -> None:
    made = building.opened(cast, audiences=(Audience.STAFF,), young_summary="")
    home, client = f"/consultations/{made.pk}/", client_of(cast["staff"])
    door = doors.door(made)
    assert f"say/?door={door}" in text_of(client.get(home))
    for address in (f"{home}say/", f"{home}say/?door=wrong", f"{home}say/young/"):
        assert client.get(address).status_code == Client().get(address).status_code == 404
    page = text_of(client.get(f"{home}say/?door={door}"))
    assert cast["staff"].name not in page
    client.post(f"{home}say/", sent_to(page, question_1="Quietly.", door=door))
    building.close(made)
    assert [one.kind for one in Response.objects.all()] == [Kind.ANONYMOUS]


def test_the_page_behind_the_door_is_the_same_for_everybody(cast: Cast) -> None:
    made = building.opened(cast)
    address = f"/consultations/{made.pk}/say/?door={doors.door(made)}"
    pages = {
        re.sub(r'name="token" value="[^"]+"', "", text_of(client.get(address)))
        for client in (Client(), *(client_of(person) for person in cast.values()))
    }
    assert len(pages) == 1


def test_the_young_version_asks_in_its_own_words(cast: Cast) -> None:
    made = building.opened(cast)
    page = text_of(Client().get(f"/consultations/{made.pk}/say/young/"))
    assert "What do you think of this idea?" in page
    assert "What do you think of the proposal?" not in page
    Client().post(f"/consultations/{made.pk}/say/young/", sent_to(page, question_1="Good."))
    building.close(made)
    assert Response.objects.get().is_young


def test_a_body_answers_by_its_link_changes_it_and_reads_our_reply(cast: Cast) -> None:
    made = building.opened(cast)
    link, client = states.invite(made), Client(enforce_csrf_checks=True)
    client.post(link, {"question_1": "We agree."}, **WITHOUT_A_COOKIE)
    assert "We agree." in text_of(client.get(link))
    client.post(link, {"question_1": "We half agree."}, **WITHOUT_A_COOKIE)
    assert [one.words for one in Answer.objects.all()] == ["We half agree."]
    assert not client.cookies
    made = building.close(made)
    assert "What you answered" in text_of(client.get(link))
    Invitation.objects.update(withdrawn_at=clock.now())
    assert client.get(link).status_code == 404


def test_a_file_is_brought_in_with_its_receipt_or_refused_with_what_to_do(cast: Cast) -> None:
    made, owner = building.opened(cast), client_of(cast["policy-owner"])
    address = f"/consultations/{made.pk}/upload/"

    def send(octets: bytes) -> str:
        file = SimpleUploadedFile("paper.csv", octets)
        return text_of(owner.post(address, {"source": "Paper forms", "file": file}, follow=True))

    assert "These columns are not known" in send(b"question 1,name\nA,B\n")
    page = send(b"question 1,question 3\nMore,By phone\nLess,By pigeon\n")
    assert "2 rows in: 1 accepted, 1 refused" in page
    assert "Row 3: The answer to question 3 is none of those" in page
    assert "brought in before" in send(b"question 1,question 3\nMore,By phone\nLess,By pigeon\n")
