"""Which networks a proposal concerns, by the characteristics it touches: suggested from the charter of each, by words.

A charter is what everybody on the staff reads; who belongs to a network is not asked of anything.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dueregard.networks.membership.models import Network
from dueregard.records.duty import Characteristic

WORDS: dict[str, str] = {
    Characteristic.AGE: r"\bage|ages|aged|older|younger|young\b|generation|menopause",
    Characteristic.DISABILITY: r"disab|health condition|neurodiver|deaf|mental health|impairment|carer",
    Characteristic.GENDER_REASSIGNMENT: r"\btrans\b|transgender|non-binary|lgbt|gender identity|pride",
    Characteristic.MARRIAGE: r"married|civil partner",
    Characteristic.PREGNANCY: r"pregnan|maternity|parent|matern",
    Characteristic.RACE: r"\brac|ethnic|black|asian|minorit|heritage|cultur",
    Characteristic.RELIGION: r"faith|relig|belief|muslim|christian|jewish|hindu|sikh",
    Characteristic.SEX: r"\bwomen|\bmen\b|\bsex\b|gender|menopause",
    Characteristic.SEXUAL_ORIENTATION: r"lgbt|gay|lesbian|bisexual|sexual orientation|pride|queer",
}


@dataclass(frozen=True)
class Suggested:
    """A network, and the characteristics for which it is suggested."""

    code: str
    name: str
    because: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its name, with why it is suggested."""
        if not self.because:
            return self.name
        return f"{self.name} (suggested: the proposal touches {', '.join(self.because).lower()})"


def to_ask(user: Any, touches: Collection[str]) -> list[Suggested]:
    """Return all active networks that this person sees, those that the proposal concerns first."""
    found = [
        Suggested(network.code, network.name, _because(network, touches))
        for network in Network.objects.visible_to(user).active()
    ]
    return sorted(found, key=lambda one: (not one.because, one.name))


def names(codes: Collection[str]) -> list[str]:
    """Return the names of networks by their codes."""
    return list(Network.objects.filter(code__in=list(codes)).values_list("name", flat=True)) if codes else []


def _because(network: Network, touches: Collection[str]) -> tuple[str, ...]:
    charter = f"{network.name} {network.purpose} {network.for_whom}".lower()
    return tuple(
        Characteristic(code).label
        for code in Characteristic.values
        if code in touches and re.search(WORDS[code], charter)
    )
