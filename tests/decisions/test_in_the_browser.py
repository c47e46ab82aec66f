"""From a proposal to a published statement in a real browser: by keyboard alone without JavaScript, and on a phone.

Three journeys: a policy owner analyses a proposal, an executive decides, an author writes and publishes the statement.
"""

from datetime import timedelta
from typing import Any

import pytest

from dueregard.almanac import clock
from dueregard.decisions.analyses import actions as analyses
from dueregard.decisions.analyses.actions import Said
from dueregard.decisions.models import Analysis, Decision, Effect, Proposal, Stage
from dueregard.people.models import Person
from dueregard.records.documents.models import Edition
from dueregard.records.duty import Aim, Characteristic
from dueregard.records.models import EvidenceVersion
from tests.networks.windows import Reader, by_keyboard, on_a_phone  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
TITLE = "Half days of carers’ leave"


@pytest.fixture(params=["by_keyboard", "on_a_phone"])
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.getfixturevalue(request.param)
    return found


def fill(reader: Reader, name: str, text: str) -> None:
    """Write into the box that the form calls so."""
    if reader.by_keyboard:
        reader._tab_to(lambda stop: stop["group"] == name, name)
        reader.page.keyboard.press("Control+A")
        reader.page.keyboard.type(text)
    else:
        reader.page.locator(f"[name='{name}']").fill(text)


def test_a_proposal_is_analysed_decided_and_stated(cast: Cast, reader: Reader) -> None:
    propose_and_screen(reader, cast)
    analyse(reader, cast)
    decide(reader, cast)
    state(reader, cast)


def propose_and_screen(reader: Reader, cast: Cast) -> None:
    reader.sign_in(cast["policy-owner"], "/decisions/")
    reader.reads("Decisions", "No proposals yet")
    reader.press("Propose something")
    reader.reads("Propose something")
    reader.is_refused(
        "Begin the proposal", "Propose something", "Enter what it is called", "Select who decides"
    )
    fill(reader, "title", TITLE)
    fill(reader, "why", "Carers need an afternoon.")
    fill(reader, "what", "Leave can be taken in half days.")
    fill(reader, "options", "Half days")
    reader.choose("Staff", of="affects")
    reader.choose("Sex", of="touches")
    reader.pick("Who decides?", f"{cast['executive']}, Executive")
    reader.write_day("decide_by", clock.today() + timedelta(days=60))
    reader.is_refused("Begin the proposal", "Propose something", "Enter why there is only one option")
    fill(reader, "one_option_because", "Hours are too small to plan.")
    reader.press("Begin the proposal", role="button")
    reader.reads(TITLE, "Draft", "Not screened yet.")
    reader.press("Screen it for relevance")
    reader.reads("How relevant is it to equality?")
    for code in ("people", "numbers", "known", "concern", "aims"):
        reader.choose("Yes", of=code)
    reader.choose("None", of="relevance")
    fill(reader, "because", "It is about staff who care.")
    reader.is_refused(
        "Send it to a second person", "How relevant is it to equality?", "You answered yes to a question"
    )
    reader.choose("High", of="relevance")
    reader.press("Send it to a second person", role="button")
    reader.reads(TITLE, "Waiting for a second person")
    reader.sign_in(cast["equality-lead"], "/decisions/")
    reader.reads("Yours to do")
    reader.press(TITLE)
    reader.reads(TITLE)
    reader.press("Look at the screening")
    reader.reads("Look at the screening", "Relevance High")
    reader.choose("Yes, I agree", of="view")
    reader.press("Send", role="button")
    reader.reads(TITLE, "Being analysed")


def analyse(reader: Reader, cast: Cast) -> None:
    owner = cast["policy-owner"]
    proposal = Proposal.objects.get()
    reader.sign_in(owner, "/evidence/add/")
    reader.reads("Add evidence")
    fill(reader, "title", "Invented carers’ survey")
    reader.choose("Research", of="kind")
    fill(reader, "says", "Of 410 carers, 300 are women.")
    fill(reader, "source", "The service, an invented survey")
    reader.choose("Sex", of="characteristics")
    reader.press("Save", role="button")
    reader.reads("Invented carers’ survey", "Of 410 carers, 300 are women.")
    reader.open(f"/decisions/{proposal.pk}/")
    reader.press("Begin the analysis", role="button")
    reader.reads("Equality analysis", "0 of 25 filled", "The Act does not ask for this")
    reader.press("Sex")
    reader.reads("Sex")
    for aim, effect in (("eliminate", "Positive"), ("advance", "None found"), ("relations", "Not known")):
        reader.choose(effect, of=f"{aim}-effect")
        fill(reader, f"{aim}-reasoning", f"What we think of {aim}.")
        if aim == "eliminate":
            reader.choose("Invented carers’ survey (version 1)", of="eliminate-cites")
    reader.press("Save and go to the grid", role="button")
    reader.reads("Equality analysis", "3 of 25 filled", "No source")
    analysis = Analysis.objects.get()
    said = Said(Effect.NOT_KNOWN, "Nothing is known, so we will ask.")
    for characteristic in Characteristic:  # the eight others, as on the page of the first
        if characteristic != Characteristic.SEX:
            analyses.say(analysis, characteristic, dict.fromkeys(Aim, said), by=owner)
    analyses.say(
        analysis,
        Characteristic.AGE,
        dict.fromkeys(Aim, Said(Effect.MIXED, "Older carers care longer.")),
        by=owner,
    )
    reader.open(f"/decisions/{proposal.pk}/analysis/groups/")
    reader.reads("Groups that are not among the nine")
    fill(reader, "name", "Carers")
    reader.choose("Positive", of="effect")
    fill(reader, "reasoning", "It is for them.")
    reader.press("Add the group", role="button")
    reader.reads("Groups that are not among the nine", "Carers: positive")
    reader.open(f"/decisions/{proposal.pk}/analysis/mitigations/")
    reader.reads("What will be done about bad effects", "Nothing is planned yet about:")
    fill(reader, "what", "Ask older carers each year.")
    for aim in Aim:
        reader.choose(f"Age: {aim.label.lower()} (mixed)", of="cells")
    fill(reader, "owner", cast["equality-lead"].name)
    reader.write_day("due_on", clock.today() + timedelta(days=90))
    reader.press("Add it to the plan", role="button")
    reader.reads("What will be done about bad effects", "Ask older carers each year.")
    reader.sign_in(cast["equality-lead"], f"/decisions/{proposal.pk}/")
    reader.press("Read the analysis and adopt it")
    reader.reads(
        "Read the analysis and adopt it",
        "It cannot be adopted yet",
        "Nothing is said about what changed because of the analysis.",
    )
    reader.sign_in(owner, f"/decisions/{proposal.pk}/analysis/ending/")
    reader.reads("What the analysis comes to")
    fill(reader, "gaps", "What other characteristics need; asked next year.")
    fill(reader, "changed", "We added a yearly question.")
    reader.choose("Go ahead with changes", of="outcome")
    reader.press("Save", role="button")
    reader.sign_in(cast["equality-lead"], f"/decisions/{proposal.pk}/analysis/adopt/")
    reader.press("Adopt the analysis", role="button")
    reader.reads(TITLE, "Ready to decide")


