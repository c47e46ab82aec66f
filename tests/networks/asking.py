"""What the tests of support share: an enquiry as people make one, and the directory's entries."""

from datetime import date
from typing import Any
from uuid import uuid4

from dueregard.almanac import clock
from dueregard.journal.ticks.models import Deed
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.networks.support import actions as support
from dueregard.networks.support.models import Asked, Enquiry, Signpost
from dueregard.people.models import Person

WORDS = "I have not slept for a week. Has anybody here been through this?"


def ask(network: Network, by: Person, *, asked: Asked = Asked.SUPPORTER, text: str = WORDS) -> Enquiry:
    return support.ask(network, asked=asked, text=text, token=uuid4(), by=by)


def answer(enquiry: Enquiry, by: Place, *, text: str = "You are not alone. Let us talk.") -> Enquiry:
    return support.answer(enquiry, text=text, token=uuid4(), by=by)


def ask_on(enquiry: Enquiry, by: Person, *, text: str = "Thank you. May I ask more?") -> Enquiry:
    return support.ask_on(enquiry, text=text, token=uuid4(), by=by)


def texts(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [(each.inside["signature"], each.inside["text"]) for each in enquiry.messages.all()]


def deeds() -> int:
    """Return how many digests wait for the next tick of the commons."""
    return Deed.objects.count()


ENTRY: dict[str, Any] = {
    "name": "Night Owls",
    "what": "Somebody to talk to at night.",
    "phone": "01632 960 001",
    "text_to": "",
    "address": "https://owls.example/",
    "hours": "From 8pm to 8am",
    "where": "Leeds",
    "kept_by_position": "Facilitator, staff networks",
}


def signpost(by: Place, **said: Any) -> Signpost:
    return support.add_signpost(by=by, **{**ENTRY, **said})


def national(name: str, checked_on: date | None = None, **said: Any) -> Signpost:
    """Return an entry that no network keeps, as set-up makes them."""
    said = {
        **ENTRY,
        "where": "National",
        "phone": "0800 0000000",
        "checked_on": checked_on or clock.today(),
        **said,
    }
    return Signpost.objects.create(name=name, **{key: value for key, value in said.items() if key != "name"})
