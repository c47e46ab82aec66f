"""Documents that are written, sentence by sentence, and the editions that were published of them."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.records.documents.rules import approves, publishes, reviews_document, writes_document
from dueregard.records.duty import Characteristic
from dueregard.records.evidence import Body, EvidenceVersion, bodies_worked_for


class Sort(models.TextChoices):
    """What a sentence is, and so what it must rest on."""

    FACT = "fact", "Fact"
    JUDGEMENT = "judgement", "Judgement"
    COMMITMENT = "commitment", "Commitment"
    LAW = "law", "Law"
    CONTEXT = "context", "Context"


class Stage(models.TextChoices):
    """How far a draft has come. What is published is an edition, and the draft begins again for the next one."""

    DRAFT = "draft", "Draft"
    REVIEWED = "reviewed", "Reviewed"
    APPROVED = "approved", "Approved"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """Return those of the bodies for which this person drafts, reviews or decides; to editors, all of ours."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(body__in=bodies_worked_for(user))
        if user.holds("editor"):
            mine |= Q(body__code="home")
        return self.filter(mine)


class Document(RulesModel):
    """Something that a body publishes in editions, written sentence by sentence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=250)
    about_kind = models.CharField(
        max_length=30, help_text="The kind of record that it is about, and its key."
    )
    about_id = models.UUIDField()
    silent_on = models.JSONField(
        default=list, help_text="Characteristics that what it is about does not name."
    )
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of what was reviewed or approved.")
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        rules_permissions = {
            "write": writes_document,
            "review": reviews_document,
            "approve": approves,
            "publish": publishes,
        }
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_kind", "about_id"], name="document_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT)
                | Q(stage=Stage.REVIEWED, reviewed_by__isnull=False)
                | Q(stage=Stage.APPROVED, reviewed_by__isnull=False, approved_by__isnull=False),
                name="document_reviewed_and_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfDocumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfDocumentQuerySet":
        """Return what belongs to the documents that this person works on."""
        return self.filter(document__in=Document.objects.visible_to(user))


class Statement(models.Model):
    """One sentence, or a few that belong together: in which section, of which sort, resting on what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="statements")
    section = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField()
    sort = models.CharField(max_length=10, choices=Sort.choices)
    text = models.TextField()
    characteristic = models.CharField(max_length=30, choices=Characteristic.choices, blank=True)
    rests_on = models.CharField(
        max_length=300, blank=True, help_text="An act and section, a record, who and when."
    )
    href = models.CharField(
        max_length=200, blank=True, help_text="Where the record that it rests on is read."
    )
    cites = models.ManyToManyField(EvidenceVersion, related_name="+")

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["document", "section", "place"]
        constraints = [
            models.UniqueConstraint(fields=["document", "section", "place"], name="statement_in_its_place"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_kept(self) -> bool:
        """Whether it can be reworded but not taken out: each of the nine characteristics is spoken of."""
        return bool(self.characteristic)


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: Any) -> "EditionQuerySet":
        """Return every edition: it is published."""
        return self.all()

    def last_of_each(self) -> "EditionQuerySet":
        """Return of each document the edition that no later one follows."""
        later = Edition.objects.filter(
            document=models.OuterRef("document"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class Edition(models.Model):
    """A document as it was published: its whole content, under a digest. Sealed; a correction is another edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    corrects = models.TextField(blank=True, help_text="What is different from the edition before.")
    reviewed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="edition_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(corrects=""), name="edition_that_follows_says_what_differs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content['title']}, edition {self.number}"
