"""Who drafts, reviews and decides for a body now."""

from typing import Any

from dueregard.almanac import clock
from dueregard.people.models import Person, RoleHolding
from dueregard.records.models import Body
from dueregard.records.rules import Part, role_of


def deciders_for(body: Body) -> list[Person]:
    """Return those who may be named as the decision-maker of a proposal of this body."""
    holding = RoleHolding.objects.at(clock.now()).filter(role=role_of(Part.DECIDES, body))
    found = Person.objects.filter(pk__in=holding.values("person"), is_active=True).select_related("staff")
    return [person for person in found if person.may_sign_in]


def bodies_drafted_for(user: Any) -> list[Body]:
    """Return the bodies for which this person may begin a proposal."""
    return [body for body in Body.objects.visible_to(user) if user.has_perm("decisions.draft_for", body)]