def decide(reader: Reader, cast: Cast) -> None:
    """Decide: too early is refused with the date that fails; what comes afterwards is marked as after the event."""
    proposal = Proposal.objects.get()
    reader.sign_in(cast["executive"], f"/decisions/{proposal.pk}/decide/")
    reader.reads("Record the decision", "You have not attested to the analysis yet.")
    fill_in_the_decision(reader)
    reader.page.expected.append("409")  # the gate refuses, as it should
    reader.press("Record the decision", role="button")
    reader.reads(
        "Record the decision",
        "This cannot be decided yet",
        "The decision-maker has not attested to the analysis.",
    )
    assert not Decision.objects.exists()
    reader.press("Read the analysis and attest")
    reader.reads("Read the analysis and attest", "Older carers care longer.", "What you attest to")
    reader.press("I attest to this", role="button")
    reader.reads("Record the decision", "You attested to the analysis on")
    fill_in_the_decision(reader)
    reader.press("Record the decision", role="button")
    reader.reads(TITLE, "Decided", "Go ahead with changes")
    late = EvidenceVersion.objects.get()
    reader.sign_in(cast["policy-owner"], f"/evidence/{late.evidence_id}/version/")
    reader.reads(f"Add a version of {late.evidence}")
    fill(reader, "says", "Of 500 carers, 380 are women.")
    fill(reader, "source", "The service, an invented survey")
    reader.press("Save", role="button")
    reader.open(f"/decisions/{proposal.pk}/evidence/")
    reader.reads("Evidence beside the proposal", "marked as after the event")
    reader.press("Put it beside the proposal Invented carers’ survey, version 2", role="button")
    reader.reads("Evidence beside the proposal", "After the event")
    reader.sign_in(cast["staff"], f"/decisions/{proposal.pk}/dossier/")
    reader.reads(
        f"Dossier: {TITLE}", "What was done, and when", "After the event", "Marriage and civil partnership"
    )


def fill_in_the_decision(reader: Reader) -> None:
    reader.choose("Half days", of="option")
    reader.choose("Go ahead with changes", of="outcome")
    fill(reader, "reasons", "It keeps carers at work.")
    reader.write_day("review_on", clock.today() + timedelta(days=300))


def state(reader: Reader, cast: Cast) -> None:
    """Write the statement: all nine are there, and what is silent is shown; publish it; it never changes."""
    proposal = Proposal.objects.get()
    assert proposal.stage == Stage.DECIDED
    title = f"Equality, diversity and inclusion statement: {TITLE}"
    reader.sign_in(cast["policy-owner"], f"/decisions/{proposal.pk}/")
    reader.press("Write the equality statement", role="button")
    reader.reads(
        title, "The proposal names 1 of the nine characteristics.", "It is silent on: age, disability"
    )
    address = reader.path
    reader.press("Add a sentence")
    reader.reads("Add a sentence")
    reader.pick("In which section?", "What consultation changed")
    fill(reader, "text", "We asked the networks.")
    reader.choose("Fact", of="sort")
    reader.press("Save", role="button")
    reader.reads(title, "To be put right before it is reviewed", "This fact in “What consultation changed”")
    reader.press("Change We asked the networks.")
    reader.reads("Change a sentence")
    fill(reader, "rests_on", "Minutes of an invented meeting")
    reader.press("Save", role="button")
    reader.reads(title)
    for who, name in (("equality-lead", "I have reviewed this"), ("executive", "I approve this")):
        reader.sign_in(cast[who], address)
        reader.press(name, role="button")
        reader.reads(title)
    reader.sign_in(cast["policy-owner"], address)
    reader.press("Publish the first edition", role="button")
    reader.reads(title, "Editions")
    reader.sign_in(None, "/published/")
    reader.reads("Published documents")
    reader.press(title)
    reader.reads(title, "Contents", "Sources", *(each.label for each in Characteristic))
    assert Edition.objects.get().number == 1


def test_the_register_is_everybodys(reader: Any) -> None:
    reader.sign_in(None, "/decisions/register/")
    reader.reads("Decisions taken with due regard", "Nothing is decided yet")
