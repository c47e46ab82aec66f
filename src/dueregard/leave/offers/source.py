"""What leave and passports offer to carers; paid leave to those whom the policy of this installation gives it to."""

from dataclasses import replace
from pathlib import Path

from dueregard.design import offers
from dueregard.design.offers import Offer
from dueregard.leave.policy import Policy

HERE = Path(__file__).parent


def from_leave() -> list[Offer]:
    """Return the offers, paid leave first."""
    paid, others = (offers.written(HERE / name)() for name in ("paid.toml", "offers.toml"))
    paid_for = Policy.in_force().paid_for
    return [*(replace(each, whom=paid_for) for each in paid), *others]
