"""Who may do what with documents. Whoever wrote one neither reviews nor approves it."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.records.rules import HOME_CODE, Part, has_part

if TYPE_CHECKING:
    from dueregard.records.documents.models import Document


@rules.predicate
def writes_document(user: Any, document: "Document") -> bool:
    """Whoever drafts for the body."""
    return has_part(user, Part.DRAFTS, document.body)


@rules.predicate
def reviews_document(user: Any, document: "Document") -> bool:
    """A second person of the body, who did not write it."""
    return document.author_id != user.pk and has_part(user, Part.REVIEWS, document.body)


@rules.predicate
def approves(user: Any, document: "Document") -> bool:
    """Whoever decides for the body, who neither wrote nor reviewed it."""
    return user.pk not in (document.author_id, document.reviewed_by_id) and has_part(
        user, Part.DECIDES, document.body
    )


@rules.predicate
def publishes(user: Any, document: "Document") -> bool:
    """Whoever drafts for the body, and the service's web editors."""
    if has_part(user, Part.DRAFTS, document.body):
        return True
    return bool(document.body.code == HOME_CODE and user.is_authenticated and user.holds("editor"))
