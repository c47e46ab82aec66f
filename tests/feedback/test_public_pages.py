"""The pages that anyone opens: nothing is left in the browser, a token is good once, and the words are easy to read."""

import html
import re
import time
from typing import Any

import pytest
from django.test import Client

from dueregard.access import tokens
from dueregard.almanac import clock
from dueregard.feedback.apart.models import ParkedCharacteristics
from dueregard.feedback.models import AgeGroup, CaseNow, Drawing, Kind, PageAnswer, Piece
from dueregard.feedback.reading_age import HARDEST_FOR_CHILDREN, reading_age
from dueregard.feedback.you_said import actions as you_said
from dueregard.people.leaving_nothing import SENDING
from dueregard.people.models import Person
from tests.feedback.building import png, reply, theme, young

Cast = dict[str, Person]
PAGES = (
    "/feedback/", "/feedback/young/", "/feedback/young/5-8/", "/feedback/young/9-12/",
    "/feedback/young/13-plus/", "/feedback/complaint/", "/feedback/adults/", "/feedback/page/",
    "/feedback/you-said/", "/feedback/you-said/children/", "/feedback/you-said/young-people/",
    "/feedback/you-said/parents/", "/feedback/you-said/readers/",
)  # fmt: skip
MIDDLE = "/feedback/young/9-12/"


