"""A change of the keys of the voice: slips and boxes are written anew with the new key, then the old one is destroyed.

It may be stopped at any moment and begun again, as with the keys of the networks (`dueregard.networks.rotation`).
"""

import time

from django.db import transaction

from dueregard.networks import keyring
from dueregard.networks.acting import COMMONS, action, hold_keys
from dueregard.networks.rotation import GRACE_SECONDS
from dueregard.voice.collective import boxes
from dueregard.voice.collective.models import Box, Slip


def rotate(*, grace: float = GRACE_SECONDS) -> int:
    """Change the key of the voice, or go on with a change that was stopped; return the number of the new key."""
    keys = keyring.ring(keyring.VOICE).keys
    number = max(keys) if len(keys) > 1 else keyring.add(keyring.VOICE)
    while not _destroy_old(number):
        _write_anew()
        time.sleep(grace)
    return number


@action
def _write_anew() -> None:
    boxes.lock()
    boxes.empty_slips()


def _destroy_old(number: int) -> bool:
    """Destroy the older keys if nothing is closed with them; no writer overlaps this."""
    with transaction.atomic(using=COMMONS):
        hold_keys(alone=True)
        if any(model.objects.filter(key__lt=number).exists() for model in (Box, Slip)):
            return False
        for old in [each for each in keyring.ring(keyring.VOICE).keys if each < number]:
            keyring.destroy(keyring.VOICE, old)
        return True
