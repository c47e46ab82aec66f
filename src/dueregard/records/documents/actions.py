"""Every write of documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.records.digests import sha256_of
from dueregard.records.documents.content import content_of
from dueregard.records.documents.gate import faults_of
from dueregard.records.documents.models import Document, Edition, Sort, Stage, Statement
from dueregard.records.evidence import Body, EvidenceVersion


class NotNow(Exception):
    """The document is not in a state in which this can be done. The tree: the refusals of this module."""


class Faulty(NotNow):
    """Sentences that rest on nothing, or a characteristic of which nothing is said."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


class ChangedMeanwhile(NotNow):
    """The draft is not the one that was read."""


class NotReviewed(NotNow):
    """Nobody has reviewed the draft as it is."""


class NotApproved(NotNow):
    """Nobody has approved the draft as it is."""


class NothingNew(NotNow):
    """The draft says what the last edition says."""


class IsKept(NotNow):
    """The sentence speaks of one of the nine characteristics, so it can be reworded and not taken out."""


@dataclass(frozen=True)
class Sentence:
    """A sentence to be put in a section."""

    section: str
    sort: Sort
    text: str
    rests_on: str = ""
    href: str = ""
    characteristic: str = ""
    cites: Sequence[EvidenceVersion] = field(default=())


@journal.action
def begin(
    kind: str,
    title: str,
    sentences: Sequence[Sentence],
    *,
    about: tuple[str, UUID],
    silent_on: Sequence[str] = (),
    body: Body,
    by: Person,
) -> Document:
    """Begin a document with sentences that were made for it; the one that is there is gone on with."""
    require(by, Body.get_perm("draft"), body)
    there = Document.objects.filter(kind=kind, about_kind=about[0], about_id=about[1]).first()
    if there is not None:
        return there
    document = Document.objects.create(
        kind=kind,
        title=title,
        body=body,
        author=by,
        about_kind=about[0],
        about_id=about[1],
        silent_on=list(silent_on),
    )
    for place, sentence in enumerate(sentences, start=1):
        _add(document, sentence, place)
    journal.record("began a document", document, by=by, kind=kind)
    return document


@journal.action
def add(document: Document, sentence: Sentence, *, by: Person) -> Statement:
    """Add a sentence at the end of its section."""
    document = _to_be_written(document, by)
    last = document.statements.aggregate(last=Max("place"))["last"] or 0
    statement = _add(document, sentence, last + 1)
    journal.record("wrote in a document", document, by=by)
    return statement


@journal.action
def reword(statement: Statement, sentence: Sentence, *, by: Person) -> Statement:
    """Say a sentence in another way, or rest it on something else. Whoever rewords a document becomes its author."""
    document = _to_be_written(statement.document, by)
    statement.sort, statement.text = sentence.sort, sentence.text
    statement.rests_on, statement.href = sentence.rests_on, sentence.href
    statement.save(update_fields=["sort", "text", "rests_on", "href"])
    statement.cites.set(sentence.cites)
    journal.record("wrote in a document", document, by=by)
    return statement


@journal.action
def take_out(statement: Statement, *, by: Person) -> None:
    """Take a sentence out, unless it is what is said of one of the nine."""
    document = _to_be_written(statement.document, by)
    if statement.is_kept:
        raise IsKept
    statement.delete()
    journal.record("took a sentence out of a document", document, by=by)


@journal.action
def review(document: Document, *, sha256: str, by: Person) -> Document:
    """Say as a second person that the draft that was read is sound."""
    document = _held(document)
    require(by, Document.get_perm("review"), document)
    _check(document, sha256)
    document.stage, document.sha256 = Stage.REVIEWED, sha256
    document.reviewed_by, document.reviewed_at = by, clock.now()
    document.approved_by, document.approved_at = None, None
    document.save()
    journal.record("reviewed a document", document, by=by, sha256=sha256)
    return document


@journal.action
def approve(document: Document, *, sha256: str, by: Person) -> Document:
    """Approve the draft that was reviewed, for the body."""
    document = _held(document)
    require(by, Document.get_perm("approve"), document)
    if document.stage != Stage.REVIEWED:
        raise NotReviewed
    _check(document, sha256)
    document.stage = Stage.APPROVED
    document.approved_by, document.approved_at = by, clock.now()
    document.save()
    journal.record("approved a document", document, by=by, sha256=sha256)
    return document


@journal.action
def publish(document: Document, *, corrects: str = "", by: Person) -> Edition:
    """Publish what was approved, as a sealed edition; after the first one, with what is different in it."""
    document = _held(document)
    require(by, Document.get_perm("publish"), document)
    if document.stage != Stage.APPROVED:
        raise NotApproved
    content = content_of(document)
    sha256 = _check(document, document.sha256)
    last = document.editions.order_by("number").last()
    if last is not None and last.sha256 == sha256:
        raise NothingNew
    assert document.reviewed_by is not None
    assert document.approved_by is not None
    edition = Edition.objects.create(
        document=document,
        number=last.number + 1 if last is not None else 1,
        content=content,
        sha256=sha256,
        corrects=corrects,
        reviewed_by=document.reviewed_by,
        approved_by=document.approved_by,
        published_by=by,
    )
    document.stage = Stage.DRAFT
    document.save(update_fields=["stage"])
    journal.record("published an edition", edition, by=by, sha256=sha256)
    return edition


def _add(document: Document, sentence: Sentence, place: int) -> Statement:
    statement = Statement.objects.create(
        document=document,
        section=sentence.section,
        place=place,
        sort=sentence.sort,
        text=sentence.text,
        rests_on=sentence.rests_on,
        href=sentence.href,
        characteristic=sentence.characteristic,
    )
    statement.cites.set(sentence.cites)
    return statement


def _held(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("body").get(pk=document.pk)


def _to_be_written(document: Document, by: Person) -> Document:
    """Return the document, locked, where this person may write; what was reviewed or approved is a draft again."""
    document = _held(document)
    require(by, Document.get_perm("write"), document)
    document.stage, document.sha256, document.author = Stage.DRAFT, "", by
    document.reviewed_by = document.reviewed_at = document.approved_by = document.approved_at = None
    document.save()
    return document


def _check(document: Document, sha256: str) -> str:
    """Return the digest of the draft, which must be the one that was read, and without a fault."""
    content = content_of(document)
    if sha256_of(content) != sha256 or (document.stage != Stage.DRAFT and document.sha256 != sha256):
        raise ChangedMeanwhile
    faults = faults_of(content)
    if faults:
        raise Faulty(faults)
    return sha256
