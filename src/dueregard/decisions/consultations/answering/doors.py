"""The door by which staff answer without a name: one code for all of them, so that it tells nobody from another.

It shows only that whoever has it has seen a page for colleagues. The page behind it sets no cookie and knows no person.
"""

import hmac

from dueregard.access import envelopes
from dueregard.decisions.consultations.models import Consultation

LENGTH = 32


def door(consultation: Consultation) -> str:
    """Return the code, the same for everybody."""
    return envelopes.blind_index(str(consultation.pk), about="decisions.door of staff")[:LENGTH]


def opens(consultation: Consultation, code: str) -> bool:
    """Say whether a code is that of the door."""
    return hmac.compare_digest(code.encode(), door(consultation).encode())
