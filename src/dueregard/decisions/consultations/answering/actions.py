"""Every write of answers. What comes without a name is parked, and let in among others; see `letting_in`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dueregard import journal
from dueregard.access import envelopes, require
from dueregard.decisions.consultations.actors import INVITED, NETWORKS, WITHOUT_A_NAME
from dueregard.decisions.consultations.answering.models import Answer, Kind, ParkedResponse, Response
from dueregard.decisions.consultations.inviting.models import Invitation
from dueregard.decisions.consultations.locking import locked
from dueregard.decisions.consultations.models import Consultation, Question
from dueregard.decisions.consultations.refusals import NotOpen
from dueregard.jobs import Actor
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person

LENGTHS = (4_000, 16_000, 64_000, 256_000)
"""What is parked is filled up to one of these, in octets, so that its length tells little."""

_ABOUT = "decisions.ParkedResponse"


@dataclass(frozen=True)
class Said:
    """What somebody answered to one question: words or a choice, and whether it may be quoted."""

    words: str = ""
    choice: str = ""
    may_be_quoted: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.words and not self.choice


Answers = Mapping[UUID, Said]
"""What somebody answered, by the key of the question."""


class NothingSaid(NotOpen):
    """No question was answered."""

    def __init__(self) -> None:
        super().__init__("Answer at least one question.")


@journal.action
def answer(consultation: Consultation, answers: Answers, *, by: Person) -> Response:
    """Answer as oneself. Until it closes one may answer again: the new answers take the place of the old."""
    require(by, Consultation.get_perm("answer"), consultation)
    held = _open(consultation, answers)
    response, is_new = Response.objects.get_or_create(
        consultation=held, person=by, defaults={"kind": Kind.PERSON}
    )
    _put(response, answers)
    journal.record("answered a consultation" if is_new else "answered a consultation again", response, by=by)
    return response


@journal.action
def answer_invited(invitation: Invitation, answers: Answers, *, by: Actor = INVITED) -> Response:
    """Answer for a board or a body, by its invitation; again until it closes, in place of what was there."""
    require(by, Consultation.get_perm("answer_invited"), invitation.consultation)
    held = _open(invitation.consultation, answers)
    response, is_new = Response.objects.get_or_create(
        consultation=held,
        invitation=invitation,
        defaults={"kind": Kind.INVITED, "name": invitation.name},
    )
    _put(response, answers)
    deed = "answered a consultation by invitation"
    journal.record(deed if is_new else f"{deed} again", response, by=by)
    return response


@journal.action
def filed_by_network(
    consultation: Consultation,
    network: str,
    texts: Mapping[UUID, str],
    *,
    minority_note: str = "",
    marked_by: str = "",
    may_be_quoted: bool = True,
    token: UUID,
    by: Actor = NETWORKS,
) -> Response:
    """Keep the joint response of a network that has agreed to be named, with what some members saw otherwise.

    The door for the rooms of networks: they settle among themselves what is said, and this names nobody. `marked_by` is
    the band of the members who marked it. The same token again is the same response.
    """
    require(by, Consultation.get_perm("file_for_network"), consultation)
    there = Response.objects.filter(pk=token).first()
    if there is not None:
        return there
    answers = {
        pk: Said(words=text, may_be_quoted=may_be_quoted) for pk, text in texts.items() if text.strip()
    }
    held = _open(consultation, answers)
    name = Network.objects.active().get(code=network).name
    if not held.asks_networks or network not in held.networks:
        raise NotOpen("This consultation does not ask this network.")
    if held.responses.filter(kind=Kind.NETWORK, name=name).exists():
        raise NotOpen("This network has answered already.")
    response = Response.objects.create(
        pk=token,
        consultation=held,
        kind=Kind.NETWORK,
        name=name,
        minority_note=minority_note,
        marked_by=marked_by,
    )
    _put(response, answers)
    journal.record("a network answered a consultation", response, by=by)
    return response


@journal.action
def park(
    consultation: Consultation,
    answers: Answers,
    *,
    kind: Kind,
    is_young: bool = False,
    token: UUID,
    by: object = WITHOUT_A_NAME,
) -> None:
    """Keep an answer without a name, closed, until it is put among others. The same token again is the same answer.

    Neither who it was nor when is kept. The entry in the journal is about the consultation.
    """
    require(by, Response.get_perm("send"))
    held = _open(consultation, answers)
    if not (held.asks_public if kind == Kind.PUBLIC else held.asks_staff or held.asks_public):
        raise NotOpen("This consultation does not ask for such answers.")
    written: list[Any] = [
        [str(pk), said.words, said.choice, said.may_be_quoted]
        for pk, said in answers.items()
        if not said.is_empty
    ]
    text = json.dumps([kind, is_young, written])
    length = next((least for least in LENGTHS if len(text.encode()) <= least), 0)
    _, is_new = ParkedResponse.objects.get_or_create(
        pk=token,
        defaults={
            "consultation": held,
            "closed_response": envelopes.close(text, about=_ABOUT, pad_to=length),
        },
    )
    if is_new:
        journal.record("answered a consultation without a name", held, by=by)


def unparked(parked: ParkedResponse) -> tuple[Kind, bool, dict[UUID, Said]]:
    """Return what is parked: of which kind, whether on the young people's version, and the answers."""
    kind, is_young, written = json.loads(envelopes.open_(bytes(parked.closed_response), about=_ABOUT))
    return (
        Kind(kind),
        is_young,
        {UUID(pk): Said(words, choice, quoted) for pk, words, choice, quoted in written},
    )


def made(response: Response, answers: Answers, questions: Mapping[UUID, Question]) -> list[Answer]:
    """Return the rows of a response's answers, not saved yet; what is no question of it is left out."""
    rows = []
    for pk, said in answers.items():
        if said.is_empty or pk not in questions:
            continue
        row = Answer(response=response, question_id=pk, choice=said.choice, may_be_quoted=said.may_be_quoted)
        row.enclose(said.words)
        rows.append(row)
    return rows


def _put(response: Response, answers: Answers) -> None:
    """Put answers in the place of those that are there."""
    response.answers.all().delete()
    questions = {one.pk: one for one in response.consultation.questions.all()}
    Answer.objects.bulk_create(made(response, answers, questions))


def _open(consultation: Consultation, answers: Answers) -> Consultation:
    held = locked(consultation)
    if not held.takes_answers:
        raise NotOpen("This consultation does not take answers any more.")
    if all(said.is_empty for said in answers.values()):
        raise NothingSaid
    return held
