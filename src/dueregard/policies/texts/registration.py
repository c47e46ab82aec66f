"""What the texts of policies register at the start: guards, beads on the thread, and places on pages."""

from dueregard.design import navigation, tiles
from dueregard.design import offers as offered
from dueregard.people.models import is_colleague
from dueregard.policies.texts import beads, guards, offers, reports


def register() -> None:
    """Guard versions, let them stand on the thread, and take places in the navigation and on the start page."""
    guards.seal()
    beads.register()
    offered.register("policies", offers.for_carers)
    navigation.register("Policies", "policies", admits=is_colleague, order=42)
    tiles.register(
        "Policies",
        "What holds here, whom it covers, and what is being changed.",
        "policies",
        admits=is_colleague,
        order=42,
    )
    tiles.register(
        "Policies to look at again",
        "The day to look at a policy of yours again is here, or past.",
        "policies-to-review",
        admits=reports.has_something_to_review,
        order=5,
    )
