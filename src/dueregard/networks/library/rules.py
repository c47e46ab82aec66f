"""Who may write for a network, and whose story it is. Inside a room the actor is a place."""

from typing import Any

import rules

from dueregard.networks import seats
from dueregard.networks.library.models import Story


@rules.predicate
def writes_for(place: Any, record: Any) -> bool:
    """Somebody who runs the network whose record it is."""
    return seats.is_place(place) and place.runs_it and record.network_id == place.network.pk


@rules.predicate
def has_told(place: Any, story: Story) -> bool:
    """The member who told the story."""
    is_here = seats.is_place(place) and story.network_id == place.network.pk
    return is_here and bool(story.inside["voice"] == place.voice)


PERMISSIONS = {
    "networks.write": writes_for,
    "networks.publish_story": writes_for,
    "networks.withdraw_story": has_told,
}
