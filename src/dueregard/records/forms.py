from datetime import date
from typing import Any

from django import forms

from dueregard.design.forms import DateField, words
from dueregard.records.actions import Wording
from dueregard.records.duty import Characteristic
from dueregard.records.models import Body, EvidenceKind


class FilterForm(forms.Form):
    """How the list is narrowed."""

    q = forms.CharField(
        label="Words in the title",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )


class VersionForm(forms.Form):
    """What is known now."""

    says = words("What does it say?", "Enter what it says", help_text="In a few sentences. Name no one.")
    source = forms.CharField(
        label="Where does it come from?",
        help_text="Who published it, or the address where it can be read.",
        max_length=500,
        error_messages={"required": "Enter where it comes from"},
    )
    about_from = DateField(
        name="first day",
        label="From which day does it speak?",
        help_text="For example, 1 4 2025",
        required=False,
    )
    about_to = DateField(
        name="last day", label="Until which day?", help_text="For example, 31 3 2026", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Refuse half a period, or one that ends before it begins."""
        said = super().clean() or {}
        first, last = said.get("about_from"), said.get("about_to")
        if first and not last and "about_to" not in self.errors:
            self.add_error("about_to", "Enter the last day too, or leave both empty")
        if last and not first and "about_from" not in self.errors:
            self.add_error("about_from", "Enter the first day too, or leave both empty")
        if first and last and last < first:
            self.add_error("about_to", "The last day must be on or after the first day")
        return said

    @property
    def wording(self) -> Wording:
        """What is known, once the form is valid."""
        said = self.cleaned_data
        about: tuple[date, date] | None = None
        if said["about_from"] and said["about_to"]:
            about = (said["about_from"], said["about_to"])
        return Wording(said["says"], said["source"], about)


class EvidenceForm(VersionForm):
    """Something that is known, with its first version."""

    title = forms.CharField(
        label="What is it called?",
        max_length=200,
        error_messages={"required": "Enter what it is called"},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=EvidenceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    characteristics = forms.MultipleChoiceField(
        label="Which characteristics does it say something about?",
        help_text="It is then offered where these are analysed.",
        choices=Characteristic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_restricted = forms.BooleanField(
        label="Only those who draft, review or decide may read it", required=False
    )
    field_order = ("body", "title", "kind", "says", "source", "about_from", "about_to", "characteristics")

    def __init__(self, *args: Any, bodies: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.code: body for body in bodies}
        if len(bodies) > 1:
            self.fields["body"] = forms.ChoiceField(
                label="Which body is it for?",
                choices=[(body.code, body.name) for body in bodies],
                widget=forms.RadioSelect,
                error_messages={"required": "Select a body"},
            )
            self.order_fields(self.field_order)

    @property
    def body(self) -> Body:
        """The body that it is for, once the form is valid."""
        return self.bodies[self.cleaned_data.get("body", next(iter(self.bodies)))]
