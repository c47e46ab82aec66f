"""Invented proposals and consultations in each of their states, made through the actions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from django.test import Client

from dueregard.almanac import clock
from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.answering import letting_in
from dueregard.decisions.consultations.answering.actions import Said
from dueregard.decisions.consultations.answering.models import Kind, Response
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.actions import Put
from dueregard.decisions.consultations.coding.models import Outcome, Theme
from dueregard.decisions.consultations.drafting import actions as drafting
from dueregard.decisions.consultations.drafting.actions import Asked, Words
from dueregard.decisions.consultations.models import Audience, Consultation, Question
from dueregard.decisions.consultations.outcomes import actions as outcomes
from dueregard.decisions.consultations.outcomes.actions import Changed, Decided
from dueregard.decisions.models import Proposal
from dueregard.decisions.models import Stage as ProposalStage
from dueregard.people.models import Person
from dueregard.records import bodies

Cast = dict[str, Person]
QUESTIONS = (
    Asked("What do you think of the proposal?", "What do you think of this idea?"),
    Asked("What would it change for you?", "What would it change for you?"),
    Asked("How should leave be asked for?", "How should it be asked?", ("By phone", "On a form")),
)


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def proposal(
    cast: Cast, *, owner: str = "policy-owner", title: str = "Working carers, version 2", **more: Any
) -> Proposal:
    """Return a proposal that is being analysed, with two options."""
    made = Proposal.objects.create(
        body=bodies.home(),
        title=title,
        why="Carers tell us that they run out of days.",
        what="Carers would have more days.",
        still_open="How leave is asked for, and for whom it is.",
        affects=["staff"],
        touches=["disability", "sex"],
        owner=cast[owner],
        decision_maker=cast["executive"],
        decide_by=clock.today() + timedelta(days=200),
        stage=ProposalStage.ANALYSING,
        **more,
    )
    made.options.create(place=1, text="Seven days in place of five")
    made.options.create(place=2, text="No change")
    return made


def words(**more: Any) -> Words:
    said: dict[str, Any] = {
        "title": "Time off for carers",
        "summary": "We want to give carers more days.",
        "information": "Carers have five days now. Most use all of them.",
        "closes_on": clock.today() + timedelta(days=41),
        "audiences": (Audience.STAFF, Audience.PARTNERS, Audience.PUBLIC),
        "young_summary": "Some people who work for us look after somebody at home.",
        "papers": (("The draft policy", "https://example.org/draft"),),
    }
    return Words(**{**said, **more})


def draft(
    cast: Cast, *, asked: Sequence[Asked] = QUESTIONS, on: Proposal | None = None, **more: Any
) -> Consultation:
    on = on or proposal(cast)
    made = drafting.begin(on, words(**more), token=uuid4(), by=on.owner)
    return drafting.ask(made, asked, version=made.version, by=on.owner)


def opened(cast: Cast, **more: Any) -> Consultation:
    made = draft(cast, **more)
    return drafting.open_(made, version=made.version, by=made.proposal.owner)


def questions(consultation: Consultation) -> list[Question]:
    return list(consultation.questions.all())


def said(consultation: Consultation, *texts: str, quoted: bool = True) -> dict[UUID, Said]:
    """Return answers in words to the questions of a consultation, in their order."""
    asked = [one for one in questions(consultation) if not one.is_choice]
    return {
        one.pk: Said(words=text, may_be_quoted=quoted)
        for one, text in zip(asked, texts, strict=False)
        if text
    }


def park(consultation: Consultation, *texts: str, kind: Kind | None = None, **more: Any) -> None:
    """Answer without a name: from the public where it is asked, else as staff."""
    kind = kind or (Kind.PUBLIC if consultation.asks_public else Kind.ANONYMOUS)
    token = more.pop("token", None) or uuid4()
    answering.park(consultation, said(consultation, *texts), kind=kind, token=token, **more)


def close(consultation: Consultation) -> Consultation:
    """Let its last day be over."""
    Consultation.objects.filter(pk=consultation.pk).update(closes_on=clock.today() - timedelta(days=1))
    letting_in.let_in_all()
    return Consultation.objects.select_related("proposal").get(pk=consultation.pk)


def closed(cast: Cast, *texts: str, least: int = 12, **more: Any) -> Consultation:
    """Return a consultation that is closed, with these answers to its first question and others beside them."""
    made = opened(cast, **more)
    for text in (
        *texts,
        *(f"Another answer, number {chr(97 + number)}." for number in range(least - len(texts))),
    ):
        park(made, text)
    return close(made)


def answer_with(consultation: Consultation, text: str) -> Any:
    """Return the answer that says this."""
    found = [
        one
        for response in Response.objects.filter(consultation=consultation).prefetch_related("answers")
        for one in response.answers.all()
        if one.words == text
    ]
    return found[0]


def theme(consultation: Consultation, name: str = "More days", *, by: Person | None = None) -> Theme:
    return coding.add_theme(consultation, name, by=by or consultation.proposal.owner)


def code_all(consultation: Consultation, one: Theme) -> None:
    """Put one theme to everything that is in words."""
    owner = consultation.proposal.owner
    for question in questions(consultation):
        waiting = list(question.answers.uncoded().order_by("id").values_list("pk", flat=True))
        if waiting and not question.is_choice:
            coding.code(question, {pk: Put((one.number,)) for pk in waiting}, shown=waiting, by=owner)


def decide(one: Theme, outcome: Outcome = Outcome.NOT_CHANGED) -> Theme:
    by = one.consultation.proposal.owner
    if outcome == Outcome.CHANGED:
        outcomes.change_text(one, Changed("4.2", "five days", "seven days"), by=by)
    return outcomes.decide(
        one, Decided(outcome, "They want more days.", "There is money for it."), version=one.version, by=by
    )


def decided(cast: Cast, outcome: Outcome = Outcome.CHANGED, **more: Any) -> Consultation:
    """Return a consultation that is coded, with one theme that is decided."""
    made = closed(cast, **more)
    one = theme(made)
    code_all(made, one)
    decide(one, outcome)
    made.refresh_from_db()
    return made


def ready(cast: Cast, **more: Any) -> Consultation:
    """Return a consultation whose outcome can be published."""
    made = decided(cast, **more)
    made = outcomes.consider(made, by=made.proposal.decision_maker)
    return outcomes.write(
        made,
        "We asked, and you answered.",
        "The policy starts in April.",
        version=made.version,
        by=made.proposal.owner,
    )


def published(cast: Cast, **more: Any) -> Consultation:
    made = ready(cast, **more)
    outcomes.publish(made, version=made.version, by=made.proposal.owner)
    made.refresh_from_db()
    return made


def without_chance() -> Any:
    """Take the shuffle away, as a control that a test must miss."""

    class NoChance:
        def shuffle(self, rows: list[Any]) -> None:
            """Leave them as they are."""

    return mock.patch.object(letting_in, "_chance", NoChance())
