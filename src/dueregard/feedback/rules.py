"""Who may do what with feedback."""

from typing import TYPE_CHECKING, Any

import rules

if TYPE_CHECKING:
    from dueregard.feedback.models import Piece
    from dueregard.feedback.survey.models import Survey
    from dueregard.feedback.you_said.models import Reply


def _holds(user: Any, *roles: str) -> bool:
    return bool(user.is_authenticated and any(user.holds(role) for role in roles))


def reads_pieces(user: Any) -> bool:
    """Say whether this person reads what people sent."""
    return _holds(user, "quality-lead")


def is_on_duty(user: Any) -> bool:
    """Say whether this person acts on what was passed on because a child may be at risk."""
    return _holds(user, "supervisor")


def keeps_themes(user: Any) -> bool:
    """Say whether this person keeps the list of themes."""
    return _holds(user, "quality-lead", "equality-lead")


def writes_replies(user: Any) -> bool:
    """Say whether this person writes and publishes replies."""
    return _holds(user, "quality-lead", "editor")


@rules.predicate
def triages(user: Any, piece: "Piece | None" = None) -> bool:
    """The quality lead, who reads every piece."""
    return reads_pieces(user)


@rules.predicate
def acts_on_duty(user: Any, piece: "Piece") -> bool:
    """A practice supervisor, for what was passed to duty."""
    return is_on_duty(user) and piece.is_referred


@rules.predicate
def names_themes(user: Any, subject: object = None) -> bool:
    """The quality lead or the equality lead."""
    return keeps_themes(user)


@rules.predicate
def makes_datasets(user: Any, subject: object = None) -> bool:
    """A data analyst, who alone sees microdata."""
    return _holds(user, "analyst")


@rules.predicate
def writes(user: Any, reply: "Reply | None" = None) -> bool:
    """The quality lead or a web editor."""
    return writes_replies(user)


@rules.predicate
def has_not_written_it(user: Any, reply: "Reply") -> bool:
    """Two people stand behind each reply: the one who wrote it last is not the one who publishes it."""
    return bool(reply.written_by_id != user.pk)


@rules.predicate
def plans_surveys(user: Any, survey: "Survey | None" = None) -> bool:
    """The equality lead."""
    return _holds(user, "equality-lead")


@rules.predicate
def answers_surveys(user: Any, survey: "Survey") -> bool:
    """Everybody who is employed here today."""
    return bool(user.is_authenticated and user.is_employed)


@rules.predicate
def counts_answers(user: Any, survey: "Survey | None" = None) -> bool:
    """A data analyst, who alone sees microdata."""
    return _holds(user, "analyst")
