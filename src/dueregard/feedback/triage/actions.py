"""Every write of triage. Two people never lose each other's work: each deed names the version it was decided on."""

from collections.abc import Iterable

from django.conf import settings

from dueregard import journal, post
from dueregard.access import closing, require
from dueregard.almanac import clock
from dueregard.feedback.models import Assignment, Drawing, Piece, Referral, State
from dueregard.feedback.themes import Theme
from dueregard.people.models import Person

TO_DUTY = "feedback passed to duty"


class NotNow(Exception):
    """The piece is not in a state in which this can be done. The tree: the refusals of this module."""


class ChangedMeanwhile(NotNow):
    """Somebody else has changed the piece since the page was opened."""


class NotRead(NotNow):
    """Nobody has said yet that they have read it."""


class AlreadyDone(NotNow):
    """It was done before, or the piece is closed."""


class NobodyAsked(NotNow):
    """Whoever sent it did not ask for that."""


class StillToDo(NotNow):
    """It cannot be closed: somebody waits for an answer, duty has not acted, or it has no theme."""


class AlreadyThere(NotNow):
    """There is a theme of this name."""


@journal.action
def mark_read(piece: Piece, *, version: int, by: Person) -> Piece:
    """Say that one has read a piece. The clock of the first reading stops; that of the answer goes on."""
    require(by, Piece.get_perm("triage"), piece)
    piece = _locked(piece, version)
    if not piece.is_new:
        raise AlreadyDone
    piece.state, piece.due_at = State.READ, piece.answer_by
    _save(piece, "state", "due_at")
    journal.record("read feedback", piece, by=by)
    return piece


@journal.action
def set_themes(piece: Piece, themes: Iterable[Theme], *, version: int, by: Person) -> Piece:
    """Say what a piece is about. What was put there before and is not among the themes is taken away."""
    require(by, Piece.get_perm("triage"), piece)
    piece = _locked(piece, version)
    _refuse_unless_open(piece)
    wanted = {theme.pk: theme for theme in themes}
    there = set(piece.assignments.values_list("theme_id", flat=True))
    piece.assignments.exclude(theme__in=wanted).delete()
    Assignment.objects.bulk_create(
        Assignment(piece=piece, theme=theme, by=by) for pk, theme in wanted.items() if pk not in there
    )
    if piece.state in {State.READ, State.THEMED}:
        piece.state = State.THEMED if wanted else State.READ
    _save(piece, "state")
    journal.record("gave feedback its themes", piece, by=by, themes=sorted(str(pk) for pk in wanted))
    return piece


@journal.action
def pass_to_duty(piece: Piece, *, version: int, by: Person) -> Referral:
    """Pass a piece to the practice supervisor on duty, because a child may be at risk. It can be done at any time."""
    require(by, Piece.get_perm("triage"), piece)
    piece = _locked(piece, version)
    if piece.is_referred:
        raise AlreadyDone
    referral = Referral.objects.create(piece=piece, passed_by=by)
    if piece.is_new:
        piece.state, piece.due_at = State.READ, piece.answer_by
    _save(piece, "state", "due_at")
    if settings.FEEDBACK_DUTY_EMAIL:
        post.send(
            TO_DUTY,
            to=settings.FEEDBACK_DUTY_EMAIL,
            key=f"{TO_DUTY} {piece.pk}",
            page=f"/feedback/triage/{piece.pk}/",
        )
    journal.record("passed feedback to duty", piece, by=by)
    return referral


@journal.action
def act_on(piece: Piece, deed: str, *, version: int, by: Person) -> Referral:
    """Say what was done about a piece that was passed to duty."""
    require(by, Piece.get_perm("act_on"), piece)
    piece = _locked(piece, version)
    referral = piece.referral
    if referral.acted_at is not None:
        raise AlreadyDone
    referral.acted_by, referral.acted_at = by, clock.now()
    referral.closed_deed = closing.close(referral, "closed_deed", deed)
    referral.save(update_fields=["acted_by", "acted_at", "closed_deed"])
    _save(piece)
    journal.record("acted on feedback passed to duty", piece, by=by)
    return referral