def text_of(page: str) -> str:
    """Return the words of a page, a line for each block. Lines of fewer than four words, labels, would flatter it."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main is not None
    blocks = re.sub(r"</?(?:p|li|h\d|label|legend|div|button|ul|form|textarea)[^>]*>", "\n", main[0])
    lines = html.unescape(re.sub(r"<[^>]+>", "", blocks)).splitlines()
    return "\n".join(line.strip() for line in lines if len(line.split()) >= 4)


def asked_for(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_nothing_is_left_in_the_browser(client: Client, db: None) -> None:
    answers = [client.get(page) for page in PAGES]
    answers += [client.post(MIDDLE, young()), client.post(MIDDLE, {"next": "yes"})]
    for answer in answers:
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        page = answer.content.decode()
        assert re.search(r"<title>\s*(?:Error: )?Have your say\s*</title>", page)
        assert "csrfmiddlewaretoken" not in page
        for field in re.findall(r'<(?:form|textarea)[^>]*>|<input type="text"[^>]*>', page):
            assert 'autocomplete="off"' in field, field
    hidden = client.get("/bank-holidays/")
    assert hidden.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert (hidden.headers["Cache-Control"], hidden.cookies) == ("no-store", {})
    assert not re.search(r"feedback|child|court|Rowan|Due Regard", hidden.content.decode())
    assert "<title>Bank holidays in England</title>" in hidden.content.decode()


def test_a_child_is_told_before_sending_and_nothing_is_kept_until_then(client: Client, db: None) -> None:
    first = client.get(MIDDLE).content.decode()
    assert "This is not a helpline" in first
    assert "0800 1111" in first
    assert "0808 157 0333" in first
    before = client.post(MIDDLE, {"words": "I felt nobody asked me.", "next": "yes"}).content.decode()
    assert "your worker can read this, but only if you say so" in before
    assert "do not show my worker yet" in before
    assert not Piece.objects.exists()
    back = client.post(MIDDLE, {"words": "I felt nobody asked me.", "back": "yes"}).content.decode()
    assert "I felt nobody asked me.</textarea>" in back
    sent = client.post(MIDDLE, young(token=asked_for(before))).content.decode()
    assert "Thank you. We have it." in sent
    assert "We will not show it to your worker" in sent
    assert "say this code" not in sent
    piece = Piece.objects.get()
    assert (piece.age_group, piece.case_now, piece.face) == (AgeGroup.MIDDLE, CaseNow.NOT_YET, "bad")


def test_a_token_is_good_once_and_not_when_forged_over_or_of_another_form(client: Client, db: None) -> None:
    once = young()
    answers = [client.post(MIDDLE, once | {"words": words}) for words in ("First.", "Second.")]
    assert all("Thank you" in answer.content.decode() for answer in answers)
    assert Piece.objects.get().words == "First."
    over = tokens.make("piece")
    for wrong in ("", "forged", tokens.make("page"), over[:-2] + "xx"):
        page = client.post(MIDDLE, young(token=wrong)).content.decode()
        assert tokens.OVER in page
        assert "I felt nobody asked me." in page  # what was written is there still, to be sent again
        assert tokens.read(asked_for(page), "piece") is not None
    assert tokens.read(over, "piece") is not None
    assert Piece.objects.count() == 1


def test_a_token_is_over_after_its_hours(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    token = tokens.make("piece")
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + tokens.HOURS * 3600 + 60)
    assert tokens.read(token, "piece") is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_another_site_cannot_make_its_visitors_send(
    client: Client, db: None, headers: dict[str, str], status: int
) -> None:
    answer = Client(enforce_csrf_checks=True).post(MIDDLE, young(), headers=headers)
    assert answer.status_code == status
    assert Piece.objects.exists() is (status == 200)


def test_one_network_cannot_send_without_end(client: Client, db: None) -> None:
    for _ in range(SENDING.most):
        assert client.post(MIDDLE, {"next": "yes"}).status_code == 200
    refused = client.post(MIDDLE, young())
    assert (refused.status_code, Piece.objects.exists()) == (429, False)
    assert client.get(MIDDLE).status_code == 200


def test_help_comes_first_where_words_sound_like_a_risk(client: Client, db: None) -> None:
    for address, page in (
        (MIDDLE, young(words="He hurts me")),
        ("/feedback/complaint/", complaint(words="He hurts me")),
    ):
        sent = client.post(address, page).content.decode()
        assert sent.index("If you are not safe now, call 999") < sent.index("Thank you. We have it.")
        assert sent.index("call Childline: 0800 1111") < sent.index("Thank you.")
    assert all(piece.is_risky for piece in Piece.objects.all())


def complaint(**answers: str) -> dict[str, str]:
    given = {"audience": "child", "words": "It went wrong.", "how": "My nan", "token": tokens.make("piece")}
    return given | answers


def test_a_complaint_has_its_own_way_and_says_by_when(client: Client, db: None) -> None:
    assert 'href="/feedback/complaint/"' in client.get(MIDDLE).content.decode()
    nothing = client.post("/feedback/complaint/", {}).content.decode()
    assert "Tell us how to get in touch" in nothing
    sent = client.post("/feedback/complaint/", complaint()).content.decode()
    piece = Piece.objects.get()
    assert (piece.kind, piece.wants_answer) == (Kind.COMPLAINT, True)
    assert piece.code in sent
    assert f"{clock.day_of(piece.answer_by):%A}" in sent


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"answer": "yes"}, "Tell us how to get in touch, or choose no"),
        ({"case_now": "show"}, "Tell us your first name, so we can find your worker"),
        ({"case_now": ""}, "Choose one answer"),
        ({"case_now": "other"}, "Choose one from the list"),
        ({"answer": ""}, "Choose yes or no"),
        ({"words": "", "face": ""}, "Choose a face or write some words"),
        ({"words": "x" * 5000}, "This is too long"),
        ({"name": "x" * 200}, "Use fewer than 100 letters"),
    ],
)
def test_each_mistake_has_its_sentence_and_nothing_is_sent(
    client: Client, db: None, answers: dict[str, str], sentence: str
) -> None:
    assert sentence in client.post(MIDDLE, young(**answers)).content.decode()
    assert not Piece.objects.exists()


def test_a_drawing_is_kept_without_what_else_its_file_tells(client: Client, db: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    no_picture: Any = young() | {"drawing": SimpleUploadedFile("a.svg", b"<svg/>")}
    assert "It must be a JPG or a PNG" in client.post(MIDDLE, no_picture).content.decode()
    picture: Any = young() | {"drawing": SimpleUploadedFile("home by Sam.png", png())}
    assert "Thank you" in client.post(MIDDLE, picture).content.decode()
    kept = Drawing.objects.get()
    assert kept.kind == "image/png"
    assert b"GPS" not in kept.octets
    assert b"GPS" in png()


def test_a_parent_sends_and_then_answers_apart(client: Client, cast: Cast) -> None:
    heard = theme("Being heard", cast["quality-lead"])
    answers = {
        "audience": "parent", "about": str(heard.pk), "words": "Nobody rang.", "complaint": "yes",
        "answer": "no", "token": tokens.make("piece"),
    }  # fmt: skip
    assert "We answer every complaint" in client.post("/feedback/adults/", answers).content.decode()
    sent = client.post("/feedback/adults/", answers | {"how": "0808 157 0444"}).content.decode()
    piece = Piece.objects.get()
    assert piece.code in sent
    assert (piece.about, piece.kind) == (heard, Kind.COMPLAINT)
    token = asked_for(sent)
    carried = tokens.read(token, "about you")
    assert carried is not None
    assert piece.pk not in carried.values()
    about_me = {"token": token, "sex": "Female", "ethnic_group": "Black"}
    for _ in range(2):
        assert "Thank you" in client.post("/feedback/about-you/", about_me).content.decode()
    assert ParkedCharacteristics.objects.count() == 1
    ParkedCharacteristics.objects.all().delete()  # as the shuffle does
    client.post("/feedback/about-you/", about_me)
    assert not ParkedCharacteristics.objects.exists()
    client.post("/feedback/about-you/", about_me | {"token": "forged"})
    assert not ParkedCharacteristics.objects.exists()


def test_public_pages_ask_whether_they_are_useful_and_no_secret_address_is_kept(
    client: Client, cast: Cast
) -> None:
    for asking in ("/", "/support/"):
        assert "Is this page useful?" in client.get(asking).content.decode()
    for silent in ("/sign-in/", MIDDLE, "/no-such-page/"):
        assert "Is this page useful?" not in client.get(silent).content.decode()
    signed_in = Client()
    signed_in.force_login(cast["staff"])
    assert "Is this page useful?" not in signed_in.get("/support/").content.decode()
    chosen = client.get("/feedback/page/?of=/support/&useful=no").content.decode()
    assert re.search(r'value="no"[^>]*checked', chosen)
    assert "the page /support/" in chosen
    for of in ("/support/", "/calendar/secret.ics", "/leave/", "https://elsewhere.example/", ""):
        sent = {"of": of, "useful": "no", "doing": "Looking.", "token": tokens.make("page")}
        assert "Thank you" in client.post("/feedback/page/", sent).content.decode()
    assert sorted(PageAnswer.objects.values_list("page", flat=True)) == ["/", "/", "/", "/", "/support/"]


def test_the_public_reads_published_replies_only(client: Client, cast: Cast) -> None:
    for number, audience in enumerate(("children", "young-people", "parents", "readers")):
        draft = reply(cast["editor"], audience=audience, said=f"We said {number}.", did="We did it.")
        address = f"/feedback/you-said/{audience}/"
        assert f"We said {number}." not in client.get(address).content.decode()
        you_said.publish(draft, version=1, by=cast["quality-lead"])
        assert f"We said {number}." in client.get(address).content.decode()
    assert client.get("/feedback/you-said/managers/").status_code == 404


def test_the_pages_for_children_have_a_reading_age_of_nine_or_less(client: Client, cast: Cast) -> None:
    """Each page, in each state: empty, refused, before sending, and sent with every combination of what follows."""
    shown: dict[str, str] = {}
    common = (
        page for page in PAGES if page.startswith(("/feedback/young/", "/feedback/you-said/c", "/feedback/c"))
    )
    for page in ("/feedback/", *common):
        shown[page] = client.get(page).content.decode()
    shown["complaint refused"] = client.post("/feedback/complaint/", {}).content.decode()
    shown["complaint sent"] = client.post("/feedback/complaint/", complaint()).content.decode()
    for age in AgeGroup.values:
        address = f"/feedback/young/{age}/"
        shown[f"{age} nothing said"] = client.post(address, {"next": "yes"}).content.decode()
        shown[f"{age} before"] = client.post(address, {"face": "good", "next": "yes"}).content.decode()
        shown[f"{age} refused"] = client.post(
            address, young(case_now="show", answer="yes", token="over")
        ).content.decode()
        shown[f"{age} over"] = client.post(address, young(token="over")).content.decode()
        for case in CaseNow.values:
            for words in ("", "He hurt me."):
                answers = young(words=words, case_now=case, name="Sam", how="My nan", answer="yes")
                shown[f"{age} {case} {words}"] = client.post(address, answers).content.decode()
    draft = reply(cast["editor"])
    you_said.publish(draft, version=1, by=cast["quality-lead"])
    shown["replies"] = client.get("/feedback/you-said/children/").content.decode()
    ages = {name: reading_age(text_of(page)) for name, page in shown.items()}
    assert len(ages) > 40
    assert {name: age for name, age in ages.items() if age > HARDEST_FOR_CHILDREN} == {}
    assert min(ages.values()) > 0


def test_a_hard_page_would_be_caught(client: Client, db: None) -> None:
    page = client.get(MIDDLE).content.decode()
    hard = page.replace(
        "A small team here reads this",
        "Representations received by this organisation are considered by the quality assurance team in accordance "
        "with applicable safeguarding procedures and information governance requirements",
    )
    for _ in range(3):
        hard = hard.replace(
            "<h1", "<p>Appropriate consideration necessitates comprehensive documentation.</p><h1", 1
        )
    assert reading_age(text_of(page)) <= HARDEST_FOR_CHILDREN < reading_age(text_of(hard))
