from datetime import date
from typing import Any

from django import forms

from dueregard.design.forms import DateField
from dueregard.leave.days import Days, Part

PARTS = {
    Part.WHOLE: "All day",
    Part.MORNING: "The morning",
    Part.AFTERNOON: "The afternoon",
}


class AskForm(forms.Form):
    """Which days somebody wants to be on leave. Nobody asks why."""

    first = DateField(name="first day", label="First day", help_text="For example, 27 3 2027")
    part = forms.ChoiceField(
        label="How much of the day?",
        choices=list(PARTS.items()),
        initial=Part.WHOLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how much of the day"},
    )
    last = DateField(
        name="last day",
        label="Last day, if it is more than one day",
        help_text="Leave this empty for one day or half a day.",
        required=False,
    )

    pay = forms.ChoiceField(
        label="Paid or unpaid?",
        help_text="Only you see which. Your manager sees the days and the word “leave”.",
        choices=[
            ("paid", "Paid leave"),
            ("unpaid", "Unpaid leave, by your right to a week in any 12 months"),
        ],
        initial="paid",
        required=False,
        widget=forms.RadioSelect,
    )

    days: Days
    """What was asked for, once the form is valid."""

    @property
    def is_paid(self) -> bool:
        """Whether paid leave is asked for, as it is where nothing is said."""
        return self.cleaned_data["pay"] != "unpaid"

    def clean(self) -> dict[str, Any]:
        """Put the answers together."""
        cleaned = super().clean() or {}
        first: date | None = cleaned.get("first")
        last: date | None = cleaned.get("last") or first
        part = cleaned.get("part")
        if first is None or last is None or part is None or self.errors:
            return cleaned
        if last < first:
            self.add_error("last", "The last day must be the same as the first day or after it")
        elif part != Part.WHOLE and first != last:
            self.add_error(
                "part", "Half days are asked for one at a time. Select all day, or empty the last day"
            )
        else:
            self.days = Days(first, last, Part(part))
        return cleaned


class SendForm(AskForm):
    """The same, sent from the page on which it was checked, which carries a token."""

    token = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Check your answers once more, then send them"}
    )


class PostponeForm(forms.Form):
    """A later day, and why the work needs it."""

    to = DateField(name="new first day", label="New first day", help_text="For example, 27 3 2027")
    reason = forms.CharField(
        label="Why the work needs this",
        help_text="The person who asked will read this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Enter why the work needs the leave to be later",
            "max_length": "The reason must be 1,000 characters or fewer",
        },
    )
