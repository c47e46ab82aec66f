from datetime import date

from django import forms

from dueregard.almanac import clock
from dueregard.design.forms import DateField
from dueregard.feedback.you_said.actions import Words
from dueregard.feedback.you_said.models import For


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

    def clean_heard_on(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["heard_on"]
        if day > clock.today():
            raise forms.ValidationError("The day it was first heard must be today or in the past")
        return day

    @property
    def words(self) -> Words:
        """The reply, once the form is valid."""
        return Words(**{name: self.cleaned_data[name] for name in ("audience", "said", "did", "heard_on")})


class VersionForm(forms.Form):
    """The version of the reply that the person looked at."""

    version = forms.IntegerField(min_value=1)
