"""Which charters wait for whom."""

from typing import Any

from dueregard.almanac import clock
from dueregard.policies.charters.models import Standing
from dueregard.policies.charters.rules import keeps_charters


def to_renew(user: Any) -> list[Standing]:
    """Return what this person has to renew: their own and, to the equality lead, those whose owner keeps none now."""
    if not keeps_charters(user):
        return []
    due = Standing.objects.visible_to(user).due(clock.today()).select_related("charter__owner__staff")
    return [one for one in due if one.charter.owner_id == user.pk or _is_left_to(user, one)]


def _is_left_to(user: Any, standing: Standing) -> bool:
    return bool(user.holds("equality-lead") and not keeps_charters(standing.charter.owner))


def has_to_renew(user: Any) -> bool:
    """Say whether a charter waits for this person."""
    return bool(to_renew(user))
