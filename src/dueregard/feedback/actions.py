"""What people without an account write: a piece of feedback. What is done with it is in `triage`."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.working_hours import read_working_hours
from dueregard.feedback import due
from dueregard.feedback.actors import SIGNED_OUT
from dueregard.feedback.models import AgeGroup, Audience, CaseNow, Contact, Drawing, Face, Kind, Piece
from dueregard.feedback.pictures import Picture
from dueregard.feedback.risk_words import sounds_risky
from dueregard.feedback.themes import Theme

_CODE_LETTERS = (
    "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels, so no words; nothing that looks like something else
)


@dataclass(frozen=True)
class Sent:
    """What somebody sent, as clean values."""

    audience: Audience
    words: str = ""
    kind: Kind = Kind.FEEDBACK
    age_group: AgeGroup | None = None
    face: Face | None = None
    case_now: CaseNow | None = None
    about: Theme | None = None
    wants_answer: bool = False
    contact: Contact = field(default_factory=Contact)
    drawing: Picture | None = None


class NoWayToAnswer(ValueError):
    """Somebody asks for an answer and says nothing of how to reach them: a slip of ours, the form asks for it."""


@journal.action
def send(sent: Sent, *, token: UUID, by: object = SIGNED_OUT) -> Piece:
    """Keep what somebody sent. The same token again is the same piece, so a page that is sent twice is sent once.

    A complaint always asks for an answer. The journal says that there is a piece, and nothing of what is in it.
    """
    require(by, Piece.get_perm("send"))
    there = Piece.objects.filter(pk=token).first()
    if there is not None:
        return there
    wants_answer = sent.wants_answer or sent.kind == Kind.COMPLAINT
    if wants_answer and not sent.contact.how:
        raise NoWayToAnswer
    now, is_risky = clock.now(), sounds_risky(sent.words)
    clocks = due.due(
        now, read_working_hours(settings.WORKING_HOURS), is_risky=is_risky, wants_answer=wants_answer
    )
    piece = Piece(
        pk=token,
        kind=sent.kind,
        audience=sent.audience,
        age_group=sent.age_group or "",
        face=sent.face or "",
        case_now=sent.case_now or "",
        about=sent.about,
        code=_code() if wants_answer else "",
        is_risky=is_risky,
        sent_at=now,
        due_at=clocks.read_by,
        answer_by=clocks.answer_by,
    )
    piece.enclose(words=sent.words, contact=sent.contact)
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
    except IntegrityError:  # the same page was sent twice at once, and the other was quicker
        return Piece.objects.get(pk=token)
    if sent.drawing is not None:
        drawing = Drawing(piece=piece, kind=sent.drawing.kind)
        drawing.enclose(sent.drawing.octets)
        drawing.save()
    journal.record("sent feedback", piece, by=by)
    return piece


def _code() -> str:
    """Return a code by which somebody can ask about their piece: 28 letters, 8 places, some 38 bits."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
