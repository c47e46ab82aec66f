"""Who may do what with meetings. Inside a room the actor is a place; for those for all staff, it may be a person."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.networks import seats
from dueregard.people.models import is_colleague

if TYPE_CHECKING:
    from dueregard.networks.meetings.models import AgendaItem, Series


@rules.predicate
def may_come(by: Any, series: "Series") -> bool:
    """Somebody of the network; to a meeting for everyone on the staff, anybody employed here."""
    if seats.is_place(by):
        return bool(by.network.pk == series.network_id)
    return series.is_for_all and series.network.is_active and is_colleague(by)


@rules.predicate
def may_take_off(by: Any, item: "AgendaItem") -> bool:
    """Whoever put it on the agenda, and those who run the network."""
    if not seats.is_place(by) or by.network.pk != item.network_id:
        return False
    return by.runs_it or bool(by.voice == item.inside["voice"])


PERMISSIONS = {
    "networks.come": may_come,
    "networks.take_off_agenda": may_take_off,
}
