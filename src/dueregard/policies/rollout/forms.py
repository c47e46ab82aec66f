"""The forms of roll-outs: how a policy is rolled out, where its other forms are, and a concern."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from dueregard.design.forms import words
from dueregard.policies.rollout import concerns
from dueregard.policies.rollout.models import LEAST_DAYS, MOST_DAYS, FormKind

DAYS = f"Enter a whole number of days from {LEAST_DAYS} to {MOST_DAYS}"


class PlanForm(forms.Form):
    """How many days people have, and what managers need to know."""

    days = forms.IntegerField(
        label="How many days do people have to read it?",
        help_text="From the day on which each person is asked. Four weeks is usual.",
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"required": DAYS, "invalid": DAYS, "min_value": DAYS, "max_value": DAYS},
    )
    for_managers = words(
        "What do line managers need to know or do?",
        help_text="Shown to people who manage others, above the text. For example: speak about it in your next team "
        "meeting. You can leave this empty.",
    )


class OtherFormsForm(forms.Form):
    """Where the same text is found in other forms."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in FormKind:
            self.fields[kind] = forms.CharField(
                label=kind.label,
                required=False,
                max_length=500,
                help_text="An address that begins with https://, or a page of evidence here, such as /evidence/…",
                validators=[is_address],
                widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
            )


def is_address(text: str) -> None:
    """Refuse what is neither an https address nor a page of evidence here."""
    if not text.startswith(("/evidence/", "/documents/")):
        URLValidator(
            schemes=["https"], message="Enter an address that begins with https:// or with /evidence/"
        )(text)


class ConcernForm(forms.Form):
    """A concern, which may be left without words: that there is one is said by the button."""

    concern = forms.CharField(
        label="Your concern",
        help_text=f"Up to {concerns.LONGEST} characters. Leave out names, and what only you can know. You can also "
        "leave it empty.",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": concerns.LONGEST, "autocomplete": "off"}),
    )

    def clean_concern(self) -> str:
        """Refuse more than a slip holds; line ends count once, as the browser counts them."""
        said = str(self.cleaned_data["concern"]).replace("\r\n", "\n")
        if not concerns.fits(said):
            raise ValidationError(f"Your concern must be {concerns.LONGEST} characters or fewer. Shorten it.")
        return said
