"""What GOV.UK's form templates ask about a field: its kind, classes, parts and errors."""

from dataclasses import dataclass

from django import forms
from django.utils.safestring import SafeString

from dueregard.design.dates import DateInput

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateInput, "govuk-date-input"),
    (forms.RadioSelect, "govuk-radios"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (
        forms.PasswordInput,
        "govuk-input govuk-password-input__input govuk-js-password-input-input govuk-!-width-two-thirds",
    ),
    (forms.NumberInput, "govuk-input govuk-input--width-5"),
    (forms.Widget, "govuk-input"),
)
_GROUPS = (DateInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with a form, and where on the page to mend it."""

    text: str
    href: str


def is_group(field: forms.BoundField) -> bool:
    """Say whether the field has several inputs, so that its name is a legend and not a label."""
    return isinstance(field.field.widget, _GROUPS)


def is_tick(field: forms.BoundField) -> bool:
    """Say whether the field is a single checkbox."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def is_password(field: forms.BoundField) -> bool:
    """Say whether the field is a password, which a reader may show."""
    return isinstance(field.field.widget, forms.PasswordInput)


def described_by(field: forms.BoundField) -> str:
    """Return the ids of the hint and the error, in the order in which they are read."""
    parts = [("helptext", field.help_text), ("error", field.errors)]
    return " ".join(f"{field.auto_id}_{name}" for name, shown in parts if shown)


def drawn(field: forms.BoundField) -> SafeString:
    """Return the input or inputs of a field.

    The browser's own check for empty fields is switched off: the server says what is missing, in words.
    """
    widget = field.field.widget
    own = next(classes for kind, classes in _CLASSES if isinstance(widget, kind))
    attrs: dict[str, str | bool] = {}
    if field.errors and not is_group(field) and not is_tick(field):
        own = f"{own} {own.split()[0]}--error"
    attrs["class"] = f"{own} {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.NumberInput):
        attrs["inputmode"] = "numeric"
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        attrs["rows"] = "5"  # Django's own default is ten lines by forty letters
    if not is_group(field) and described_by(field):
        attrs["aria-describedby"] = described_by(field)
    field.form.use_required_attribute = False
    return field.as_widget(attrs=attrs)


def target_of(field: forms.BoundField) -> str:
    """Return the id of the input to which an error leads: the first one of a group."""
    if isinstance(field.field.widget, DateInput):
        return f"{field.auto_id}_{field.field.widget.first_wrong(field)}"
    return f"{field.auto_id}_0" if is_group(field) else str(field.auto_id)


def errors_of(form: forms.BaseForm) -> list[FieldError]:
    """Return everything wrong with a form, in the order of its fields, what concerns the whole first."""
    if not form.is_bound:
        return []
    shown = form.visible_fields()
    first = f"#{target_of(shown[0])}" if shown else ""
    whole = [FieldError(str(error), first) for error in form.non_field_errors()]
    hidden = [FieldError(str(error), "") for field in form.hidden_fields() for error in field.errors]
    return [
        *whole,
        *hidden,
        *(FieldError(str(error), f"#{target_of(field)}") for field in shown for error in field.errors),
    ]
