"""The form renderer: `{{ form }}` is right, labelled and accessible; and fields that many forms have."""

from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

from dueregard.design.dates import DateField, DateInput

__all__ = ["WORDS_LIMIT", "DateField", "DateInput", "GovukRenderer", "words"]

WORDS_LIMIT = 4000


def words(label: str, missing: str = "", *, help_text: str = "", rows: int = 4) -> forms.CharField:
    """Return a field for some sentences, which may be left empty where nothing is said of their missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": f"{label} must be {WORDS_LIMIT:,} characters or fewer",
        },
    )


class GovukRenderer(DjangoTemplates):
    """Draws forms with GOV.UK's components, from the templates beside this file and, beyond those, Django's own."""

    form_template_name = "django/forms/govuk.html"
    field_template_name = "django/forms/govuk_field.html"

    @cached_property
    def engine(self) -> Any:
        """The templates: ours first, so that ours stand in front of the ones that they replace."""
        folders = [Path(__file__).parent / "templates", Path(django.forms.__file__).parent / "templates"]
        builtins = ["dueregard.design.templatetags.govuk", "dueregard.design.templatetags.fields"]
        return self.backend(
            {"APP_DIRS": True, "DIRS": folders, "NAME": "govuk-forms", "OPTIONS": {"builtins": builtins}}
        )
