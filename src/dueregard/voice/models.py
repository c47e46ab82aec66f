import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.people.models import Person, is_colleague
from dueregard.voice.deadlines import Lengths
from dueregard.voice.happenings import Happening
from dueregard.voice.promises import Change, Promise
from dueregard.voice.querysets import IssueQuerySet
from dueregard.voice.rules import is_a_system_person, is_the_networks, leads_equality, must_answer
from dueregard.voice.subjects import OVER, PROMISING, WAITING, About, Said, Stage, Theme, Verdict

__all__ = ["Change", "Happening", "Issue", "Promise", "Remit"]


class RemitQuerySet(models.QuerySet["Remit"]):
    def visible_to(self, user: Any) -> "RemitQuerySet":
        """Return who answers what, to colleagues."""
        return self.all() if is_colleague(user) else self.none()


class Remit(RulesModel):
    """Who answers what is raised under a theme, where nobody is named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.CharField(max_length=20, choices=Theme.choices, unique=True)
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = RemitQuerySet.as_manager()

    class Meta:
        ordering = ["theme"]
        rules_permissions = {"set": leads_equality}

    def __str__(self) -> str:
        return f"{self.get_theme_display()}: {self.leader}"


class Issue(RulesModel):
    """What a network or members raised, and where it stands. Its key is given by who raises it, so it is made once.

    No row here holds a member, or a network beside a person: the leader is who must answer, the one named exception,
    and `voice_of` is the name of a network only where that network has agreed to be named.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=8, choices=About.choices)
    theme = models.CharField(max_length=20, choices=Theme.choices)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    wanted = models.TextField(blank=True, help_text="What would help.")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="issues_to_answer")
    is_shown = models.BooleanField(default=False)
    voice_of = models.CharField(max_length=100, blank=True)
    raised_on = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.RAISED)
    has_reopened = models.BooleanField(default=False)
    weight = models.CharField(
        max_length=10, blank=True, help_text="A band; empty while it is being collected."
    )

    acknowledge_within = models.PositiveSmallIntegerField()
    answer_within = models.PositiveSmallIntegerField()
    longer_by = models.PositiveSmallIntegerField()
    escalate_after = models.PositiveSmallIntegerField()
    acknowledge_by = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    due_on = models.DateField(null=True)
    listed_on = models.DateField(
        null=True, help_text="Where it stands in a list that all staff read: a month's last day if not shown."
    )
    escalated_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    escalated_for = models.DateField(null=True, help_text="The missed deadline for which it went up last.")

    answer = models.CharField(max_length=8, choices=Said.choices, blank=True)
    reasons = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    verdict = models.CharField(max_length=6, choices=Verdict.choices, blank=True)
    exempt_because = models.TextField(blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = [F("listed_on").asc(nulls_last=True), "-raised_on", "id"]
        rules_permissions = {
            "raise": is_the_networks,
            "acknowledge": must_answer,
            "pause": must_answer,
            "resume": must_answer | leads_equality,
            "need_longer": must_answer,
            "answer": must_answer,
            "pass_on": must_answer | leads_equality,
            "record_change": must_answer,
            "hear": is_the_networks,
            "show": is_the_networks,
            "withdraw": is_the_networks,
            "weigh": is_a_system_person,
            "escalate": is_a_system_person,
            "exempt": leads_equality,
        }
        indexes = [
            models.Index(fields=["stage", "due_on"], name="issue_by_deadline"),
            models.Index(fields=["listed_on", "raised_on"], name="issue_on_the_board"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.WITHDRAWN, title="", text="", wanted="", is_shown=False, voice_of="")
                | ~Q(stage=Stage.WITHDRAWN) & ~Q(title="") & ~Q(text=""),
                name="issue_has_words_until_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=True) | Q(voice_of=""), name="issue_names_its_network_only_where_shown"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=OVER, answered_on__isnull=False, due_on=None)
                & ~Q(answer="")
                & ~Q(reasons="")
                | Q(stage__in=[*WAITING, Stage.WITHDRAWN]),
                name="issue_answered_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.DONE) | Q(answer__in=PROMISING), name="issue_done_was_promised"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.WITHDRAWN, due_on=None)
                | Q(stage=Stage.PAUSED)
                | Q(stage__in=OVER)
                | Q(stage__in=[Stage.RAISED, Stage.ACKNOWLEDGED], due_on__isnull=False),
                name="issue_waits_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"An issue about {self.get_theme_display().lower()}"

    @property
    def lengths(self) -> Lengths:
        """The lengths of the clock that were in force when it was raised."""
        return Lengths(self.acknowledge_within, self.answer_within, self.longer_by, self.escalate_after)

    @property
    def month(self) -> Month:
        """The month in which it was raised."""
        return Month.containing(self.raised_on)

    @property
    def is_waiting(self) -> bool:
        """Whether it is to be acknowledged or answered, paused or not."""
        return self.stage in WAITING

    @property
    def is_late(self) -> bool:
        """Whether a deadline is missed today."""
        return self.is_waiting and self.due_on is not None and self.due_on < clock.today()

    @property
    def takes_weight(self) -> bool:
        """Whether others can add their weight: until what was answered is done."""
        return self.stage in (*WAITING, Stage.ANSWERED)

    @property
    def awaits_verdict(self) -> bool:
        """Whether the network is to say if the answer helped."""
        return self.stage in OVER and not self.verdict

    @property
    def has_ended(self) -> bool:
        """Whether nothing reopens it any more: it was withdrawn, or the network has said its last word."""
        return self.stage == Stage.WITHDRAWN or bool(self.verdict)

    @property
    def has_something_left_to_do(self) -> bool:
        """Whether it waits, is answered but not done, or has promises that are not kept."""
        is_over = self.stage in (Stage.DONE, Stage.CLOSED, Stage.WITHDRAWN)
        return not is_over or any(not promise.is_kept for promise in self.promises.all())

    @property
    def is_about_practice(self) -> bool:
        """Whether it ends in a change with a name."""
        return self.kind == About.PRACTICE

    def may_be_read_by(self, user: Any) -> bool:
        """Whether this colleague reads its text: `readable_by`, for one issue."""
        return self.is_shown or user.pk in (self.leader_id, self.escalated_to_id)
