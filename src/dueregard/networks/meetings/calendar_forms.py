from collections.abc import Sequence
from typing import Any

from django import forms

from dueregard.networks.membership.forms import CALENDAR
from dueregard.networks.seats import Place


class TitlesForm(forms.Form):
    """What somebody's meetings are called in their calendar, network by network."""

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[place.network.code] = forms.ChoiceField(
                label=place.network.name,
                choices=CALENDAR,
                initial=place.held.calendar,
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Select what the meetings of {place.network.name} are called",
                },
            )
