from datetime import datetime
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.almanac.clock import LONDON
from dueregard.decisions.gate.actions import Deciding
from dueregard.decisions.models import Option, Outcome
from dueregard.design.forms import DateField, words


class DigestForm(forms.Form):
    """The digest of the content that was shown."""

    sha256 = forms.CharField(max_length=64)


class DecideForm(forms.Form):
    """What was decided, when, and when it is looked at again."""

    option = forms.ChoiceField(
        label="Which option?", widget=forms.RadioSelect, error_messages={"required": "Select an option"}
    )
    outcome = forms.ChoiceField(
        label="What did you decide?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decided"},
    )
    reasons = words("What are your reasons?", "Enter your reasons")
    justification = words("If it goes ahead despite a bad effect, what justifies that?")
    review_on = DateField(
        name="day on which it is reviewed",
        label="When is it looked at again?",
        help_text="Within 12 months if relevance is high, 24 if medium, 36 if low, 48 if none. For example, 27 3 2027",
    )
    meeting = forms.CharField(
        label="Where was it taken?",
        help_text="A meeting and the number of its paper. You can leave this empty.",
        max_length=200,
        required=False,
    )
    is_earlier = forms.BooleanField(
        label="It was taken before today",
        help_text="It is then marked as recorded late, here and wherever it is shown.",
        required=False,
    )
    taken_on = DateField(
        name="day on which it was taken",
        label="If so, on which day?",
        help_text="For example, 27 3 2026",
        required=False,
    )
    taken_time = forms.TimeField(
        label="At what time?",
        help_text="For example, 14:30",
        input_formats=["%H:%M", "%H.%M"],
        required=False,
        error_messages={"invalid": "Enter the time as hours and minutes, like 14:30"},
    )

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = {str(option.pk): option for option in options}
        choices = [(key, option.text) for key, option in self.options.items()]
        self.fields["option"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them
        if not choices:
            del self.fields["option"]

    def clean(self) -> dict[str, Any]:
        """Ask for what goes with another answer."""
        said = super().clean() or {}
        if said.get("outcome") == Outcome.DESPITE and not said.get("justification", "").strip():
            self.add_error("justification", "Enter what justifies going ahead despite a bad effect")
        if said.get("is_earlier"):
            if not said.get("taken_on") and "taken_on" not in self.errors:
                self.add_error("taken_on", "Enter the day on which it was taken")
            if not said.get("taken_time") and "taken_time" not in self.errors:
                self.add_error("taken_time", "Enter the time at which it was taken")
        taken = said.get("taken_on")
        if taken and taken > clock.today():
            self.add_error("taken_on", "The day on which it was taken must be today or in the past")
        return said

    @property
    def deciding(self) -> Deciding:
        """The decision, once the form is valid."""
        said = self.cleaned_data
        taken_at = None
        if said["is_earlier"]:
            taken_at = datetime.combine(said["taken_on"], said["taken_time"], tzinfo=LONDON)
        return Deciding(
            outcome=Outcome(said["outcome"]),
            reasons=said["reasons"],
            review_on=said["review_on"],
            option=self.options.get(said.get("option", "")),
            justification=said["justification"],
            meeting=said["meeting"],
            taken_at=taken_at,
        )
