"""The closed forms once more, slowly: one comparison at a time, in decimal arithmetic of fifty digits.

Nothing here is shared with the engine. An answer is (value, low, high), and None is what is not defined.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from statistics import NormalDist

Answer = tuple[Decimal | None, Decimal | None, Decimal | None]
Stratum = tuple[int, int, int, int]
NOTHING: Answer = (None, None, None)


def z_of(level: float) -> Decimal:
    return Decimal(NormalDist().inv_cdf(0.5 + level / 2))


def _fifty(formula):
    def computed(*arguments, **options):
        with localcontext() as context:
            context.prec = 50
            return formula(*arguments, **options)

    return computed


@_fifty
def wilson(k: int, n: int, level: float = 0.95) -> Answer:
    if n == 0:
        return NOTHING
    z, people, p = z_of(level), Decimal(n), Decimal(k) / n
    middle = p + z**2 / (2 * people)
    half = z * (p * (1 - p) / people + z**2 / (4 * people**2)).sqrt()
    whole = 1 + z**2 / people
    return p, (middle - half) / whole, (middle + half) / whole


@_fifty
def newcombe(k1: int, n1: int, k2: int, n2: int, level: float = 0.95) -> Answer:
    if n1 == 0 or n2 == 0:
        return NOTHING
    p1, low1, high1 = wilson(k1, n1, level)
    p2, low2, high2 = wilson(k2, n2, level)
    down = ((p1 - low1) ** 2 + (high2 - p2) ** 2).sqrt()
    up = ((high1 - p1) ** 2 + (p2 - low2) ** 2).sqrt()
    return p1 - p2, p1 - p2 - down, p1 - p2 + up


@_fifty
def byar(k: int, level: float = 0.95) -> Answer:
    z, events = z_of(level), Decimal(k)
    low = Decimal(0)
    if k:
        low = events * max(1 - 1 / (9 * events) - z / (3 * events.sqrt()), Decimal(0)) ** 3
    more = events + 1
    return events, low, more * (1 - 1 / (9 * more) + z / (3 * more.sqrt())) ** 3


@_fifty
def standardised(k: Sequence[int], n: Sequence[int], weights: Sequence[int], level: float = 0.95) -> Answer:
    strata = [stratum for stratum in zip(k, n, weights, strict=True) if stratum[2]]
    events = sum(k for k, _, _ in strata)
    if events < 10 or any(n == 0 for _, n, _ in strata):
        return NOTHING
    whole = sum(w for _, _, w in strata)
    rate = sum(Decimal(w) * k / n for k, n, w in strata) / whole
    variance = sum(Decimal(w) ** 2 * k / n**2 for k, n, w in strata) / whole**2
    scale = (variance / events).sqrt()
    _, low, high = byar(events, level)
    return rate, rate + scale * (low - events), rate + scale * (high - events)


@_fifty
def risk_ratio(strata: Sequence[Stratum], level: float = 0.95) -> Answer:
    above = below = spread = Decimal(0)
    for k1, n1, k2, n2 in _with_both(strata):
        people = Decimal(n1 + n2)
        above += k1 * n2 / people
        below += k2 * n1 / people
        spread += (n1 * n2 * (k1 + k2) - k1 * k2 * people) / people**2
    return _around(above, below, spread / (above * below) if above and below else None, level)


@_fifty
def odds_ratio(strata: Sequence[Stratum], level: float = 0.95) -> Answer:
    above = below = pr = ps_and_qr = qs = Decimal(0)
    for k1, n1, k2, n2 in _with_both(strata):
        a, b, c, d, people = k1, n1 - k1, k2, n2 - k2, Decimal(n1 + n2)
        above += a * d / people
        below += b * c / people
        pr += (a + d) * a * d / people**2
        ps_and_qr += ((a + d) * b * c + (b + c) * a * d) / people**2
        qs += (b + c) * b * c / people**2
    if not above or not below:
        return _around(above, below, None, level)
    variance = pr / (2 * above**2) + ps_and_qr / (2 * above * below) + qs / (2 * below**2)
    return _around(above, below, variance, level)


@_fifty
def risk_difference(strata: Sequence[Stratum], level: float = 0.95) -> Answer:
    weight = difference = p = q = Decimal(0)
    for k1, n1, k2, n2 in _with_both(strata):
        people = Decimal(n1 + n2)
        weight += n1 * n2 / people
        difference += (k1 * n2 - k2 * n1) / people
        p += (n1**2 * k2 - n2**2 * k1 + Decimal(n1 * n2 * (n2 - n1)) / 2) / people**2
        q += (k1 * (n2 - k2) + k2 * (n1 - k1)) / (2 * people)
    if not weight:
        return NOTHING
    value = difference / weight
    variance = (value * p + q) / weight**2
    if variance < Decimal("1e-40"):
        return value, None, None
    half = z_of(level) * variance.sqrt()
    return value, value - half, value + half


def _with_both(strata: Sequence[Stratum]) -> list[Stratum]:
    return [stratum for stratum in strata if stratum[1] and stratum[3]]


def _around(above: Decimal, below: Decimal, variance: Decimal | None, level: float) -> Answer:
    if not above and not below:
        return NOTHING
    if not below:
        return Decimal("Infinity"), None, None
    if variance is None:
        return above / below, None, None
    factor = (z_of(level) * variance.sqrt()).exp()
    return above / below, above / below / factor, above / below * factor
