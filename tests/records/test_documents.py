"""Documents: what each sort of sentence rests on, who reviews, approves and publishes, and editions that stay."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from dueregard.access import NotAllowed
from dueregard.people.models import Person
from dueregard.records import actions as records
from dueregard.records import bodies
from dueregard.records.digests import sha256_of
from dueregard.records.documents import actions as documents
from dueregard.records.documents import kinds
from dueregard.records.documents.actions import Sentence
from dueregard.records.documents.content import content_of
from dueregard.records.documents.gate import faults_of, share_of_context
from dueregard.records.documents.kinds import DocumentKind
from dueregard.records.documents.models import Document, Edition, Stage
from dueregard.records.documents.paper import edition_as_pdf
from dueregard.records.models import EvidenceKind, EvidenceVersion, Sort

Cast = dict[str, Person]
KIND = DocumentKind("note", "Note", (("first", "First"), ("second", "Second")))


@dataclass
class Desk:
    """Those who work on a document."""

    writer: Person
    second: Person
    approver: Person
    document: Document

    @property
    def sha256(self) -> str:
        return sha256_of(content_of(Document.objects.select_related("body").get(pk=self.document.pk)))

    def reviewed(self) -> "Desk":
        documents.review(self.document, sha256=self.sha256, by=self.second)
        return self

    def approved(self) -> "Desk":
        self.reviewed()
        documents.approve(self.document, sha256=self.sha256, by=self.approver)
        return self

    def published(self, corrects: str = "") -> Edition:
        self.approved()
        return documents.publish(self.document, corrects=corrects, by=self.writer)


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setitem(kinds._kinds, KIND.code, KIND)
    writer = cast["policy-owner"]
    sentences = [
        Sentence("first", Sort.LAW, "We must have due regard.", "Equality Act 2010, section 149(1)"),
        Sentence("second", Sort.CONTEXT, "There are rowans."),
    ]
    document = documents.begin(
        "note", "A note", sentences, about=("nothing", uuid4()), body=bodies.home(), by=writer
    )
    return Desk(writer, cast["equality-lead"], cast["executive"], document)


def evidence(by: Person, *, is_restricted: bool = False) -> EvidenceVersion:
    return records.add_evidence(
        "Invented survey",
        records.Wording("Of 400 staff, 300 answered.", "An invented source"),
        kind=EvidenceKind.RESEARCH,
        characteristics=["sex"],
        is_restricted=is_restricted,
        body=bodies.home(),
        by=by,
    )


# The gate


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        (Sort.FACT, "This fact in “First” does not rest on a version of evidence or a record"),
        (Sort.JUDGEMENT, "This judgement in “First” does not rest on a version of evidence or a record"),
        (Sort.COMMITMENT, "This commitment in “First” does not rest on who does it and by when"),
        (Sort.LAW, "This law in “First” does not rest on the act and its section"),
    ],
)
def test_a_sentence_that_rests_on_nothing_is_not_reviewed(desk: Desk, sort: Sort, words: str) -> None:
    statement = documents.add(desk.document, Sentence("first", sort, "All is well."), by=desk.writer)
    with pytest.raises(documents.Faulty) as refused:
        desk.reviewed()
    assert refused.value.faults == (f"{words}: “All is well.”",)
    documents.reword(statement, Sentence("first", sort, "All is well.", "Some record"), by=desk.writer)
    desk.reviewed()


def test_evidence_carries_a_fact_and_not_a_commitment(desk: Desk) -> None:
    version = evidence(desk.writer)
    documents.add(
        desk.document, Sentence("first", Sort.FACT, "300 answered.", cites=[version]), by=desk.writer
    )
    assert faults_of(content_of(desk.document)) == ()
    documents.add(
        desk.document, Sentence("first", Sort.COMMITMENT, "We ask.", cites=[version]), by=desk.writer
    )
    assert len(faults_of(content_of(desk.document))) == 1


def test_context_rests_on_nothing_and_its_share_is_shown(desk: Desk) -> None:
    assert share_of_context(content_of(desk.document)) == 50


def test_a_kind_that_speaks_of_all_nine_is_held_to_it(desk: Desk) -> None:
    content = content_of(desk.document) | {"speaks_of_all_nine": True}
    faults = faults_of(content)
    assert len(faults) == 9
    assert faults[0] == "Nothing is said of age."


def test_an_empty_section_is_a_fault(desk: Desk) -> None:
    documents.take_out(desk.document.statements.get(section="second"), by=desk.writer)
    assert faults_of(content_of(desk.document)) == ("The section “Second” says nothing.",)


# Who does what


def test_whoever_wrote_it_neither_reviews_nor_approves(desk: Desk, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        documents.review(desk.document, sha256=desk.sha256, by=desk.writer)
    with pytest.raises(documents.NotReviewed):
        documents.approve(desk.document, sha256=desk.sha256, by=desk.approver)
    with pytest.raises(documents.NotApproved):
        documents.publish(desk.document, by=desk.writer)
    for person in (cast["staff"], cast["outsider"], cast["inspector"]):
        with pytest.raises(NotAllowed):
            documents.add(desk.document, Sentence("first", Sort.CONTEXT, "No."), by=person)
        with pytest.raises(NotAllowed):
            documents.begin("note", "No", [], about=("nothing", uuid4()), body=bodies.home(), by=person)


def test_a_change_after_the_review_asks_for_another_review(desk: Desk) -> None:
    desk.approved()
    documents.add(desk.document, Sentence("first", Sort.CONTEXT, "And elms."), by=desk.writer)
    desk.document.refresh_from_db()
    assert desk.document.stage == Stage.DRAFT
    assert desk.document.reviewed_by is None
    with pytest.raises(documents.NotApproved):
        documents.publish(desk.document, by=desk.writer)


def test_a_draft_that_was_changed_while_it_was_read_is_not_reviewed(desk: Desk) -> None:
    read = desk.sha256
    documents.add(desk.document, Sentence("first", Sort.CONTEXT, "And elms."), by=desk.writer)
    with pytest.raises(documents.ChangedMeanwhile):
        documents.review(desk.document, sha256=read, by=desk.second)


def test_what_was_changed_past_the_actions_is_not_published(desk: Desk) -> None:
    desk.approved()
    desk.document.statements.filter(section="second").update(text="There are no rowans.")
    with pytest.raises(documents.ChangedMeanwhile):
        documents.publish(desk.document, by=desk.writer)


# Editions


def test_an_edition_is_sealed_and_a_correction_is_another_one(desk: Desk) -> None:
    first = desk.published()
    with pytest.raises(documents.NothingNew):
        desk.published("Nothing.")
    documents.add(desk.document, Sentence("first", Sort.CONTEXT, "And elms."), by=desk.writer)
    second = desk.published("Elms were added.")
    assert [first.number, second.number] == [1, 2]
    for statement in ("DELETE FROM records_edition", "UPDATE records_edition SET number = 9"):
        with (
            pytest.raises(DatabaseError, match="sealed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    client = Client()
    old = client.get(f"/published/{desk.document.pk}/1/").content.decode()
    new = client.get(f"/published/{desk.document.pk}/").content.decode()
    assert "This edition was replaced by a later one" in old
    assert "And elms" not in old
    assert "Elms were added." in new
    assert "replaced" not in new


def test_an_edition_that_follows_says_what_differs(desk: Desk) -> None:
    desk.published()
    documents.add(desk.document, Sentence("first", Sort.CONTEXT, "And elms."), by=desk.writer)
    with pytest.raises(DatabaseError), transaction.atomic():
        desk.published()


def test_the_public_reads_what_a_sentence_rests_on_and_nothing_of_restricted_evidence(desk: Desk) -> None:
    for is_restricted in (False, True):
        version = evidence(desk.writer, is_restricted=is_restricted)
        documents.add(desk.document, Sentence("first", Sort.FACT, "Known.", cites=[version]), by=desk.writer)
    edition = desk.published()
    page = Client().get(f"/published/{desk.document.pk}/").content.decode()
    assert page.count("Of 400 staff, 300 answered.") == 1
    assert "Evidence that is not published" in page
    assert "Equality Act 2010, section 149(1)" in page
    assert edition_as_pdf(edition).startswith(b"%PDF-")


def test_a_draft_is_nobodys_who_does_not_work_on_it(desk: Desk, cast: Cast) -> None:
    for who in ("staff", "inspector", "outsider"):
        client = Client()
        client.force_login(cast[who])
        assert client.get(f"/documents/{desk.document.pk}/").status_code == 404
    assert Client().get(f"/published/{desk.document.pk}/").status_code == 404


def test_a_document_goes_from_draft_to_published_on_its_pages(desk: Desk) -> None:
    address = f"/documents/{desk.document.pk}/"

    def press(person: Person, deed: str, **said: object) -> str:
        client = Client()
        client.force_login(person)
        response = client.post(f"{address}{deed}/", said, follow=True)
        return str(response.content.decode())

    said = {"section": "first", "text": "They grow.", "sort": "fact", "rests_on": ""}
    assert "does not rest on" in press(desk.writer, "sentences/add", **said)
    statement = desk.document.statements.get(text="They grow.")
    page = press(desk.writer, f"sentences/{statement.pk}", **said | {"rests_on": "A record"})
    assert "does not rest on" not in page
    assert "The draft was changed while you read it" in press(desk.second, "review", sha256="0" * 64)
    assert "Reviewed by" in press(desk.second, "review", sha256=desk.sha256)
    assert "Approved" in press(desk.approver, "approve", sha256=desk.sha256)
    assert "Edition 1" in press(desk.writer, "publish")
    press(desk.writer, f"sentences/{statement.pk}/take-out")
    desk.approved()
    assert "Enter what is different" in press(desk.writer, "publish")
    assert "Edition 2" in press(desk.writer, "publish", corrects="They do not grow.")
