"""Every write of an outcome: themes are decided, bodies replied to, responses considered, and it is published."""

from dataclasses import dataclass

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.consultations.answering.models import Response
from dueregard.decisions.consultations.coding.models import Outcome, TextChange, Theme
from dueregard.decisions.consultations.locking import locked, save
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.decisions.consultations.outcomes import content, gate, reports
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition, Reply
from dueregard.decisions.consultations.refusals import ChangedMeanwhile, NotClosed, NotNow, Unready
from dueregard.people.models import Person
from dueregard.records.digests import sha256_of


@dataclass(frozen=True)
class Decided:
    """How a theme ends: what people said, what comes of it, and why."""

    outcome: Outcome
    said: str
    because: str


@dataclass(frozen=True)
class Changed:
    """A change to the text: where, and what stood and stands there."""

    clause: str
    before: str = ""
    after: str = ""


@journal.action
def decide(theme: Theme, decided: Decided, *, version: int, by: Person) -> Theme:
    """Say what comes of a theme. It can be decided anew; the responses are then to be considered again."""
    require(by, Consultation.get_perm("decide"), theme.consultation)
    _over(theme.consultation)
    held = Theme.objects.select_for_update().get(pk=theme.pk)
    if held.version != version:
        raise ChangedMeanwhile
    held.outcome, held.said, held.because = decided.outcome, decided.said, decided.because
    held.decided_by, held.decided_at = by, clock.now()
    held.version += 1
    held.save(update_fields=["outcome", "said", "because", "decided_by", "decided_at", "version"])
    journal.record("decided a theme", held, by=by, outcome=decided.outcome)
    return held


@journal.action
def change_text(theme: Theme, changed: Changed, *, by: Person) -> TextChange:
    """Note a change to the text that is made because of a theme."""
    require(by, Consultation.get_perm("decide"), theme.consultation)
    _over(theme.consultation)
    if changed.before == changed.after:
        raise NotNow("Say what stood there, or what stands there now: the two are the same.")
    made = TextChange.objects.create(
        theme=theme, clause=changed.clause, before=changed.before, after=changed.after, by=by
    )
    journal.record("changed the text because of a theme", made, by=by)
    return made


@journal.action
def take_back_change(change: TextChange, *, by: Person) -> None:
    """Take back a note of a change to the text."""
    require(by, Consultation.get_perm("decide"), change.theme.consultation)
    _over(change.theme.consultation)
    journal.record("took back a change of the text", change, by=by)
    change.delete()


@journal.action
def reply(response: Response, words: str, *, by: Person) -> Reply:
    """Reply to a network, a board or a partner body; it is read with the outcome."""
    require(by, Consultation.get_perm("decide"), response.consultation)
    _over(response.consultation)
    if not response.is_of_a_body:
        raise NotNow("Only networks, boards and partner bodies have a reply of their own.")
    made, _ = Reply.objects.update_or_create(
        response=response, defaults={"words": words, "by": by, "at": clock.now()}
    )
    journal.record("replied to a body", made, by=by)
    return made


@journal.action
def consider(consultation: Consultation, *, by: Person) -> Consultation:
    """Say that one has considered the responses, once every answer is read and every theme decided.

    Raises
    ------
    Unready
        With a sentence for each thing that is still to be done before.
    """
    require(by, Consultation.get_perm("consider"), consultation)
    held = _over(consultation)
    missing = gate.before_considering(reports.gate_facts(held))
    if missing:
        raise Unready(missing)
    held.considered_by, held.considered_at = by, clock.now()
    save(held, "considered_by", "considered_at")
    journal.record("considered the responses to a consultation", held, by=by)
    return held


@journal.action
def write(
    consultation: Consultation,
    introduction: str,
    next_steps: str,
    *,
    late_because: str = "",
    version: int,
    by: Person,
) -> Consultation:
    """Write how the outcome begins and ends, and why it is late where it is."""
    require(by, Consultation.get_perm("publish"), consultation)
    held = _over(consultation, version)
    held.introduction, held.next_steps, held.late_because = introduction, next_steps, late_because
    save(held, "introduction", "next_steps", "late_because")
    journal.record("wrote an outcome", held, by=by)
    return held


@journal.action
def publish(
    consultation: Consultation, *, updated: str = "First published.", version: int, by: Person
) -> OutcomeEdition:
    """Publish the outcome as it stands, as an edition that nobody changes any more.

    Raises
    ------
    Unready
        With a sentence for each thing that stops it: a theme that is not decided, a reply that is owed, and so on.
    """
    require(by, Consultation.get_perm("publish"), consultation)
    held = _over(consultation, version)
    missing = gate.refusals(reports.gate_facts(held))
    if missing:
        raise Unready(missing)
    says = content.of(held)
    last = held.editions.first()
    number = last.number + 1 if last else 1
    sha256 = sha256_of(says)
    if last is not None and last.sha256 == sha256:
        raise NotNow("Nothing has changed since the last edition.")
    edition = OutcomeEdition.objects.create(
        consultation=held, number=number, content=says, sha256=sha256, updated=updated, by=by
    )
    held.stage = Stage.PUBLISHED
    save(held, "stage")
    journal.record("published the outcome of a consultation", edition, by=by, sha256=sha256)
    return edition


def _over(consultation: Consultation, version: int | None = None) -> Consultation:
    held = locked(consultation, version)
    if not (held.is_closed or held.is_published):
        raise NotClosed("It takes answers still. Nothing is decided before it is closed.")
    return held
