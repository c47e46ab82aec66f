"""Who may do what with a passport."""

from typing import TYPE_CHECKING, Any

import rules

if TYPE_CHECKING:
    from dueregard.leave.passports.models import Grant, Passport


@rules.predicate
def owns(user: Any, passport: "Passport") -> bool:
    """The one whose passport it is, while they work here."""
    return bool(user.is_employed and passport.staff.person_id == user.pk)


@rules.predicate
def is_shown(user: Any, grant: "Grant") -> bool:
    """The line manager to whom it is shown, as long as it is."""
    return grant.is_good and bool(user.is_employed and grant.manager.person_id == user.pk)
