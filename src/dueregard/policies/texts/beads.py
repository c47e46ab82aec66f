"""How versions of policies stand on the golden thread: what a decision led to."""

from datetime import date

from django.urls import reverse

from dueregard.almanac.clock import day_of
from dueregard.policies.texts.models import Version
from dueregard.thread import kinds
from dueregard.thread.kinds import Kind, Station


def register() -> None:
    """Let versions of policies stand on the thread."""
    kinds.register(
        Kind(
            code="policy",
            label="Policy",
            model=Version,
            station=Station.ACTION,
            stage=lambda version: version.get_stage_display(),
            title=str,
            day=_day_of,
            href=lambda version: reverse("policy-version", args=[version.pk]),
        )
    )


def _day_of(version: Version) -> date | None:
    """Return the day on which it came into force, or was approved."""
    moment = version.launched_at or version.approved_at
    return day_of(moment) if moment else None
