from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.design.forms import DateField
from dueregard.leave.agreed_time.actions import MONTHS_BACK
from dueregard.leave.days import months_after

HALF_HOURS = 2


def _hours(label: str, *, least: str, most: str, help_text: str) -> forms.DecimalField:
    wrong = f"Enter hours from {least} to {most}, in half hours, like 2.5"
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=Decimal(least),
        max_value=Decimal(most),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
        error_messages={
            "required": "Enter the hours", "invalid": wrong, "min_value": wrong, "max_value": wrong,
        },
    )  # fmt: skip


def _minutes(hours: Decimal) -> int:
    """Return hours in minutes, or refuse what is not in half hours."""
    if hours * HALF_HOURS % 1:
        raise forms.ValidationError("Enter the hours in half hours, like 2.5")
    return int(hours * 60)


class AskForTimeForm(forms.Form):
    """How many hours a month somebody asks for. Nobody asks what for."""

    hours = _hours("Hours a month", least="0.5", most="60", help_text="For example, 4 or 2.5")
    from_day = DateField(name="first day", label="From which day?", help_text="For example, 27 3 2027")
    token = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Check your answers once more, then send them"}
    )

    def clean_hours(self) -> int:
        """Return the hours in minutes."""
        return _minutes(self.cleaned_data["hours"])


class NoteUsedForm(forms.Form):
    """How much somebody used in a month, for themselves."""

    month = forms.ChoiceField(label="Month", error_messages={"required": "Select a month"})
    hours = _hours(
        "Hours you used", least="0", most="200", help_text="Only you see this. For example, 4 or 2.5"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this = Month.containing(clock.today())
        months = list(Month.between(months_after(this.first, -MONTHS_BACK), this.first))
        field: Any = self.fields["month"]
        field.choices = [(month.first.isoformat(), str(month)) for month in reversed(months)]

    def clean_month(self) -> Month:
        """Return the month."""
        return Month(date.fromisoformat(self.cleaned_data["month"]))

    def clean_hours(self) -> int:
        """Return the hours in minutes."""
        return _minutes(self.cleaned_data["hours"])
