from typing import Any, cast

from django import forms
from django.http import QueryDict

from dueregard.design.forms import DateField
from dueregard.networks.meetings import names_in_text
from dueregard.networks.meetings.formal_actions import Part

LONGEST_ITEM = 300
LONGEST_TEXT = 2_500
OTHER = "Anything else"
RESENT = "Open the page again, then send it"


class AgendaForm(forms.Form):
    """Something to talk about."""

    text = forms.CharField(
        label="What should the meeting talk about?",
        help_text="Do not name anybody, yourself included.",
        max_length=LONGEST_ITEM,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter what the meeting should talk about",
            "max_length": f"The item must be {LONGEST_ITEM} characters or fewer",
        },
    )
    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": RESENT})


class NamesNobody(forms.Form):
    """A form whose words should name positions: where one is part of a colleague's name, it asks once more.

    What was confirmed travels with the form, so that another name that is written afterwards is asked about as well.
    """

    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)
    confirm = forms.BooleanField(
        label="I have looked again: these words name nobody",
        required=False,
        error_messages={"required": "Confirm that these words name nobody"},
    )

    found: list[str]

    def __init__(self, *args: Any, directory: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.found = []

    def ask_about_names(self, *texts: str) -> None:
        """Refuse the words once, with those that are part of somebody's name."""
        self.found = names_in_text.found_in("\n".join(texts), self.directory)
        known = self.data.get(self.add_prefix("confirmed"), "").split("|")
        is_confirmed = bool(self.data.get(self.add_prefix("confirm"))) and set(self.found) <= set(known)
        if self.found and not is_confirmed:
            listed = ", ".join(f"“{word}”" for word in self.found)
            self.add_error(
                "confirm",
                f"{listed}: part of the name of somebody on the staff. Write the position instead, or confirm "
                "that the words name nobody",
            )
            asked = cast("QueryDict", self.data).copy()
            asked[self.add_prefix("confirmed")] = "|".join(self.found)
            asked.pop(self.add_prefix("confirm"), None)
            self.data = asked

    def drop_unasked(self) -> None:
        """Ask for confirmation only where there is something to confirm."""
        if not self.found:
            del self.fields["confirm"]
            del self.fields["confirmed"]


class MinutesForm(NamesNobody):
    """What a meeting came to, item by item, and whether enough people were there."""

    was_quorate = forms.TypedChoiceField(
        label="Was the meeting quorate?",
        help_text="Enough people were there to decide. How many, and who, is not recorded.",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the meeting was quorate"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": RESENT})

    def __init__(self, *args: Any, headings: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        for number, heading in enumerate(headings):
            self.fields[f"text{number}"] = forms.CharField(
                label=f"{number + 1}. {heading}",
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
                error_messages={"max_length": f"Each item must be {LONGEST_TEXT:,} characters or fewer"},
            )
        texts = [f"text{number}" for number in range(len(headings))]
        self.order_fields([*texts, "was_quorate", "confirm", "confirmed", "seen"])

    @property
    def parts(self) -> list[Part]:
        """What was written, item by item."""
        return [
            Part(heading, self.cleaned_data[f"text{number}"]) for number, heading in enumerate(self.headings)
        ]

    def clean(self) -> dict[str, Any]:
        """Look for names."""
        cleaned = super().clean() or {}
        self.ask_about_names(*(str(text) for name, text in cleaned.items() if name.startswith("text")))
        return cleaned


class ActionForm(NamesNobody):
    """Something that was agreed to be done."""

    what = forms.CharField(
        label="What is to be done?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Enter what is to be done",
            "max_length": "What is to be done must be 300 characters or fewer",
        },
    )
    position = forms.CharField(
        label="Which position does it?",
        help_text="For example, Deputy chair, or Head of estates. Not a name.",
        max_length=80,
        error_messages={
            "required": "Enter which position does it",
            "max_length": "The position must be 80 characters or fewer",
        },
    )
    due = DateField(name="day by which it is done", label="By when?", help_text="For example, 31 3 2027")
    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": RESENT})

    field_order = ["what", "position", "due", "confirm", "confirmed", "token"]

    def clean(self) -> dict[str, Any]:
        """Look for names."""
        cleaned = super().clean() or {}
        self.ask_about_names(str(cleaned.get("what", "")), str(cleaned.get("position", "")))
        return cleaned
