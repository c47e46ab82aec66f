from datetime import date, timedelta
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.decisions.consultations.drafting.forms import area, line
from dueregard.decisions.consultations.inviting.models import Guest
from dueregard.decisions.consultations.models import Consultation
from dueregard.design.forms import DateField

LONGEST = timedelta(days=366)


def _email(label: str) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )


class InviteForm(forms.Form):
    """A board or a partner body that is to answer."""

    name = line("Name of the board or body", missing="Enter the name of the board or body", longest=100)
    guest = forms.ChoiceField(
        label="What is it?",
        choices=Guest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    to = _email("E-mail address for the link")
    expires_on = DateField(
        name="last day of the link",
        label="Last day on which the link opens",
        help_text="Late enough for them to read our reply. For example, 27 3 2027",
    )

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        super().__init__(*args, **options)
        self._closes_on = consultation.closes_on

    def clean_expires_on(self) -> date:
        """Keep the link open until the last day to answer, and no longer than a year."""
        day: date = self.cleaned_data["expires_on"]
        if day < self._closes_on:
            raise forms.ValidationError("The last day of the link must be on or after the last day to answer")
        if day > clock.today() + LONGEST:
            raise forms.ValidationError("The last day of the link must be within a year")
        return day


class LetterForm(forms.Form):
    """A letter to another body about what belongs to it."""

    to_body = line("Name of the body", missing="Enter the name of the body", longest=150)
    to = _email("E-mail address")
    words = area(
        "What people said that belongs to it",
        missing="Enter what people said that belongs to it",
        hint="In your own words. Name nobody who answered, and quote nobody.",
        rows=8,
        longest=8_000,
    )
