"""How issues and changes stand on the golden thread: what everybody who sees them may read, and nothing more."""

from datetime import date

from django.urls import reverse

from dueregard.thread import kinds
from dueregard.thread.kinds import Kind, Station
from dueregard.voice.models import Change, Issue


def register() -> None:
    """Let issues and changes stand on the thread."""
    kinds.register(
        Kind(
            code="issue",
            label="Issue",
            model=Issue,
            station=Station.ISSUE,
            stage=lambda issue: issue.get_stage_display(),
            title=_title,
            day=_day,
            href=lambda issue: reverse("issue", args=[issue.pk]),
        )
    )
    kinds.register(
        Kind(
            code="change",
            label="Action",
            model=Change,
            station=Station.ACTION,
            stage=lambda change: f"{change.get_kind_display()} changed",
            title=lambda change: change.name,
            day=lambda change: change.made_on,
            href=lambda change: "",
        )
    )


def _title(issue: Issue) -> str:
    return issue.title if issue.is_shown else str(issue)


def _day(issue: Issue) -> date | None:
    return issue.raised_on if issue.is_shown else None
