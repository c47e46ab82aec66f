"""The forms of coding. A batch is coded by typing the numbers of themes, or by ticking them; without a mouse, too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from dueregard.decisions.consultations.coding.actions import Put
from dueregard.decisions.consultations.coding.batches import Waiting
from dueregard.decisions.consultations.coding.models import Theme
from dueregard.decisions.consultations.drafting.forms import area, line

NO_THEME = 0
KEYS = "1234567890"


@dataclass(frozen=True)
class Row:
    """One answer on the page, with its fields."""

    number: int
    waiting: Waiting
    codes: forms.BoundField
    picked: forms.BoundField
    agreed: forms.BoundField | None


class NumbersField(forms.CharField):
    """The numbers of themes, such as “1 3”; 0 alone says that none fits; nothing leaves the answer for later."""

    def __init__(self, *, themes: Sequence[Theme], **options: Any) -> None:
        super().__init__(required=False, max_length=60, **options)
        self._known = {theme.number for theme in themes} | {NO_THEME}

    def clean(self, value: Any) -> Any:
        """Return the numbers, or none where nothing was typed."""
        text = super().clean(value)
        parts = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
        unknown = [part for part in parts if not part.isdecimal() or int(part) not in self._known]
        if unknown:
            raise forms.ValidationError(
                f"There is no theme “{unknown[0]}”. Use the numbers in the list, or 0"
            )
        numbers = {int(part) for part in parts}
        if NO_THEME in numbers and len(numbers) > 1:
            raise forms.ValidationError("0 says that no theme fits, so it stands alone")
        return numbers if parts else None


class BatchForm(forms.Form):
    """Ten answers, each with a field for the numbers of themes and a list to tick."""

    def __init__(self, *args: Any, batch: Sequence[Waiting], themes: Sequence[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        self._batch = batch
        choices = [(str(theme.number), f"{theme.number} {theme.name}") for theme in themes]
        for number, waiting in enumerate(batch, start=1):
            self.fields[f"codes_{number}"] = NumbersField(
                themes=themes,
                label=f"Themes of answer {number}, by number",
                widget=forms.TextInput(
                    attrs={
                        "class": "govuk-input--width-10",
                        "autocomplete": "off",
                        "accesskey": KEYS[number - 1],
                    }
                ),
            )
            self.fields[f"picked_{number}"] = forms.MultipleChoiceField(
                label=f"Themes of answer {number}",
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            if waiting.suggested:
                self.fields[f"agreed_{number}"] = forms.MultipleChoiceField(
                    label=f"Suggested for answer {number} by counting words",
                    choices=[(str(one.number), f"{one.number} {one.name}") for one in waiting.suggested],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    @property
    def rows(self) -> list[Row]:
        """Each answer with its fields."""
        return [
            Row(
                number,
                waiting,
                self[f"codes_{number}"],
                self[f"picked_{number}"],
                self[f"agreed_{number}"] if waiting.suggested else None,
            )
            for number, waiting in enumerate(self._batch, start=1)
        ]

    @property
    def shown(self) -> list[UUID]:
        """The keys of the answers, in their order."""
        return [waiting.answer.pk for waiting in self._batch]

    @property
    def puts(self) -> dict[UUID, Put]:
        """The themes of each answer for which something was typed or ticked, once the form is valid."""
        found = {}
        for number, waiting in enumerate(self._batch, start=1):
            typed = self.cleaned_data[f"codes_{number}"]
            ticked = {int(one) for one in self.cleaned_data[f"picked_{number}"]}
            agreed = {int(one) for one in self.cleaned_data.get(f"agreed_{number}", ())}
            if typed is None and not ticked and not agreed:
                continue
            themes = ((typed or set()) | ticked | agreed) - {NO_THEME}
            found[waiting.answer.pk] = Put(themes, agreed)
        return found


class ThemeNameForm(forms.Form):
    """A new theme, or a better name for one."""

    name = line("Name of the theme", missing="Enter the name of the theme", longest=80)


class RecodeForm(forms.Form):
    """The themes of one answer."""

    themes = forms.MultipleChoiceField(label="Themes", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, themes: Sequence[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["themes"]
        field.choices = [(str(theme.number), f"{theme.number} {theme.name}") for theme in themes]


class RedactForm(forms.Form):
    """Words that are not published."""

    removed = line(
        "Words to remove",
        missing="Enter the words to remove",
        hint="Copy them exactly as they stand.",
        longest=1_000,
    )
    reason = line(
        "Why", missing="Enter why", hint="It stands in their place, for example “the name of a colleague”."
    )


class QuoteForm(forms.Form):
    """Words to be read in public."""

    theme = forms.ChoiceField(
        label="Under which theme?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a theme"},
    )
    quoted = area(
        "Words to quote", missing="Enter the words to quote", hint="Copy them exactly as they stand.", rows=3
    )

    def __init__(self, *args: Any, themes: Sequence[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["theme"]
        field.choices = [(str(theme.pk), theme.name) for theme in themes]


class LookForm(forms.Form):
    """What a second person says of a quotation that is held."""

    verdict = forms.ChoiceField(
        label="May it be published?",
        choices=[("yes", "Yes, nobody can tell who wrote it"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes or no"},
    )
    because = line("Why", missing="Enter why", longest=300)
