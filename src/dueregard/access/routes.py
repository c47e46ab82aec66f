"""Walk the routes: each must declare a policy, and trees of other people's views are declared by prefix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from dueregard.access.policies import Policy

# A tree of views that are not ours (sign-in provider, CMS) is admitted here, one prefix each.
TREES: dict[str, Policy] = {}


@dataclass(frozen=True)
class Route:
    """One address pattern of the house, with the view behind it."""

    pattern: str
    name: str
    view: Any


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[Route]:
    """Yield every route, depth first, in the order in which they are matched."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(pattern, entry.name or "", entry.callback)
        else:
            yield from routes(entry, pattern)


def policy_of(view: Any, path: str) -> Policy | None:
    """Return the policy of a view: its own, or that of the tree in which it stands."""
    own: Policy | None = getattr(view, "access_policy", None)
    if own is not None:
        return own
    return next((policy for prefix, policy in TREES.items() if path.startswith(prefix)), None)


def undeclared() -> list[Route]:
    """Return the routes that nobody has said anything about."""
    return [route for route in routes() if policy_of(route.view, route.pattern) is None]


@checks.register("access")
def check_routes(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Report each route without a policy as an error."""
    return [
        checks.Error(
            f"The route {route.pattern} has no access policy.",
            hint="Put @access.everyone, @access.signed_in or @access.holders_of(…) on its view.",
            obj=getattr(route.view, "__qualname__", route.view),
            id="access.E001",
        )
        for route in undeclared()
    ]


def refuse_undeclared_routes() -> None:
    """Stop the start of the web process while a route has no policy."""
    errors = check_routes(None)
    if errors:
        raise ImproperlyConfigured("\n".join(f"{error.msg} {error.hint}" for error in errors))
