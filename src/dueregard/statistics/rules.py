"""Who may do what with evidence."""

from typing import TYPE_CHECKING, Any

import rules

if TYPE_CHECKING:
    from dueregard.statistics.models import Analysis


@rules.predicate
def is_analyst(user: Any, subject: object = None) -> bool:
    """A data analyst: sees microdata and runs analyses."""
    return bool(user.holds("analyst"))


@rules.predicate
def is_equality_lead(user: Any, subject: object = None) -> bool:
    """The equality lead, who answers for what is let out."""
    return bool(user.holds("equality-lead"))


@rules.predicate
def has_not_run_it(user: Any, analysis: "Analysis") -> bool:
    """Two people stand behind each release: the one who ran the analysis is not the one who releases it."""
    return bool(analysis.run_by_id != user.pk)
