"""The form renderer: `{{ form }}` is right, labelled and accessible, whatever the form."""

from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

from dueregard.design.dates import DateField, DateInput

__all__ = ["DateField", "DateInput", "GovukRenderer"]


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
