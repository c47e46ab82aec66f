"""Policies: who may open a route. A view wears exactly one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dueregard.access.roles import ROLES

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may open a route: everyone, everyone signed in, or the holders of some roles."""

    sign_in: bool
    roles: frozenset[str] = frozenset()

    def admits(self, user: Any) -> bool:
        """Say whether this person may open the route, now."""
        if not self.sign_in:
            return True
        if not user.is_authenticated:
            return False
        return not self.roles or any(user.holds(role) for role in self.roles)


def _declare(view: View, policy: Policy) -> View:
    view.access_policy = policy  # type: ignore[attr-defined]  # a view is any callable; the mark travels on it
    return view


def everyone(view: View) -> View:
    """Declare that the public may open this route."""
    return _declare(view, Policy(sign_in=False))


def signed_in(view: View) -> View:
    """Declare that anyone signed in may open this route."""
    return _declare(view, Policy(sign_in=True))


def holders_of(*roles: str) -> Callable[[View], View]:
    """Declare that only people who hold one of these roles may open this route; for others it does not exist."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise ValueError(
            f"Unknown or missing roles: {sorted(unknown)}. The codes are in dueregard.access.roles."
        )

    def declare(view: View) -> View:
        return _declare(view, Policy(sign_in=True, roles=frozenset(roles)))

    return declare
