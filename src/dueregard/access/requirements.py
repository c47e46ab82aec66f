"""`require`: the check that stands first in every action."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """This person may not do this to this record. Nothing was changed."""


def require(by: Any, permission: str, subject: object = None) -> None:
    """Refuse, before anything is written, unless `by` holds `permission` on `subject`.

    Raises
    ------
    NotAllowed
        When the predicate registered under `permission` says no.
    KeyError
        When no predicate is registered under that name: a slip of ours, never a yes.
    """
    if not rules.perm_exists(permission):
        raise KeyError(f"No predicate is registered for “{permission}”.")
    if not rules.has_perm(permission, by, subject):
        raise NotAllowed(permission)
