from collections.abc import Sequence
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.decisions.analyses.actions import Ending, Said
from dueregard.decisions.models import Cell, Effect, Outcome
from dueregard.design.forms import DateField, words
from dueregard.people.models import PersonQuerySet
from dueregard.people.person_field import PersonField
from dueregard.records.duty import Aim
from dueregard.records.models import EvidenceVersion


class CellsForm(forms.Form):
    """What is said of one characteristic under each aim that the law asks about, and on what that relies."""

    def __init__(
        self, *args: Any, cells: Sequence[Cell], versions: Sequence[EvidenceVersion], **kwargs: Any
    ) -> None:
        self.aims = [Aim(cell.aim) for cell in cells]
        self.versions = {str(version.pk): version for version in versions}
        kwargs["initial"] = {name: value for cell in cells for name, value in self._initial_of(cell).items()}
        super().__init__(*args, **kwargs)
        for aim in self.aims:
            self.fields |= self._fields_of(aim)

    def _fields_of(self, aim: Aim) -> dict[str, forms.Field]:
        cites = forms.MultipleChoiceField(
            label="What does this rely on?",
            help_text="“Positive” and “none found” count as not known until you select at least one source.",
            choices=[(key, version_label(version)) for key, version in self.versions.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        fields: dict[str, forms.Field] = {
            f"{aim}-effect": forms.ChoiceField(
                label="What is the effect?", choices=Effect.choices, widget=forms.RadioSelect, required=False
            ),
            f"{aim}-reasoning": words("Why do you think so?"),
        }
        if self.versions:
            fields[f"{aim}-cites"] = cites
            fields[f"{aim}-place"] = forms.CharField(
                label="Where in it?", help_text="A page, a row or a figure.", max_length=100, required=False
            )
        return fields

    @staticmethod
    def _initial_of(cell: Cell) -> dict[str, Any]:
        citations = list(cell.citations.all())
        return {
            f"{cell.aim}-effect": cell.effect,
            f"{cell.aim}-reasoning": cell.reasoning,
            f"{cell.aim}-cites": [str(each.version_id) for each in citations],
            f"{cell.aim}-place": citations[0].place if citations else "",
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where there is an effect, and for an effect where there is a reason."""
        said = super().clean() or {}
        for aim in self.aims:
            effect, reasoning = said.get(f"{aim}-effect"), said.get(f"{aim}-reasoning", "").strip()
            if effect and not reasoning:
                self.add_error(f"{aim}-reasoning", f"{aim.label}: enter why you think so")
            if reasoning and not effect:
                self.add_error(f"{aim}-effect", f"{aim.label}: select the effect")
        return said

    @property
    def said(self) -> dict[Aim, Said]:
        """What is said under each aim, once the form is valid."""
        return {aim: self._said_of(aim) for aim in self.aims}

    def _said_of(self, aim: Aim) -> Said:
        said = self.cleaned_data
        effect = said[f"{aim}-effect"]
        place = said.get(f"{aim}-place", "")
        cites = [(self.versions[key], place) for key in said.get(f"{aim}-cites", [])]
        return Said(Effect(effect) if effect else None, said[f"{aim}-reasoning"], cites)


class OtherGroupForm(forms.Form):
    """What is said of a group that is not one of the nine."""

    name = forms.CharField(
        label="Which group?",
        help_text="Such as carers, care-experienced people or people on low incomes.",
        max_length=100,
        error_messages={"required": "Enter which group"},
    )
    effect = forms.ChoiceField(
        label="What is the effect?",
        choices=Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the effect"},
    )
    reasoning = words("Why do you think so?", "Enter why you think so")


class MitigationForm(forms.Form):
    """Something that will be done about a bad effect."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    what = words("What will be done?", "Enter what will be done")
    cells = forms.MultipleChoiceField(
        label="About which effects?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one effect"},
    )
    owner = PersonField(
        label="Who does it?",
        help_text="Full name or email address of a colleague.",
        nobody="Nobody of that name works here",
        error_messages={"required": "Enter who does it"},
    )
    due_on = DateField(name="day by which it is done", label="By when?", help_text="For example, 27 3 2027")

    def __init__(self, *args: Any, cells: Sequence[Cell], people: PersonQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(cell.pk): cell for cell in cells}
        choices = [
            (key, f"{cell} ({cell.get_effect_display().lower()})") for key, cell in self.by_key.items()
        ]
        self.fields["cells"].choices = choices  # type: ignore[attr-defined]  # a choice field has them
        self.fields["owner"].people = people  # type: ignore[attr-defined]  # the field is of ours

    def clean_cells(self) -> list[Cell]:
        """Return the cells behind the choices."""
        return [self.by_key[key] for key in self.cleaned_data["cells"]]

    def clean_due_on(self) -> Any:
        """Refuse a day that is past."""
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError("The day by which it is done must be today or in the future")
        return day


class EndingForm(forms.Form):
    """What the analysis comes to."""

    gaps = words("What is not known, and what will be done about that?")
    changed = words(
        "What changed because of this analysis?",
        help_text="If nothing did, say why. An analysis cannot be adopted without this.",
    )
    outcome = forms.ChoiceField(
        label="What do you recommend?", choices=Outcome.choices, widget=forms.RadioSelect, required=False
    )
    justification = words(
        "If it goes ahead despite a bad effect, what justifies that?",
        help_text="A legitimate aim, and why there is no way to it that does less harm.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a justification where one is due."""
        said = super().clean() or {}
        if said.get("outcome") == Outcome.DESPITE and not said.get("justification", "").strip():
            self.add_error("justification", "Enter what justifies going ahead despite a bad effect")
        return said

    @property
    def ending(self) -> Ending:
        """What it comes to, once the form is valid."""
        said = self.cleaned_data
        outcome = Outcome(said["outcome"]) if said["outcome"] else None
        return Ending(said["gaps"], said["changed"], outcome, said["justification"])


class ConsiderForm(forms.Form):
    """A version of evidence to put beside the proposal."""

    version = forms.UUIDField()


def version_label(version: EvidenceVersion) -> str:
    """Return what a version of evidence is called in a list of choices."""
    return f"{version.evidence.title} (version {version.number})"