@journal.action
def show_worker(piece: Piece, *, version: int, by: Person) -> Piece:
    """Say that the child's worker was shown the piece, which only a child who said so allows."""
    require(by, Piece.get_perm("triage"), piece)
    piece = _locked(piece, version)
    _refuse_unless_open(piece)
    if not piece.may_be_shown:
        raise NobodyAsked if piece.shown_at is None else AlreadyDone
    piece.shown_by, piece.shown_at = by, clock.now()
    _save(piece, "shown_by", "shown_at")
    journal.record("showed feedback to a worker", piece, by=by)
    return piece


@journal.action
def answer(piece: Piece, *, version: int, by: Person) -> Piece:
    """Say that whoever asked for an answer was contacted."""
    require(by, Piece.get_perm("triage"), piece)
    piece = _locked(piece, version)
    _refuse_unless_open(piece)
    if not piece.wants_answer:
        raise NobodyAsked
    if not piece.waits_for_answer:
        raise AlreadyDone
    piece.state, piece.due_at = State.ANSWERED, None
    _save(piece, "state", "due_at")
    journal.record("answered feedback", piece, by=by)
    return piece


@journal.action
def close(piece: Piece, *, version: int, by: Person) -> Piece:
    """Close a piece that needs nothing more. How to reach whoever sent it is erased: nobody needs it any more."""
    require(by, Piece.get_perm("triage"), piece)
    piece = _locked(piece, version)
    _refuse_unless_open(piece)
    if piece.waits_for_answer or piece.is_with_duty or not piece.assignments.exists():
        raise StillToDo
    piece.state, piece.due_at, piece.closed_contact = State.CLOSED, None, None
    _save(piece, "state", "due_at", "closed_contact")
    journal.record("closed feedback", piece, by=by)
    return piece


@journal.action
def erase(piece: Piece, *, by: object) -> None:
    """Erase what was written, drawn and left as a contact, once its time is over. The themes stay."""
    piece = Piece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
    Drawing.objects.filter(piece=piece).delete()
    Referral.objects.filter(piece=piece).update(closed_deed=None)
    piece.closed_words = piece.closed_contact = None
    piece.erased_at = clock.now()
    piece.version += 1
    piece.save(update_fields=["closed_words", "closed_contact", "erased_at", "version"])
    journal.record("erased the words of feedback", piece, by=by)


# The list of themes


@journal.action
def add_theme(name: str, *, about: str = "", by: Person) -> Theme:
    """Add a theme to the list."""
    require(by, Theme.get_perm("add"))
    if Theme.objects.filter(name__iexact=name).exists():
        raise AlreadyThere
    theme = Theme.objects.create(name=name, about=about, added_by=by)
    journal.record("added a theme", theme, by=by)
    return theme


@journal.action
def offer_theme(theme: Theme, *, is_offered: bool, by: Person) -> Theme:
    """Offer a theme, or offer it no longer. Pieces keep it."""
    require(by, Theme.get_perm("offer"), theme)
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    theme.is_offered = is_offered
    theme.save(update_fields=["is_offered"])
    journal.record("offered a theme" if is_offered else "offered a theme no longer", theme, by=by)
    return theme


def _locked(piece: Piece, version: int) -> Piece:
    """Return the piece as it stands, held until the end of the action, if it is what the person looked at."""
    found = Piece.objects.select_for_update(of=("self",)).select_related("referral")
    held = found.get(pk=piece.pk)
    if held.version != version:
        raise ChangedMeanwhile
    return held


def _save(piece: Piece, *names: str) -> None:
    piece.version += 1
    piece.save(update_fields=[*names, "version"])


def _refuse_unless_open(piece: Piece) -> None:
    if piece.is_new:
        raise NotRead
    if piece.is_closed:
        raise AlreadyDone
