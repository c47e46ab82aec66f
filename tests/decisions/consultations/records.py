"""The records that the routes of consultations are asked for: in the role matrix, and wherever each route is walked.

The first of each is owned by the cast's policy owner and asks everybody; the second is another policy owner's, is
decided by another executive, and asks staff alone.
"""

from dataclasses import dataclass
from typing import Any

from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.coding.models import Theme
from dueregard.decisions.consultations.inviting import actions as inviting
from dueregard.decisions.consultations.models import Audience, Consultation
from dueregard.decisions.models import Proposal
from dueregard.people.models import Person
from tests.decisions.consultations import building, states
from tests.decisions.consultations.building import Cast
from tests.people_of_the_tests import make_person

DRAFTS = ("write", "questions", "open", "considers", "issues")
CLOSED = ("responses", "responses.csv", "coding", "quotations", "letters", "consider", "write-outcome")


@dataclass
class Records:
    """A consultation in each state, and what hangs on the closed one."""

    proposal: Proposal
    draft: Consultation
    opened: Consultation
    closed: Consultation
    published: Consultation
    theme: Theme
    token: str

    def parameters(self, pattern: str) -> dict[str, Any]:
        """Return the parameters of a route."""
        parts = [part for part in pattern.strip("/").split("/")[1:] if part != "<uuid:pk>"]
        place = parts[0] if parts else ""
        if place == "invited":
            return {"token": self.token}
        response = self.closed.responses.of_bodies().first() or self.closed.responses.first()
        assert response is not None
        by_place: dict[str, Any] = {
            "begin": self.proposal,
            "themes": self.theme,
            "answers": response.answers.first(),
            **dict.fromkeys(DRAFTS, self.draft),
            **dict.fromkeys(CLOSED, self.closed),
        }
        if pattern.startswith("/consultations/responses/"):
            return {"pk": response.pk}
        if place == "outcome":
            return {"pk": (self.closed if parts[1:] else self.published).pk}
        return {"pk": by_place.get(place, self.opened).pk, "place": 1}


def make(cast: Cast, *, is_own: bool) -> Records:
    """Make the records; those that are not the cast's own have another owner and another decision-maker."""
    people = cast if is_own else _others(cast)
    audiences = {"audiences": (Audience.STAFF,), "young_summary": ""} if not is_own else {}
    opened = building.opened(people, **audiences)
    token = states.invite(opened).split("/")[3] if is_own else "no-such-link"
    closed = building.opened(people, **audiences)
    if is_own:
        link = states.invite(closed, "A board").split("/")[3]
        invitation = inviting.find(link)
        assert invitation is not None
        answering.answer_invited(invitation, building.said(closed, "We agree."))
    else:
        answering.answer(closed, building.said(closed, "Mine."), by=people["chair"])
    closed = building.close(closed)
    published = building.published(people, **audiences)
    return Records(
        building.proposal(people),
        building.draft(people, **audiences),
        opened,
        closed,
        published,
        building.theme(closed),
        token,
    )


def _others(cast: Cast) -> dict[str, Person]:
    team = cast["policy-owner"].staff.team
    return {
        **cast,
        "policy-owner": make_person("policy-owner", team, name="Second Policy Owner"),
        "executive": make_person("executive", team, name="Second Executive"),
    }
