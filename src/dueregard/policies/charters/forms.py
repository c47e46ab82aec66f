from typing import Any

from django import forms

from dueregard.design.forms import DateField, words
from dueregard.people.models import PersonQuerySet
from dueregard.people.person_field import PersonField
from dueregard.policies.charters.actions import Basis
from dueregard.policies.charters.kinds import KINDS, Kind
from dueregard.records.evidence import EvidenceQuerySet
from dueregard.records.models import Evidence


class OwnerForm(forms.Form):
    """Who looks after a charter."""

    owner = PersonField(
        label="Who looks after it",
        help_text="Full name or email address of a policy owner or the equality lead. A renewal that is near is on "
        "their start page.",
        nobody="Nobody here has this name or email address. Check both",
        error_messages={"required": "Enter who looks after it"},
    )

    def __init__(self, *args: Any, people: PersonQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].people = people  # type: ignore[attr-defined]  # a PersonField has them


class AddForm(OwnerForm):
    """Which charter, and who looks after it."""

    code = forms.ChoiceField(
        label="Which charter?",
        choices=[(kind.code, kind.name) for kind in KINDS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "Select which charter"},
    )
    field_order = ("code", "owner")


class LevelForm(forms.Form):
    """A level, from when it holds, and what it rests on."""

    level = forms.TypedChoiceField(
        label="Level", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Select the level"}
    )
    since = DateField(name="first day", label="Since when?", help_text="For example, 27 3 2026")
    renew_on = DateField(
        name="renewal date", label="Renewal date", help_text="For example, 27 3 2029", required=False
    )
    evidence = forms.ModelChoiceField(
        label="Evidence",
        queryset=Evidence.objects.none(),
        required=False,
        empty_label="None of these",
        help_text="What is known here already, such as a self-assessment that was validated.",
    )
    says = words(
        "What does it rest on?", help_text="In words, or besides the evidence. Everybody may ask for it."
    )

    def __init__(self, *args: Any, kind: Kind, evidence: EvidenceQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields
        chosen["level"].choices = list(enumerate(kind.levels, start=1))
        chosen["evidence"].queryset = evidence
        if kind.years is not None:
            del self.fields["renew_on"]

    def clean(self) -> dict[str, Any]:
        """Ask for something that it rests on."""
        said = super().clean() or {}
        if "evidence" not in self.errors and not said.get("evidence") and not said.get("says"):
            self.add_error("says", "Select evidence, or enter what it rests on")
        return said

    @property
    def basis(self) -> Basis:
        """What it rests on, once the form is valid."""
        return Basis(self.cleaned_data["evidence"], self.cleaned_data["says"])


class LeaveForm(forms.Form):
    """From when the body is in a charter no longer, and why."""

    since = DateField(name="day", label="On which day did we leave it?", help_text="For example, 27 3 2026")
    says = words("Why", "Enter why")


class CorrectForm(forms.Form):
    """What is wrong with what was recorded last."""

    why = words("What is wrong with it?", "Enter what is wrong with it")
