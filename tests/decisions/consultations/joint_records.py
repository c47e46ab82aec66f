"""What a network answers together, for the routes of its room: one written, one that is marked, one not begun."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from dueregard.almanac import clock
from dueregard.decisions.consultations.models import Audience, Consultation
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.voice.collective.joint import actions as joint
from dueregard.voice.collective.models import JointResponse
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast

WORDS = ("We welcome more days.\n\nWe ask for half days.", "Nothing would be lost.")


@dataclass
class Records:
    """A consultation that asks a network which has not begun, and two responses of it."""

    not_begun: Consultation
    written: JointResponse
    marking: JointResponse

    def parameters(self, pattern: str) -> dict[str, Any]:
        """Return the parameters of a route, but for the code of the network."""
        if pattern.endswith("/begin/"):
            return {"pk": self.not_begun.pk}
        is_written = pattern.endswith(("/write/", "/put/"))
        return {"pk": (self.written if is_written else self.marking).pk, "number": 1}


def asked(cast: Cast, network: Network, title: str = "Time off for carers", **more: Any) -> Consultation:
    """Return an open consultation that asks staff and this network."""
    return building.opened(
        cast,
        audiences=(Audience.STAFF, Audience.NETWORKS),
        networks=(network.code,),
        title=title,
        young_summary="",
        **more,
    )


def texts(consultation: Consultation) -> dict[str, str]:
    """Return what the network answers to its questions."""
    in_words = [one for one in building.questions(consultation) if not one.is_choice]
    return {str(one.pk): text for one, text in zip(in_words, WORDS, strict=True)}


def write(consultation: Consultation, by: Place) -> JointResponse:
    """Let somebody who runs a network begin its response."""
    return joint.begin(consultation.pk, texts(consultation), token=uuid4(), by=by)


def put(consultation: Consultation, by: Place) -> JointResponse:
    """Let members mark a response until five days from now."""
    until = clock.today() + timedelta(days=5)
    return joint.put_to_members(
        write(consultation, by), until, before=consultation.closes_on, version=1, by=by
    )


def make(cast: Cast, network: Network, by: Place) -> Records:
    """Make the records of one network."""
    return Records(
        asked(cast, network, "Not begun"),
        write(asked(cast, network, "Written"), by),
        put(asked(cast, network, "Marked"), by),
    )
