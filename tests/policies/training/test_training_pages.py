"""The pages of training: taken page by page with questions that explain, written on screen, completions brought in."""

import shutil
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from dueregard.people.models import Person
from dueregard.policies.models import Completion, Import, Module, ModuleEdition
from tests.policies.training.schooling import RIGHT, csv, draft, published
from tests.voice.issues import make_issue

Cast = dict[str, Person]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _empty_folder() -> Iterator[None]:
    yield
    shutil.rmtree(settings.VAR / "files", ignore_errors=True)


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_it_is_done_when_every_answer_is_right_and_a_wrong_one_is_explained(
    cast: Cast, client_of: ClientOf, wednesday: None
) -> None:
    module = published(cast["policy-owner"])
    client, address = client_of(cast["staff"]), f"/policies/training/{module.pk}/"
    assert "2 pages and 2 questions" in page_of(client, address)
    assert "page 1 of 2" in page_of(client, f"{address}pages/1/")
    assert client.get(f"{address}pages/3/").status_code == 404
    assert client.get(f"{address}done/").url == address
    unanswered = client.post(f"{address}questions/", {"question_0": "1"}).content.decode()
    assert "Select an answer to question 2" in unanswered
    wrong = client.post(f"{address}questions/", {**RIGHT, "question_1": "1"}).content.decode()
    assert "Not right: It may be moved, and never refused." in wrong
    assert not Completion.objects.exists()  # nothing is kept of a wrong answer
    assert client.post(f"{address}questions/", RIGHT).url == f"{address}done/"
    assert "Their word is enough." in page_of(client, f"{address}done/")
    assert "4 November 2026 (edition 1)" in page_of(client, address)
    assert {field.name for field in Completion._meta.fields} == {
        "id", "staff", "module", "number", "completed_on", "brought_by",
    }  # fmt: skip


def test_it_says_for_which_issue_it_was_written_where_the_reader_may_read_of_it(
    cast: Cast, client_of: ClientOf
) -> None:
    shown, hidden = make_issue(cast["executive"]), make_issue(cast["executive"], is_shown=False)
    of_shown = published(cast["policy-owner"], "shown", issue=shown)
    of_hidden = published(cast["policy-owner"], "hidden", issue=hidden)
    client = client_of(cast["staff"])
    page = page_of(client, f"/policies/training/{of_shown.pk}/")
    assert "Written with the Invented network" in page
    assert shown.title in page
    assert "Written with" not in page_of(client, f"/policies/training/{of_hidden.pk}/")


def test_a_module_is_written_on_screen(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast["policy-owner"])
    begin = "/policies/training/write/begin/"
    assert "Enter what it is called" in client.post(begin, {}).content.decode()
    said = {"token": str(uuid4()), "title": "Caring", "code": "caring", "summary": "What to do."}
    address = client.post(begin, said).url
    assert client.post(begin, said).url == address
    assert (
        "Another module has this code" in client.post(begin, {**said, "token": str(uuid4())}).content.decode()
    )
    assert "No page yet" in page_of(client, address)
    page = {"heading": "First", "text": "Words.", "revision": "1"}
    assert "Enter a heading" in client.post(f"{address}page/0/", {"revision": "1"}).content.decode()
    assert client.post(f"{address}page/0/", page).url == address
    late = client.post(f"{address}page/0/", {**page, "heading": "Second"}).content.decode()
    assert "Somebody else changed this" in late
    assert 'value="Second"' in late  # nothing that was written is lost
    question = {
        "question": "Right?", "text_1": "Yes", "feedback_1": "It is.", "text_2": "No", "feedback_2": "It is not.",
        "right": "3", "revision": "2",
    }  # fmt: skip
    assert (
        "Select an answer that you have written"
        in client.post(f"{address}question/0/", question).content.decode()
    )
    unsaid = {**question, "text_3": "Perhaps"}
    assert (
        "Enter why answer 3 is right or not" in client.post(f"{address}question/0/", unsaid).content.decode()
    )
    client.post(f"{address}question/0/", {**question, "right": "1"})
    client.post(f"{address}page/1/", {"heading": "Changed", "text": "Words.", "revision": "3"})
    assert 'value="Changed"' in page_of(client, f"{address}page/1/")
    assert "Right?" in page_of(client, f"{address}question/1/")
    client.post(f"{address}publish/", {"revision": "4"})
    edition = ModuleEdition.objects.get()
    assert edition.published_at is not None
    assert (edition.pages, len(edition.questions)) == ([{"heading": "Changed", "text": "Words."}], 1)
    assert client.post(f"{address}publish/", {"revision": "4"}).status_code == 409
    client.post(f"{address}next/", {})
    client.post(f"{address}page/1/out/", {"revision": "1"})
    assert client.post(f"{address}publish/", {"revision": "2"}).status_code == 409  # it has no page
    assert client.post(f"{address}next/", {}).status_code == 409
    client.post(f"{address}about/", {**said, "title": "Caring anew"})
    assert Module.objects.get().title == "Caring anew"


def test_a_file_gets_a_receipt_and_the_same_one_is_told_so(cast: Cast, client_of: ClientOf) -> None:
    from dueregard.jobs import worker

    published(cast["policy-owner"])
    client, address = client_of(cast["policy-owner"]), "/policies/training/imports/"
    assert "Select the file" in client.post(address, {}).content.decode()
    number = cast["staff"].staff.number
    sent = client.post(address, {"file": csv(f"{number},carers,2026-06-09", "T9,carers,2026-06-09")})
    assert "Waiting to start" in page_of(client, sent.url)
    worker.work(once=True)
    receipt = page_of(client, sent.url)
    assert "There is nobody with this staff number" in receipt
    assert "Line 3" in receipt
    again = client.post(address, {"file": csv(f"{number},carers,2026-06-09", "T9,carers,2026-06-09")})
    assert "This file came in before" in again.content.decode()
    assert "1 accepted, 1 refused" in again.content.decode()
    unread = client.post(address, {"file": csv("x", head="name")})
    worker.work(once=True)
    assert "Missing: staff number" in page_of(client, unread.url)
    assert Import.objects.count() == 2


def test_drafts_are_not_there_for_others(cast: Cast, client_of: ClientOf) -> None:
    module = draft(cast["policy-owner"])
    for part in ("", "pages/1/", "questions/", "done/"):
        assert client_of(cast["staff"]).get(f"/policies/training/{module.pk}/{part}").status_code == 404
