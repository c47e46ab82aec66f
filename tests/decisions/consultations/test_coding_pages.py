"""The pages of coding and of the outcome: nothing is lost, nothing held is shown, nothing undecided is published."""

import re
from typing import Any

import pytest
from django.test import Client

from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.actions import Put
from dueregard.decisions.consultations.coding.models import Coding, Quotation, QuotationState, Theme
from dueregard.decisions.consultations.models import Stage
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition
from tests.decisions.consultations import building, states
from tests.decisions.consultations.building import Cast, client_of

WITHOUT_A_COOKIE: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def text_of(response: Any) -> str:
    return response.content.decode()


def next_page(client: Client, address: str) -> tuple[list[str], str]:
    page = text_of(client.get(address))
    return re.findall(r'name="shown" value="([^"]+)"', page), page


def code_everything(cast: Cast, many: int) -> None:
    """Code so many answers to each of three questions over the pages, with a batch taken back in the middle."""
    asked = (*building.QUESTIONS[:2], building.Asked("And else?", "And else?"))
    made = building.opened(cast, asked=asked)
    for number in range(many):
        building.park(made, *(f"Answer {number} to question {place}, about days." for place in (1, 2, 3)))
    made = building.close(made)
    theme = building.theme(made)
    client = client_of(cast["analyst"])
    for place in (1, 2, 3):
        address, seen, done = f"/consultations/{made.pk}/coding/{place}/", set(), 0
        is_taken_back = False
        while True:
            shown, page = next_page(client, address)
            assert f"Coded {done:,} of {many:,}" in page
            if not shown:
                break
            assert seen.isdisjoint(shown)
            sent = {"shown": shown, "do": "save"} | {f"codes_{n}": "1" for n in range(1, len(shown) + 1)}
            assert client.post(address, sent).status_code == 302
            if done >= many // 2 and not is_taken_back:
                is_taken_back = True
                assert client.post(f"{address}undo/").status_code == 302
                assert next_page(client, address)[0] == shown  # the very same page again
                continue
            seen |= set(shown)
            done += len(shown)
        assert done == many
        assert "Everything is coded" in page
    assert Coding.objects.filter(theme=theme).count() == 3 * many
    assert not Answer.objects.uncoded().exists()


def test_one_person_codes_every_answer_without_losing_their_place(cast: Cast) -> None:
    code_everything(cast, 27)


@pytest.mark.prove
def test_one_person_codes_300_answers_to_three_questions(cast: Cast) -> None:
    code_everything(cast, 300)


def test_what_is_left_empty_comes_again_at_the_end_and_what_is_wrong_loses_nothing(cast: Cast) -> None:
    made = building.closed(cast, least=14)
    building.theme(made)
    client, address = client_of(cast["analyst"]), f"/consultations/{made.pk}/coding/1/"
    shown, _ = next_page(client, address)
    wrong = text_of(client.post(address, {"shown": shown, "codes_1": "1", "codes_2": "0 1", "codes_3": "5"}))
    for words in ("0 says that no theme fits, so it stands alone", "There is no theme “5”", 'value="0 1"'):
        assert words in wrong
    assert re.findall(r'name="shown" value="([^"]+)"', wrong) == shown
    client.post(address, {"shown": shown, "codes_1": "1", "codes_2": "0"})
    rest, page = next_page(client, address)
    assert "Coded 2 of 14" in page
    assert set(rest).isdisjoint(shown)
    client.post(address, {"shown": rest} | {f"codes_{n}": "1" for n in range(1, 5)})
    assert next_page(client, address)[0] == shown[2:]


def test_a_theme_is_added_while_what_was_typed_stays(cast: Cast) -> None:
    made = building.closed(cast)
    building.theme(made, "Days")
    client, address = client_of(cast["analyst"]), f"/consultations/{made.pk}/coding/1/"
    shown, _ = next_page(client, address)
    page = text_of(client.post(address, {"shown": shown, "codes_1": "1", "new_theme": "Cost", "do": "save"}))
    for words in ("Added theme 2, Cost", 'value="1"', "Coded 0 of 12"):
        assert words in page
    again = text_of(
        client.post(address, {"shown": shown, "codes_1": "1", "new_theme": "cost", "do": "add-theme"})
    )
    assert "There is a theme of this name already" in again
    assert Theme.objects.count() == 2


def test_themes_are_suggested_by_counting_words_and_kept_only_when_somebody_agrees(cast: Cast) -> None:
    made = building.closed(
        cast, *(f"Parking is dear, {n}." for n in "abcdef"), *(f"More days, {n}." for n in "abcdef")
    )
    parking, days = building.theme(made, "Parking"), building.theme(made, "Days")
    question = building.questions(made)[0]
    coded = [one for one in question.answers.all() if one.words[-2] in "abcd"]
    puts = {one.pk: Put(((parking if "Parking" in one.words else days).number,)) for one in coded}
    coding.code(question, puts, shown=list(puts), by=cast["policy-owner"])
    client, address = client_of(cast["analyst"]), f"/consultations/{made.pk}/coding/1/"
    shown, page = next_page(client, address)
    assert page.count("by counting words") == 4
    assert Coding.objects.count() == 8
    first = Answer.objects.get(pk=shown[0])
    expected = parking if "Parking" in first.words else days
    client.post(address, {"shown": shown, "agreed_1": str(expected.number)})
    put = first.codings.get()
    assert (put.theme, put.was_suggested, put.by) == (expected, True, cast["analyst"])
    assert Coding.objects.count() == 9


