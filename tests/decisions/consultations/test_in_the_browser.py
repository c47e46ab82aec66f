"""J5 in a browser, by keyboard and without JavaScript: a policy owner consults and shows the change; and every page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.answering.models import Response
from dueregard.decisions.consultations.coding.models import Quotation, Theme
from dueregard.decisions.consultations.inviting import actions as inviting
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition
from tests.browsing import axe, no_sideways_scroll
from tests.decisions.consultations import building, states
from tests.decisions.consultations.building import Cast
from tests.networks.members import make_network
from tests.networks.windows import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Working carers, version 2"
TELLING = "I am the Family Court Adviser at Alder Valley who was off on 3 March."


def draft_and_open(reader: Reader, cast: Cast) -> Consultation:
    """From the proposal past the Gunning gate, which first refuses."""
    reader.sign_in(cast["policy-owner"], "/consultations/")
    reader.press(f"Consult on {TITLE}")
    reader.reads("Begin a consultation")
    reader.is_refused("Save the draft", "Begin a consultation", "Select who is asked", "Enter the last day")
    reader.write("What people need to know to answer", "Carers have five days now.")
    for audience in ("Staff", "Staff networks", "Partner bodies and boards, by invitation", "The public"):
        reader.choose(audience)
    reader.write("What is proposed, for young people", "Some of us look after somebody.")
    reader.write_day("closes_on", clock.today() + timedelta(days=40))
    reader.press("Save the draft", role="button")
    reader.reads("Questions", "No questions yet")
    reader.write("Question", "What do you think of it?")
    reader.press("Add the question", role="button")
    reader.reads("Questions", "What do you think of it?")
    reader.press("Go on: check it and open it")
    reader.reads("Check it and open it", "Put each question in words for young people too")
    reader.press("Set the questions")
    reader.press("Take away question 1", role="button")
    reader.reads("Questions", "No questions yet")
    reader.write("Question", "What do you think of it?")
    reader.write("The same question for young people", "What do you think?")
    reader.press("Add the question", role="button")
    reader.press("Go on: check it and open it")
    reader.reads("Check it and open it", "It opens today")
    reader.press("Open it", role="button")
    reader.reads(TITLE, "Open", "Women")
    return Consultation.objects.get()


def answer(reader: Reader, cast: Cast, made: Consultation) -> None:
    """Somebody by name, somebody without, a network, a board by its link, and others behind the scenes."""
    reader.sign_in(cast["staff"], f"/consultations/{made.pk}/")
    reader.press("Answer by name")
    reader.reads("Answer by name")
    reader.is_refused("Send", "Answer by name", "Answer at least one question")
    reader.write("What do you think of it?", "Seven days, please.")
    reader.choose("You may quote my answer to question 1, without my name")
    reader.press("Send", role="button")
    reader.reads(TITLE, "You have answered by name")
    reader.press("Answer without your name")
    reader.reads("Answer without your name", "does not know who you are")
    reader.write("What do you think of it?", TELLING)
    reader.choose("You may quote my answer to question 1, without my name")
    reader.press("Send", role="button")
    reader.reads("Thank you. We have your answer.")
    reader.choose("Female")
    reader.press("Send these answers", role="button")
    reader.reads("Thank you")
    reader.sign_in(None, f"/consultations/{made.pk}/")
    reader.press("The version for young people")
    reader.reads("Have your say", "This is not a helpline")
    reader.write("What do you think?", "It is good.")
    reader.press("Send", role="button")
    reader.reads("Thank you. We have your answer.")
    assert reader.page.context.cookies() == []
    reader.sign_in(cast["policy-owner"], f"/consultations/{made.pk}/guests/")
    reader.write("Name of the board or body", "Young people’s board")
    reader.choose("A young people’s board")
    reader.write("E-mail address for the link", "board@board.example")
    reader.write_day("expires_on", clock.today() + timedelta(days=120))
    reader.press("Send the invitation", role="button")
    reader.reads("Boards and partner bodies", "Invited")
    reader.sign_in(None, states.link_of_last_invitation())
    reader.reads("The answer of Young people’s board")
    reader.write("What do you think of it?", "We agree.")
    reader.press("Send", role="button")
    reader.reads("Thank you. We have your answer.")
    question = building.questions(made)[0]
    answering.filed_by_network(
        made, made.networks[0], {question.pk: "Carers are mostly women."}, token=question.pk
    )
    for number in range(7):
        building.park(made, f"More days would help, {chr(97 + number)}.")


def code(reader: Reader, cast: Cast, made: Consultation) -> None:
    """Twelve answers in two batches by typing numbers, one of which is taken back and done again."""
    reader.sign_in(cast["policy-owner"], f"/consultations/{made.pk}/coding/")
    reader.press("Code the next ten of question 1")
    reader.write("New theme", "More days")
    reader.press("Add the theme", role="button")
    reader.reads("1. What do you think of it?", "Added theme 1, More days")
    for number in range(1, 11):
        reader.write(f"Themes of answer {number}, by number", "1")
    reader.press("Save and go on", role="button")
    reader.reads("1. What do you think of it?", "Coded 10 of 12")
    reader.press("Undo my last batch", role="button")
    reader.reads("1. What do you think of it?", "Coded 0 of 12")
    reader.write("Themes of answer 1, by number", "7")
    reader.is_refused("Save and go on", "1. What do you think of it?", "There is no theme “7”")
    for number in range(1, 11):
        reader.write(f"Themes of answer {number}, by number", "1")
    reader.press("Save and go on", role="button")
    reader.reads("1. What do you think of it?", "Coded 10 of 12")
    for number in (1, 2):
        reader.write(f"Themes of answer {number}, by number", "1")
    reader.press("Save and go on", role="button")
    reader.reads("1. What do you think of it?", "Everything is coded")


def quote(reader: Reader, cast: Cast, made: Consultation) -> None:
    """A quotation that names an office, a role and a date waits for a second person, who refuses it."""
    for text, looks in (("Seven days, please.", False), (TELLING, True)):
        reader.sign_in(cast["policy-owner"], f"/consultations/answers/{building.answer_with(made, text).pk}/")
        reader.choose("More days", of="theme")
        reader.write("Words to quote", text)
        reader.press("Quote it", role="button")
        reader.reads("An answer", "Waits for a second look" if looks else "May be published")
    reader.sign_in(cast["equality-lead"], f"/consultations/{made.pk}/quotations/")
    reader.reads("Quotations", "An office or area", "A role", "A date")
    reader.choose("No")
    reader.write("Why", "One can tell who it is.")
    reader.press("Save", role="button")
    reader.reads("Quotations", "Not to be published")


def decide_and_publish(reader: Reader, cast: Cast, made: Consultation) -> None:
    """Nothing is published before the theme is decided, each body replied to, and all considered; then it is."""
    home = f"/consultations/{made.pk}/"
    theme = Theme.objects.get()
    reader.sign_in(cast["policy-owner"], f"{home}outcome/write/")
    reader.reads("Write the outcome", "Not decided yet: “More days”", "No reply yet to: “Women”")
    reader.write("How it begins", "We asked carers.")
    reader.write("What happens next", "The policy starts in April.")
    reader.press("Save", role="button")
    reader.open(f"/consultations/themes/{theme.pk}/")
    reader.write("What people said", "Five days are too few.")
    reader.choose("Changed")
    reader.write("Why", "The money is there.")
    reader.press("Save what comes of it", role="button")
    reader.write("Where in the text?", "4.2")
    reader.write("What stood there", "five days")
    reader.write("What stands there now", "seven days")
    reader.press("Note the change", role="button")
    reader.reads("More days", "4.2", "seven days")
    for response in Response.objects.of_bodies():
        reader.open(f"/consultations/responses/{response.pk}/")
        reader.write("Your reply", f"Thank you, {response.name}.")
        reader.press("Save the reply", role="button")
    reader.sign_in(cast["executive"], home)
    reader.press("Say that you have considered the responses")
    reader.press("I have considered the responses", role="button")
    reader.reads(TITLE, "considered the responses on")
    reader.sign_in(cast["policy-owner"], f"{home}outcome/write/")
    reader.press("Publish it", role="button")
    reader.reads(TITLE, "You said, we did")
    reader.sign_in(None, home)
    reader.press("Read the outcome: you said, we did")
    reader.reads(
        TITLE,
        "Seven days, please.",
        "because of “More days”",
        "Thank you, Women.",
        "Thank you, Young people’s board.",
    )
    assert TELLING not in reader.words


def journey(reader: Reader, cast: Cast) -> None:
    make_network("Women", chair=cast["chair"], approver=cast["equality-lead"])
    building.proposal(cast, title=TITLE)
    made = draft_and_open(reader, cast)
    answer(reader, cast, made)
    made = building.close(made)
    code(reader, cast, made)
    quote(reader, cast, made)
    decide_and_publish(reader, cast, made)
    made.refresh_from_db()
    assert made.stage == Stage.PUBLISHED
    assert made.considered_at is not None
    assert made.considered_at > made.closed_at
    (theme,) = OutcomeEdition.objects.get().content["themes"]
    assert (theme["quotations"], theme["changes"][0]["clause"]) == (["Seven days, please."], "4.2")
    assert Quotation.objects.count() == 2
    assert inviting.find("nothing") is None


def test_j5_by_keyboard_without_javascript(by_keyboard: Reader, cast: Cast) -> None:
    journey(by_keyboard, cast)


def test_j5_on_a_phone(on_a_phone: Reader, cast: Cast) -> None:
    journey(on_a_phone, cast)


def test_every_page_is_accessible_valid_and_fits_a_narrow_window(
    narrow_page: Any, live_server: Any, cast: Cast, valid_html: Callable[[dict[str, str]], list[str]]
) -> None:
    reader = Reader(narrow_page, live_server.url)
    faults, html = {}, {}
    for role, address in states.pages(cast):
        person = cast.get(role)
        client = building.client_of(person) if person else Client()
        reader.sign_in(person, address)
        no_sideways_scroll(narrow_page)
        if found := axe(narrow_page):
            faults[f"{role} {address}"] = found
        html[f"{role} {address}"] = client.get(address).content.decode()
    assert faults == {}
    assert valid_html(html) == []
