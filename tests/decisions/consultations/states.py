"""Every page of consultations in each of its states, by who opens it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.answering import doors, uploading
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.models import Outcome
from dueregard.decisions.consultations.equality import actions as equality
from dueregard.decisions.consultations.inviting import actions as inviting
from dueregard.decisions.consultations.inviting.models import Guest
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.outcomes import actions as outcomes
from dueregard.post.models import Message
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast
from tests.voice.issues import make_issue

TELLING = "I am the Family Court Adviser at Alder Valley who was off on 3 March."


def link_of_last_invitation() -> str:
    return link_in(Message.objects.filter(kind="consultation invitation").latest("created_at"))


def link_in(message: Message) -> str:
    """Return the address in a letter of invitation."""
    text = message.letter().text
    return "/consultations/invited/" + text.split("/consultations/invited/")[1].split("\n")[0].strip()


def invite(made: Consultation, name: str = "The Carers’ Charity") -> str:
    """Invite a body, and return the link in its letter: by what is new, since two may be sent at one moment."""
    before = list(Message.objects.values_list("pk", flat=True))
    inviting.invite(
        made, name, guest=Guest.PARTNER, to="charity@charity.example", expires_on=made.closes_on + timedelta(days=90),
        by=made.proposal.owner,
    )  # fmt: skip
    return link_in(Message.objects.exclude(pk__in=before).get(kind="consultation invitation"))


def full(cast: Cast) -> tuple[Consultation, str]:
    """Return a closed consultation with everything there can be, and the link of a body that has answered."""
    made = building.opened(cast)
    link = invite(made)
    answering.answer_invited(inviting.find(link.split("/")[3]), building.said(made, "We agree.", "Much."))  # type: ignore[arg-type]
    answering.answer(made, building.said(made, "Seven days, please.", "A lot"), by=cast["staff"])
    for text in (TELLING, "Five days are too few.", *(f"More days would help, {n}." for n in range(24))):
        building.park(made, text)
    for number in range(30):
        equality.park(made, {"sex": "Female" if number % 3 else "Male"}, token=uuid4())
    uploading.upload(
        made, b"question 1,question 3\nPaper,By phone\n,By letter\n", source="Paper", by=cast["policy-owner"]
    )
    return building.close(made), link


def pages(cast: Cast) -> Iterator[tuple[str, str]]:
    """Yield (role, address) of each page; `public` is nobody."""
    begun = building.proposal(cast, title="Another proposal")
    yield "policy-owner", "/consultations/"
    yield "staff", "/consultations/"
    yield "policy-owner", f"/consultations/begin/{begun.pk}/"
    made = building.draft(cast)
    for page in ("", "write/", "questions/", "open/"):
        yield "policy-owner", f"/consultations/{made.pk}/{page}"
    yield "executive", f"/consultations/{made.pk}/considers/"
    yield "policy-owner", f"/consultations/{made.pk}/issues/"
    make_issue(cast["executive"], is_shown=True)
    yield "policy-owner", f"/consultations/{made.pk}/issues/"
    empty = building.draft(cast, asked=(), information="", closes_on=made.closes_on - timedelta(days=35))
    yield "policy-owner", f"/consultations/{empty.pk}/open/"
    yield "policy-owner", f"/consultations/{empty.pk}/questions/"
    opened = building.opened(cast)
    home = f"/consultations/{opened.pk}/"
    for page in ("", "guests/", "responses/", "upload/", "coding/", "coding/1/", "quotations/", "letters/"):
        yield "policy-owner", f"{home}{page}"
    yield "staff", home
    yield "staff", f"{home}answer/"
    yield "public", home
    yield "public", f"{home}say/"
    yield "public", f"{home}say/?door={doors.door(opened)}"
    yield "public", f"{home}say/young/"
    yield "public", invite(opened)
    yield "policy-owner", f"{home}guests/"
    closed, link = full(cast)
    home = f"/consultations/{closed.pk}/"
    yield "public", link
    yield "public", f"{home}say/"
    yield "public", f"{home}say/young/"
    yield "policy-owner", f"{home}outcome/write/"
    days = building.theme(closed, "More days")
    cost = building.theme(closed, "What it costs")
    telling = building.answer_with(closed, TELLING)
    yield "analyst", f"{home}coding/1/"
    building.code_all(closed, days)
    coding.quote(telling, days, TELLING, by=cast["policy-owner"])
    coding.redact(
        building.answer_with(closed, "Five days are too few."), "Five", reason="a number", by=cast["analyst"]
    )
    inviting.send_on(
        closed, "The council", "People speak of buses.", to="c@council.example", by=cast["policy-owner"]
    )
    for page in (
        "",
        "responses/",
        "responses/?kind=bodies",
        "upload/",
        "coding/",
        "coding/1/",
        "quotations/",
        "letters/",
        "outcome/write/",
    ):
        yield "policy-owner", f"{home}{page}"
    yield "analyst", f"{home}quotations/"
    yield "policy-owner", f"/consultations/answers/{telling.pk}/"
    yield "executive", f"/consultations/answers/{telling.pk}/"
    body = closed.responses.of_bodies().get()
    yield "policy-owner", f"/consultations/responses/{body.pk}/"
    yield "analyst", f"/consultations/responses/{closed.responses.get(person=cast['staff']).pk}/"
    yield "policy-owner", f"/consultations/themes/{cost.pk}/"
    yield "executive", f"{home}consider/"
    building.decide(days, Outcome.CHANGED)
    coding.remove_theme(cost, by=cast["policy-owner"])
    yield "policy-owner", f"/consultations/themes/{days.pk}/"
    yield "analyst", f"/consultations/themes/{days.pk}/"
    outcomes.reply(body, "Thank you. You were right.", by=cast["policy-owner"])
    yield "executive", f"{home}consider/"
    closed.refresh_from_db()
    closed = outcomes.consider(closed, by=cast["executive"])
    closed = outcomes.write(
        closed, "We asked.", "We begin in April.", version=closed.version, by=cast["policy-owner"]
    )
    yield "policy-owner", f"{home}outcome/write/"
    outcomes.publish(closed, version=closed.version, by=cast["policy-owner"])
    yield "public", f"{home}outcome/"
    yield "public", home
    yield "public", link
    yield "staff", "/consultations/"
    yield "public", "/consultations/"
