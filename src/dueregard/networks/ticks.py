"""What the networks do again and again, at fixed times and not when somebody acts."""

import random

from django.db.models import Q

from dueregard import jobs
from dueregard.almanac import clock
from dueregard.journal.ticks import deeds
from dueregard.networks import keyring
from dueregard.networks.conversations import actions as conversations
from dueregard.networks.library import actions as library
from dueregard.networks.meetings import coming_actions
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership import reports
from dueregard.networks.membership.models import Network
from dueregard.networks.support import actions as support
from dueregard.people.models import Staff


@jobs.tick("close the batch of the commons", every=60)
def close_batch() -> None:
    """Put what was done since the last quarter of an hour into the journal of the commons."""
    deeds.close_batch()


@jobs.tick("count the networks, once a quarter", every=3600)
def count_quarter() -> None:
    """Keep the size of each network at the end of the last quarter, in the first hours after it."""
    ended = reports.quarter_before(clock.today())
    for network in _in_any_order():
        if not network.snapshots.filter(quarter_ends=ended).exists():
            membership.count_quarter(network, ended=ended)


@jobs.tick("let leavers go", every=3600)
def let_leavers_go() -> None:
    """Empty the seats of those who are not employed here any more."""
    ended = Staff.objects.filter(Q(ended__lt=clock.today()) | Q(person__is_active=False))
    leavers = set(ended.values_list("pk", flat=True))
    for network in _in_any_order():
        membership.let_go(network, leavers)


@jobs.tick("count roughly how many come", every=3600)
def count_expected() -> None:
    """Count once a day, in the first hour of it in which a worker runs."""
    coming_actions.count_expected()


@jobs.tick("erase what is over in the networks", every=3600)
def erase_what_is_over() -> None:
    """Erase rooms beside meetings that have been, enquiries closed long ago, and stories whose consent has ended."""
    conversations.erase_what_is_over()
    support.let_enquiries_end()
    for network in _in_any_order():
        library.let_stories_end(network)


def _in_any_order() -> list[Network]:
    """Return the active networks whose keys are here, in an order that says nothing."""
    networks = [each for each in Network.objects.active() if keyring.has_keys(each.pk)]
    random.SystemRandom().shuffle(networks)
    return networks
