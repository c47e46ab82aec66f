"""Who may ask, who answers, and who keeps the directory. Who asked is a person; who answers is a place."""

from typing import Any

import rules

from dueregard.networks import seats
from dueregard.networks.membership.models import Network
from dueregard.networks.support.models import Enquiry, Signpost, tags_of
from dueregard.people.models import is_colleague


@rules.predicate
def may_ask(user: Any, network: Network) -> bool:
    """Anyone on the staff, member or not."""
    return is_colleague(user) and network.is_active


@rules.predicate
def has_asked(user: Any, enquiry: Enquiry) -> bool:
    """The one who asked."""
    if seats.is_place(user) or not is_colleague(user):
        return False
    return enquiry.tag in tags_of(user.staff.pk, enquiry.network_id)


@rules.predicate
def answers(place: Any, enquiry: Enquiry) -> bool:
    """Somebody who answers what was asked of them."""
    return Enquiry.objects.visible_to(place).filter(pk=enquiry.pk).exists()


@rules.predicate
def keeps(place: Any, signpost: Signpost) -> bool:
    """Somebody who runs the network whose entry it is."""
    return seats.is_place(place) and place.runs_it and signpost.network_id == place.network.pk


PERMISSIONS = {
    "networks.ask": may_ask,
    "networks.ask_on": has_asked,
    "networks.answer": answers,
    "networks.close_enquiry": has_asked | answers,
    "networks.delete_enquiry": has_asked,
    "networks.keep_signpost": keeps,
}
