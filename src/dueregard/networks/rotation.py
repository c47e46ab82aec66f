"""A change of keys: everything of a network is closed and made findable anew, then the old key is destroyed.

It may be stopped at any moment and begun again: while a network has more than one key, everything is found and opened
by each of them, and the newest is the one that closes. What members write meanwhile is closed with the newest as
well, since every process reads the keys file again when it has changed; the old key is destroyed in a transaction that
no writer overlaps, once nothing is closed with it.
"""

import time
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction

from dueregard.networks import keyring, seats
from dueregard.networks.acting import COMMONS, action, hold_keys, note
from dueregard.networks.membership.models import Network, Seat
from dueregard.networks.sealing import Sealed

ROWS_AT_ONCE = 200
GRACE_SECONDS = 5.0
"""What somebody has read just before is opened by then, and nobody needs the old key any more."""


def sealed_models() -> list[type[Sealed]]:
    """Return every model whose rows are closed with the key of a network, but for seats, which are written together.

    Apps above this one may close rows of their own with it.
    """
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Sealed) and model is not Seat and hasattr(model, "network")
    ]


def rotate(
    network: Network, *, say: Callable[[str], None] = lambda words: None, grace: float = GRACE_SECONDS
) -> int:
    """Change the key of a network, or go on with a change that was stopped; return the number of the new key."""
    keys = keyring.ring(network.pk).keys
    number = max(keys) if len(keys) > 1 else keyring.add(network.pk)
    while not _destroy_old(network, number):
        _close_seats(network)
        for model in sealed_models():
            closed = 0
            while done := _close_some(model, network, number):
                closed += done
            if closed:
                say(f"{model._meta.verbose_name_plural}: {closed:,} closed with key {number}")
        time.sleep(grace)
    return number


@action
def _close_seats(network: Network) -> None:
    """Write all seats anew, which closes them with the newest key."""
    network = seats.locked(network)
    seats.replace_all(network, lambda held: held)
    note("seats were closed anew", network)


@action
def _close_some(model: Any, network: Network, number: int) -> int:
    """Close some rows with the newest key and make them findable under it; return how many there were."""
    rows = list(
        model._default_manager.select_for_update().filter(network_id=network.pk, key__lt=number)[
            :ROWS_AT_ONCE
        ]
    )
    for row in rows:
        row.enclose(row.inside)
        row.reindex()
        row.save()
    if rows:
        note("rows were closed anew", *rows)
    return len(rows)


def _destroy_old(network: Network, number: int) -> bool:
    """Destroy the older keys if nothing is closed with them; no writer overlaps this."""
    with transaction.atomic(using=COMMONS):
        hold_keys(alone=True)
        # On SQLite the transaction begins by locking the database, so that nobody writes before it ends.
        if any(_older(model, network, number) for model in [Seat, *sealed_models()]):
            return False
        for old in [each for each in keyring.ring(network.pk).keys if each < number]:
            keyring.destroy(network.pk, old)
        return True


def _older(model: Any, network: Network, number: int) -> bool:
    return model._default_manager.filter(network_id=network.pk, key__lt=number).exists()


def rotate_all(*, say: Callable[[str], None], grace: float = GRACE_SECONDS) -> None:
    """Change the keys of every network, one after the other."""
    for place, network in enumerate(Network.objects.order_by("pk"), start=1):
        number = rotate(network, say=say, grace=grace)
        say(f"network {place}: everything is closed with key {number}, and the older ones are destroyed")
