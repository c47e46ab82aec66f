"""Where consultations take their place in the house: seals, messages, ticks, the thread, navigation and tiles."""

from typing import Any

import rules
from django.urls import reverse


def register() -> None:
    """Take every place; called once all apps are ready."""
    from dueregard.decisions.consultations import emails, ticks  # noqa: F401  (registers what happens by itself)
    from dueregard.decisions.consultations.inviting.models import SentOn
    from dueregard.decisions.consultations.joint import carrying  # noqa: F401  (two more ticks)
    from dueregard.decisions.consultations.models import Consultation
    from dueregard.decisions.consultations.outcomes.models import OutcomeEdition
    from dueregard.decisions.consultations.rules import begins
    from dueregard.design import navigation, tiles
    from dueregard.journal import seals
    from dueregard.networks import room_links
    from dueregard.people.models import is_colleague
    from dueregard.thread import kinds
    from dueregard.thread.kinds import Kind, Station

    for model in (OutcomeEdition, SentOn):
        seals.seal(model)
    if not rules.perm_exists("decisions.begin_consultation"):
        rules.add_perm("decisions.begin_consultation", begins)
    emails.register()
    kinds.register(
        Kind(
            code="consultation",
            label="Consultation",
            model=Consultation,
            station=Station.CONSULTATION,
            stage=lambda one: one.get_stage_display(),
            title=lambda one: one.title,
            day=lambda one: one.opened_on,
            href=lambda one: reverse("consultation", args=[one.pk]),
        )
    )
    room_links.register("Consultations", "room-consultations", order=45)
    navigation.register("Consultations", "consultations", admits=_is_anybody, order=35)
    tiles.register(
        "Consultations",
        "What is asked of staff, networks, partners and the public, and what came of what they said.",
        "consultations",
        admits=is_colleague,
        order=35,
    )


def _is_anybody(user: Any) -> bool:
    return True
