"""The places that charters take: seals, and tiles of the start page."""

from dueregard.design import tiles
from dueregard.journal import seals
from dueregard.policies.charters.models import Correction, Standing
from dueregard.policies.charters.reports import has_to_renew
from dueregard.policies.charters.rules import keeps_charters


def register() -> None:
    """Take their places. Saying it twice is saying it once."""
    for model in (Standing, Correction):
        seals.seal(model)
    tiles.register(
        "Charters",
        "Which charters we have signed, at which level, on what evidence and until when.",
        "keep-charters",
        admits=keeps_charters,
        order=46,
    )
    tiles.register(
        "A charter to renew",
        "The renewal of a charter that you look after is due within 90 days, or is late.",
        "keep-charters",
        admits=has_to_renew,
        order=6,
    )
