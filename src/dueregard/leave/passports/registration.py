"""The places that passports and the offer to carers take: seals, messages, a tick, tiles, a source of offers."""

from dueregard.design import offers, tiles
from dueregard.journal import seals
from dueregard.leave.offers.source import from_leave
from dueregard.leave.passports import emails, ticks  # noqa: F401  (the second registers the tick)
from dueregard.leave.passports.models import Reading, Signature, SignedVersion
from dueregard.leave.passports.reports import waits_for
from dueregard.people.models import is_colleague


def register() -> None:
    """Take their places. Saying it twice is saying it once."""
    for model in (SignedVersion, Signature, Reading):
        seals.seal(model, is_destroyable=True)
    emails.register()
    offers.register("leave", from_leave)
    tiles.register(
        "If you care for somebody",
        "Everything there is for carers: time, a passport, ways of working, people and more help.",
        "for-carers",
        admits=is_colleague,
        order=41,
    )
    tiles.register(
        "Passports",
        "Write down once what is hard and what helps, and show your manager as much of it as you choose.",
        "passports",
        admits=is_colleague,
        order=42,
    )
    tiles.register(
        "A passport waits for you",
        "Something about a passport is for you to decide or to sign.",
        "passports",
        admits=waits_for,
        order=5,
    )
