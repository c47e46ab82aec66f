"""Networks and members for the tests, all invented, made by the actions that people use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import transaction

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership import handles
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place, Term
from dueregard.people.models import Person

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)


def make_network(name: str, *, chair: Person, approver: Person) -> Network:
    """Return an active network that `chair` proposed."""
    proposed = membership.propose(
        name,
        purpose=f"{name}: a space in which colleagues support one another.",
        about="First paragraph of the charter.\n\nSecond paragraph.",
        for_whom="Anyone on the staff.",
        suggested=Dial.PRIVATE,
        handle="Slate Heron",
        by=chair,
    )
    return membership.approve(proposed, by=approver)


def seat(network: Network, person: Person, *roles: str, handle: str = "", dial: Dial | None = None) -> Place:
    """Return the place of a person, who joins first where they have none; then give them roles and a dial, at once."""
    place = seats.find(person, network)
    if place is None:
        taken = [held.handle for _, held in seats.taken(network)]
        place = membership.join(
            network, handle=handle or handles.offer(taken, name=person.name, how_many=1)[0], by=person
        )
    if roles or dial:
        day = clock.today()
        terms = tuple(Term(role, day.isoformat(), (day + timedelta(days=700)).isoformat()) for role in roles)
        held = replace(place.held, terms=(*place.held.terms, *terms))
        if dial:
            held = replace(held, dial=dial, name="" if dial == Dial.PRIVATE else person.name, louder=None)
        with transaction.atomic(using="commons"):
            seats.change(seats.locked(network), voice=place.voice, to=held)
        place = seats.find(person, network)
        assert place is not None
    return place
