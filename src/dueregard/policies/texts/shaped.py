"""Who shaped a policy, computed from records and never typed: each line opens the record from which it comes.

Three kinds of record count: a change that came of an issue and names the policy; a change to the text that was made
because of a theme of a consultation; an issue that led to the proposal on which the policy rests. A line stands there
only for whoever may read its record, and a network is named only where its issue names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from dueregard.decisions.consultations.coding.models import Outcome, TextChange
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.models import Stage as Asking
from dueregard.policies.texts.models import HAVE_HELD, Policy, Version
from dueregard.thread.models import Link, Relation
from dueregard.voice.models import Change, Issue
from dueregard.voice.subjects import ChangeKind

MOST = 100


@dataclass(frozen=True)
class Line:
    """One record that shaped a policy, and where it is read."""

    words: str
    href: str
    is_change: bool
    clause: str = ""


@dataclass(frozen=True)
class Shaper:
    """A network or a consultation, and what of the policy comes from it. A nameless one is a network not named."""

    name: str
    is_network: bool
    lines: tuple[Line, ...]

    @property
    def changes(self) -> int:
        """How many changes come from it."""
        return sum(line.is_change for line in self.lines)


def of(policy: Policy, user: Any) -> tuple[Shaper, ...]:
    """Return who shaped what is or was in force of a policy, as this person may know it."""
    held = policy.versions.filter(stage__in=HAVE_HELD).exclude(proposal=None)
    proposals = set(held.values_list("proposal", flat=True))
    return _gathered(proposals, user, changes=_changed_by_issues(policy, user))


def of_version(version: Version, user: Any) -> tuple[Shaper, ...]:
    """Return who shaped one version through the proposal on which it rests or is to rest."""
    return _gathered({version.proposal_id} - {None}, user)


def _gathered(
    proposals: set[Any], user: Any, *, changes: Iterable[tuple[str, Line]] = ()
) -> tuple[Shaper, ...]:
    """Return the shapers with their lines: networks first, then consultations."""
    found: dict[tuple[bool, str], list[Line]] = {}
    for name, line in (*changes, *_begun_by_issues(proposals, user)):
        found.setdefault((True, name), []).append(line)
    for name, line in _changed_by_consultations(proposals, user):
        found.setdefault((False, name), []).append(line)
    return tuple(Shaper(name, is_network, tuple(lines)) for (is_network, name), lines in found.items())


def _changed_by_issues(policy: Policy, user: Any) -> Iterator[tuple[str, Line]]:
    """Yield what issues changed in a policy: the change names it by its title, or by where it is read."""
    named = Q(name__iexact=policy.title) | Q(where__contains=reverse("policy", args=[policy.pk]))
    changes = Change.objects.visible_to(user).filter(named, kind=ChangeKind.POLICY)
    links = Link.objects.filter(
        relation=Relation.CHANGED,
        from_kind="issue",
        to_kind="change",
        to_id__in=list(changes.values_list("pk", flat=True)[:MOST]),
    )
    for issue in _readable([link.from_id for link in links], user):
        yield issue.voice_of, _issue(issue, is_change=True)


def _begun_by_issues(proposals: set[Any], user: Any) -> Iterator[tuple[str, Line]]:
    """Yield the issues that led to the proposals."""
    links = Link.objects.filter(
        relation=Relation.LED_TO, from_kind="issue", to_kind="proposal", to_id__in=proposals
    )
    for issue in _readable([link.from_id for link in links[:MOST]], user):
        yield issue.voice_of, _issue(issue, is_change=False)


def _changed_by_consultations(proposals: set[Any], user: Any) -> Iterator[tuple[str, Line]]:
    """Yield what consultations changed in the text; the outcome that is published says each of them."""
    seen = Consultation.objects.visible_to(user).filter(proposal__in=proposals, stage=Asking.PUBLISHED)
    changes = TextChange.objects.filter(theme__consultation__in=seen, theme__outcome=Outcome.CHANGED)
    for change in changes.select_related("theme__consultation").order_by(
        "theme__consultation__closes_on", "theme__number", "clause", "id"
    )[:MOST]:
        consultation = change.theme.consultation
        outcome = reverse("consultation-outcome", args=[consultation.pk])
        href = f"{outcome}#theme-{change.theme.number}"
        yield consultation.title, Line(change.theme.name, href, is_change=True, clause=change.clause)


def _readable(keys: list[Any], user: Any) -> list[Issue]:
    found = Issue.objects.readable_by(user).filter(pk__in=keys).on_the_board()
    return list(found.order_by("raised_on", "title"))


def _issue(issue: Issue, *, is_change: bool) -> Line:
    return Line(issue.title, reverse("issue", args=[issue.pk]), is_change=is_change)