def test_answers_of_another_question_cannot_be_coded_here(cast: Cast) -> None:
    made, other = building.closed(cast), building.closed(cast)
    building.theme(made)
    strange = str(other.responses.all()[0].answers.get().pk)
    client = client_of(cast["analyst"])
    sent = {"shown": [strange], "codes_1": "1"}
    assert client.post(f"/consultations/{made.pk}/coding/1/", sent).status_code == 404
    assert not Coding.objects.exists()


def test_the_export_has_no_name_no_redacted_word_and_no_formula(cast: Cast) -> None:
    made = building.opened(cast)
    client_of(cast["staff"]).post(f"/consultations/{made.pk}/answer/", {"question_1": "=1+1 says Tamsin"})
    made = building.close(made)
    one = building.theme(made)
    building.code_all(made, one)
    coding.redact(Answer.objects.get(), "Tamsin", reason="a name", by=cast["analyst"])
    text = text_of(client_of(cast["analyst"]).get(f"/consultations/{made.pk}/responses.csv"))
    assert cast["staff"].name not in text
    assert "Tamsin" not in text
    assert "\n1," in text
    assert ",=1" not in text
    assert "More days" in text


# A second look


def test_a_second_person_looks_at_what_is_held_and_must_say_why(cast: Cast) -> None:
    made = building.closed(cast, states.TELLING)
    one = building.theme(made)
    building.code_all(made, one)
    held = coding.quote(
        building.answer_with(made, states.TELLING), one, states.TELLING, by=cast["policy-owner"]
    )
    address = f"/consultations/{made.pk}/quotations/"
    sent = {"quotation": held.pk, "verdict": "yes", "because": "Many work there."}
    assert client_of(cast["policy-owner"]).post(address, sent).status_code == 404
    lead = client_of(cast["equality-lead"])
    refused = text_of(lead.post(address, {"quotation": held.pk}))
    assert "Select yes or no" in refused
    assert "Enter why" in refused
    assert lead.post(address, sent).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.looked_because) == (QuotationState.CLEARED, "Many work there.")


def test_the_page_of_an_answer_says_why_it_cannot_be_quoted(cast: Cast) -> None:
    made = building.closed(cast, "Five days are too few.")
    one = building.theme(made)
    building.code_all(made, one)
    answer = building.answer_with(made, "Five days are too few.")
    client, address = client_of(cast["analyst"]), f"/consultations/answers/{answer.pk}/"
    for sent, words in (
        ({"do": "quote"}, "Select a theme"),
        ({"do": "quote", "theme": one.pk, "quoted": "Six days"}, "do not stand in the answer"),
        ({"do": "redact", "removed": "Six"}, "Enter why"),
        ({"do": "redact", "removed": "Six", "reason": "x"}, "Copy them exactly"),
    ):
        assert words in text_of(client.post(address, sent)), words
    assert (
        client.post(address, {"do": "quote", "theme": one.pk, "quoted": "Five days are too few."}).status_code
        == 302
    )
    assert Quotation.objects.get().state == QuotationState.CLEARED


# The outcome


def test_an_undecided_theme_is_named_on_the_page_and_nothing_is_published(cast: Cast) -> None:
    made = building.ready(cast)
    building.theme(made, "Who pays")
    owner = client_of(cast["policy-owner"])
    address = f"/consultations/{made.pk}/outcome/write/"
    page = text_of(owner.get(address))
    assert "Not decided yet: “Who pays”" in page
    assert "Publish it</button>" not in page
    sent = {"do": "publish", "updated": "First.", "version": made.version}
    assert "Not decided yet: “Who pays”" in text_of(owner.post(address, sent))
    assert not OutcomeEdition.objects.exists()
    assert Client().get(f"/consultations/{made.pk}/outcome/").status_code == 404


def test_a_theme_decided_meanwhile_is_not_overwritten_on_its_page(cast: Cast) -> None:
    made = building.closed(cast)
    one = building.theme(made)
    building.decide(one)
    owner, address = client_of(cast["policy-owner"]), f"/consultations/themes/{one.pk}/"
    sent = {"do": "decide", "version": 1, "said": "Mine", "outcome": "later", "because": "Not now"}
    late = owner.post(address, sent)
    assert late.status_code == 409
    assert "Somebody else changed this" in text_of(late)
    assert "Mine" in text_of(late)
    assert Theme.objects.get().outcome == "not-changed"


def test_the_public_reads_the_latest_edition_with_every_update(cast: Cast) -> None:
    made = building.published(cast)
    owner = client_of(cast["policy-owner"])
    address = f"/consultations/{made.pk}/outcome/write/"
    sent = {"do": "write", "introduction": "Clearer now.", "next_steps": "April.", "version": made.version}
    owner.post(address, sent)
    assert "Clearer now." not in text_of(Client().get(f"/consultations/{made.pk}/outcome/"))
    made.refresh_from_db()
    owner.post(address, {"do": "publish", "updated": "Made clearer.", "version": made.version})
    page = text_of(Client().get(f"/consultations/{made.pk}/outcome/"))
    for words in ("Clearer now.", "Made clearer.", "First published.", "see all updates", "Contents"):
        assert words in page
    made.refresh_from_db()
    assert made.stage == Stage.PUBLISHED
