from typing import Any

from django import forms

from dueregard.decisions.consultations.coding.models import Outcome, Theme
from dueregard.decisions.consultations.drafting.forms import area, line
from dueregard.decisions.consultations.outcomes.actions import Changed, Decided


class DecideForm(forms.Form):
    """How a theme ends."""

    said = area(
        "What people said",
        missing="Enter what people said",
        hint="In your own words. Quote nobody here.",
        rows=4,
    )
    outcome = forms.ChoiceField(
        label="What comes of it?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what comes of it"},
    )
    because = area("Why", missing="Enter why", hint="Everybody can read it.", rows=4)

    @classmethod
    def initial_of(cls, theme: Theme) -> dict[str, Any]:
        """Return what the form shows of a theme."""
        return {"said": theme.said, "outcome": theme.outcome, "because": theme.because}

    @property
    def decided(self) -> Decided:
        """How it ends, once the form is valid."""
        cleaned = self.cleaned_data
        return Decided(Outcome(cleaned["outcome"]), cleaned["said"], cleaned["because"])


class ChangeForm(forms.Form):
    """A change to the text because of a theme."""

    clause = line(
        "Where in the text?", missing="Enter where in the text", hint="For example, “4.2”.", longest=100
    )
    before = area("What stood there", hint="Leave it empty if something was added.", rows=3)
    after = area("What stands there now", hint="Leave it empty if something was taken out.", rows=3)

    def clean(self) -> dict[str, Any]:
        """Ask for a difference."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("before") == cleaned.get("after"):
            self.add_error("after", "Enter what stands there now. It is to differ from what stood there")
        return cleaned

    @property
    def changed(self) -> Changed:
        """The change, once the form is valid."""
        return Changed(**self.cleaned_data)


class ReplyForm(forms.Form):
    """What is said to a network, a board or a partner body."""

    words = area("Your reply", missing="Enter your reply", hint="It is published with the outcome.", rows=6)


class OutcomeForm(forms.Form):
    """How the outcome begins and ends."""

    introduction = area("How it begins", hint="What was asked, why, and of whom.", rows=6)
    next_steps = area("What happens next", hint="And by when.", rows=4)
    late_because = area(
        "Why it is later than 12 weeks after the last day", hint="Only if it is. It is published.", rows=2
    )


class PublishForm(forms.Form):
    """What is new in an edition."""

    updated = line("What is new?", missing="Enter what is new", hint="It stands in the list of updates.")
