from datetime import date
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.design.forms import DateField
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.you_said.actions import Words
from dueregard.feedback.you_said.models import For
from dueregard.people.models import Person


class ReplyForm(forms.Form):
    """What people said and what was done."""

    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=For.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it is for"},
    )
    said = forms.CharField(
        label="You said",
        help_text="In words that fit them. For children and young people the reading age is 9 or less. Quote nobody.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what they said", "max_length": "Use 300 characters or fewer"},
    )
    did = forms.CharField(
        label="We did",
        help_text="What was done, or why it was not.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what was done", "max_length": "Use 600 characters or fewer"},
    )
    heard_on = DateField(
        name="day it was first heard",
        label="When was it first heard?",
        help_text="It should be published within 90 days of this day. For example, 27 3 2027",
    )

    survey = forms.ModelChoiceField(
        Survey.objects.none(),
        label="Which survey is it about?",
        help_text="Only for colleagues. It is shown beside the results of this survey, and not to the public.",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a survey from the list"},
    )

    def __init__(self, *args: Any, by: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        surveys: Any = self.fields["survey"]
        surveys.queryset = Survey.objects.visible_to(by)

    def clean(self) -> dict[str, Any]:
        """Ask for the survey where it is for colleagues, and for none elsewhere."""
        cleaned = super().clean() or {}
        is_for_staff, survey = cleaned.get("audience") == For.STAFF, cleaned.get("survey")
        if "survey" not in self.errors and is_for_staff and survey is None:
            self.add_error("survey", "Select the survey in which colleagues said it")
        elif survey is not None and cleaned.get("audience") and not is_for_staff:
            self.add_error("survey", "Choose “None”, or say that it is for colleagues")
        return cleaned

    def clean_heard_on(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["heard_on"]
        if day > clock.today():
            raise forms.ValidationError("The day it was first heard must be today or in the past")
        return day

    @property
    def words(self) -> Words:
        """The reply, once the form is valid."""
        return Words(
            **{name: self.cleaned_data[name] for name in ("audience", "said", "did", "heard_on", "survey")}
        )


class VersionForm(forms.Form):
    """The version of the reply that the person looked at."""

    version = forms.IntegerField(min_value=1)
