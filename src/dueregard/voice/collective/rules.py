"""Who may do what with the motions and joint responses of a network. The actor is a place."""

from typing import Any

import rules

from dueregard.networks import seats
from dueregard.networks.membership.models import Network
from dueregard.voice.collective.models import JointResponse, Motion


@rules.predicate
def sits_in(by: Any, network: Network) -> bool:
    """A member of the network, which is open."""
    return seats.is_place(by) and by.network.pk == network.pk and by.network.is_active


@rules.predicate
def reads(by: Any, motion: Motion) -> bool:
    """A member of the network that the motion is in."""
    return Motion.objects.visible_to(by).filter(pk=motion.pk).exists()


@rules.predicate
def changes(by: Any, motion: Motion) -> bool:
    """Whoever began the motion, and those who run the network."""
    return reads(by, motion) and (by.runs_it or motion.inside["beginner"] == by.voice)


@rules.predicate
def runs(by: Any, network: Network) -> bool:
    """Somebody who runs the network, which is open."""
    return sits_in(by, network) and by.runs_it


@rules.predicate
def reads_joint(by: Any, joint: JointResponse) -> bool:
    """A member of the network that writes it."""
    return JointResponse.objects.visible_to(by).filter(pk=joint.pk).exists()


@rules.predicate
def changes_joint(by: Any, joint: JointResponse) -> bool:
    """Somebody who runs the network that writes it."""
    return reads_joint(by, joint) and by.runs_it


PERMISSIONS = {
    "voice.write-together": runs,
    "voice.mark-joint": reads_joint,
    "voice.change-joint": changes_joint,
    "voice.move": sits_in,
    "voice.stand": reads,
    "voice.change-motion": changes,
}
