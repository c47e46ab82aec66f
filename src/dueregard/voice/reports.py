"""What the pages of voice show: the board, what is late and whose it is, what waits for a leader, the summary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.thread.models import Link
from dueregard.voice import seen as projection
from dueregard.voice.models import Change, Issue, Promise
from dueregard.voice.querysets import IssueQuerySet, readable
from dueregard.voice.seen import Seen, SeenPromise
from dueregard.voice.subjects import PROMISING, Stage, Theme


@dataclass(frozen=True)
class Asked:
    """How somebody narrows the board."""

    stage: str = ""
    theme: str = ""
    kind: str = ""
    leader: UUID | None = None
    is_late: bool = False
    words: str = ""


@dataclass(frozen=True)
class Numbers:
    """What stands above the board."""

    waiting: int
    late: int
    promises_open: int
    promises_late: int
    promises_kept: int


@dataclass(frozen=True)
class LateOf:
    """What of one leader is late."""

    leader_id: UUID
    leader: str
    job_title: str
    issues: tuple[Seen, ...]
    promises: tuple[SeenPromise, ...]

    @property
    def gone_up(self) -> int:
        """How many of the issues have gone up."""
        return sum(1 for issue in self.issues if issue.has_gone_up)


@dataclass(frozen=True)
class ToDo:
    """What waits for one leader."""

    issues: tuple[Seen, ...]
    to_change: tuple[Seen, ...]
    promises: tuple["PromiseOfIssue", ...]


@dataclass(frozen=True)
class PromiseOfIssue:
    """A promise with the issue that it is about."""

    promise: SeenPromise
    issue: Seen


@dataclass(frozen=True)
class Public:
    """What everybody may read of an issue, a year later: no leader, no network, no day."""

    theme: str
    month: str
    answer_words: str
    reasons: str
    promises: int
    promises_kept: int
    title: str
    text: str


def drawn(found: IssueQuerySet) -> IssueQuerySet:
    """Return the issues with what a projection asks of them, in as many queries for many as for one."""
    promises = Promise.objects.select_related("owner")
    return found.select_related("leader").prefetch_related(Prefetch("promises", promises))


def board(user: Any, asked: Asked) -> IssueQuerySet:
    """Return the issues that were asked for, late ones first. What is not shown is found by nothing that it says."""
    found = Issue.objects.visible_to(user).on_the_board()
    if asked.stage:
        found = found.filter(stage=asked.stage)
    if asked.theme:
        found = found.filter(theme=asked.theme)
    if asked.leader:
        found = found.filter(leader_id=asked.leader)
    if asked.kind:
        found = found.filter(readable(user), kind=asked.kind)
    if asked.is_late:
        found = found.late(clock.today())
    for word in asked.words.split():
        found = found.filter(_says(word, user))
    return drawn(found.in_order(clock.today()))


def _says(word: str, user: Any) -> Q:
    """Return the condition that an issue says a word where this person can read it."""
    themes = [theme.value for theme in Theme if word.casefold() in theme.label.casefold()]
    text = Q(title__icontains=word) | Q(text__icontains=word) | Q(wanted__icontains=word)
    return (
        Q(theme__in=themes)
        | Q(reasons__icontains=word)
        | readable(user) & (text | Q(voice_of__icontains=word))
    )


def numbers(user: Any) -> Numbers:
    """Return the counts above the board."""
    today = clock.today()
    issues = Issue.objects.visible_to(user)
    promises = Promise.objects.visible_to(user).aggregate(
        open=Count("pk", filter=Q(kept_on=None)),
        late=Count("pk", filter=Q(kept_on=None, by_when__lt=today)),
        kept=Count("pk", filter=Q(kept_on__isnull=False)),
    )
    waiting = issues.waiting().aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return Numbers(waiting["all"], waiting["late"], promises["open"], promises["late"], promises["kept"])


def leaders_with_issues(user: Any) -> list[Person]:
    """Return who has, or had, something to answer."""
    asked = Issue.objects.visible_to(user).on_the_board().order_by().values("leader")
    return list(Person.objects.get_queryset().filter(pk__in=asked).order_by("name"))


def page_of(issue: Issue, user: Any) -> Seen:
    """Return all that a person may see of one issue."""
    happened = issue.happenings.order_by("number") if issue.pk else ()
    return projection.seen(issue, user, happened=happened)


def changes_of(issue: Issue, user: Any) -> list[Change]:
    """Return what became another because of an issue, for a person to whom both exist."""
    links = Link.objects.visible_to(user).leading_from(issue, to_kind="change")
    return list(Change.objects.visible_to(user).filter(pk__in=links.order_by().values("to_id")))


def late(user: Any) -> list[LateOf]:
    """Return what is late, by leader, those with the most first: issues not answered in time, promises not kept."""
    today = clock.today()
    issues = drawn(Issue.objects.visible_to(user).on_the_board().late(today)).in_order(today)
    promises = Promise.objects.visible_to(user).open().filter(by_when__lt=today).select_related("owner")
    issues_of: dict[UUID, list[Seen]] = {}
    promises_of: dict[UUID, list[SeenPromise]] = {}
    for issue in issues:
        issues_of.setdefault(issue.leader_id, []).append(projection.seen(issue, user))
    for promise in promises:
        promises_of.setdefault(promise.owner_id, []).append(projection.promise_seen(promise))
    whose = Person.objects.get_queryset().filter(pk__in={*issues_of, *promises_of}).select_related("staff")
    found = [
        LateOf(
            person.pk,
            person.name,
            person.staff.job_title if hasattr(person, "staff") else "",
            tuple(issues_of.get(person.pk, ())),
            tuple(promises_of.get(person.pk, ())),
        )
        for person in whose
    ]
    return sorted(found, key=lambda of: (-len(of.issues), -len(of.promises), of.leader))


def to_do(user: Any) -> ToDo:
    """Return what waits for this person: issues by their deadline, changes to be named, promises by their day."""
    mine = drawn(Issue.objects.visible_to(user).filter(leader_id=user.pk))
    waiting = sorted(mine.waiting(), key=lambda issue: (issue.due_on or date.max, issue.raised_on))
    kept = mine.filter(stage=Stage.ANSWERED, kind="practice", answer__in=PROMISING)
    named = Link.objects.filter(from_kind="issue", to_kind="change").values("from_id")
    promises = (
        Promise.objects.visible_to(user).open().filter(Q(owner_id=user.pk) | Q(issue__leader_id=user.pk))
    )
    promises = promises.select_related("owner", "issue__leader").order_by("by_when", "pk")
    return ToDo(
        issues=tuple(projection.seen(issue, user) for issue in waiting),
        to_change=tuple(projection.seen(issue, user) for issue in kept.exclude(pk__in=named)),
        promises=tuple(
            PromiseOfIssue(
                projection.promise_seen(promise), projection.seen_without_promises(promise.issue, user)
            )
            for promise in promises
        ),
    )


def as_members_see(issue_ids: Iterable[UUID]) -> dict[UUID, Seen]:
    """Return issues as those see them who raised them, by key, for the room of a network."""
    issues = drawn(Issue.objects.filter(pk__in=list(issue_ids))).prefetch_related("happenings")
    return {
        issue.pk: projection.as_members_see(
            issue, happened=sorted(issue.happenings.all(), key=lambda line: line.number)
        )
        for issue in issues
    }


def public(today: date) -> IssueQuerySet:
    """Return the issues for the public page, the newest month first."""
    return drawn(Issue.objects.public(today)).in_order(today).order_by("-month", "theme", "id")


def as_public(issues: Sequence[Issue]) -> list[Public]:
    """Return what everybody may read of these issues."""
    return [
        Public(
            theme=issue.get_theme_display(),
            month=str(issue.month),
            answer_words=issue.get_answer_display(),
            reasons=issue.reasons,
            promises=len(promises := issue.promises.all()),
            promises_kept=sum(1 for promise in promises if promise.is_kept),
            title=issue.title if issue.is_shown else "",
            text=issue.text if issue.is_shown else "",
        )
        for issue in issues
    ]
