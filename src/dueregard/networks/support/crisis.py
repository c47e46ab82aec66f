"""The strip for a crisis: where to turn this minute. It is in the code, so that it stands on a page in any case.

Sources, each the service's own statement of how it is reached: 999, HM Government; 116 123, Samaritans; SHOUT to
85258, Mental Health Innovations; 111 and its option for mental health, NHS England. An entry of the directory that is
marked urgent and has the same number stands in place of the line here, with who keeps it and when it was checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.networks.support.models import Signpost, dialled, texted


@dataclass(frozen=True)
class Line:
    """A way to be helped at once, with the fields of an entry of the directory."""

    name: str
    what: str
    phone: str = ""
    text_to: str = ""
    address: str = ""
    hours: str = "Day and night, every day"

    @property
    def dialled(self) -> str:
        """The digits of the phone number."""
        return dialled(self.phone)

    @property
    def texted(self) -> str:
        """The digits of the number that one texts to."""
        return texted(self.text_to)


CRISIS = (
    Line("Emergency services", "If a life is in danger now, yours or somebody else’s.", phone="999"),
    Line(
        "Samaritans", "Talk about whatever is hard, with somebody who listens. It is free.", phone="116 123"
    ),
    Line("Shout", "Talk by text with a trained volunteer. It is free.", text_to="SHOUT to 85258"),
    Line("NHS 111", "Urgent help with mental health from the NHS where you are.", phone="111, option 2"),
)


def strip() -> list[Line | Signpost]:
    """Return the lines for a crisis: those of the code always, then other urgent entries of the directory."""
    return together(Signpost.objects.visible_to(None).filter(is_urgent=True))


def together(urgent: Iterable[Signpost]) -> list[Line | Signpost]:
    """Return the lines with entries of the same number in their place, and the entries that are left below them."""
    by_number = {(entry.dialled, entry.texted): entry for entry in urgent}
    lines: list[Line | Signpost] = [by_number.pop((line.dialled, line.texted), line) for line in CRISIS]
    return [*lines, *by_number.values()]
