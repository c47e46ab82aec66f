"""A date in three boxes: day, month and year, as GOV.UK asks for one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")


class DateInput(forms.MultiWidget):
    """Three boxes whose names end in the part of the date that they hold."""

    template_name = "django/forms/widgets/govuk_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return the parts of a date that is already known."""
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each box its id, its own word and its width."""
        context = super().get_context(name, value, attrs)
        identity = context["widget"]["attrs"].get("id", name)
        is_wrong = context["widget"]["attrs"].pop("aria-invalid", None)
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            width = "govuk-input--width-4" if part == "year" else "govuk-input--width-2"
            wrong = " govuk-input--error" if is_wrong else ""
            box["attrs"] |= {"id": f"{identity}_{part}", "class": f"govuk-input {width}{wrong}"}
            box["label"] = part.capitalize()
        return context

    def first_wrong(self, field: forms.BoundField) -> str:
        """Return the part to which an error leads: the first that is empty or no number, else the day."""
        values = self.value_from_datadict(field.form.data, field.form.files, field.html_name)
        return next((part for part, value in zip(PARTS, values, strict=True) if not _is_number(value)), "day")


class DateField(forms.MultiValueField):
    """A day, asked for in three boxes. Each mistake has its own sentence.

    ``name`` is what the date is called in a sentence: "The start date must be a real date".
    """

    widget = DateInput

    def __init__(self, *, name: str = "date", **options: Any) -> None:
        boxes = tuple(forms.CharField(required=False) for _ in PARTS)
        options.setdefault("error_messages", {"required": f"Enter the {name}"})
        super().__init__(boxes, require_all_fields=False, **options)
        self.called = name

    def clean(self, value: list[str] | tuple[str, ...]) -> date | None:
        """Return the date, or say which part is missing or what is wrong with it."""
        given = [str(part or "").strip() for part in value or ("", "", "")]
        missing = [part for part, text in zip(PARTS, given, strict=True) if not text]
        if len(missing) == len(PARTS):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing:
            raise ValidationError(
                f"The {self.called} must include a {' and '.join(missing)}", code="incomplete"
            )
        if not all(map(_is_number, given)) or len(given[2]) != 4:
            raise ValidationError(f"The {self.called} must be in numbers, like 27 3 2026", code="invalid")
        day, month, year = map(int, given)
        try:
            found = date(year, month, day)
        except ValueError:
            raise ValidationError(f"The {self.called} must be a real date", code="invalid") from None
        self.run_validators(found)
        return found

    def compress(self, data_list: list[Any]) -> Any:
        """Refuse: `clean` reads the three parts itself, so that it can name the one that is wrong."""
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Mapping[str, Any] | Any) -> bool:
        """Say whether the boxes hold another date than they were given."""
        before = DateInput().decompress(initial)
        return [str(part or "") for part in before] != [
            str(part or "").strip() for part in data or ("", "", "")
        ]


def _is_number(text: Any) -> bool:
    return str(text or "").strip().isascii() and str(text or "").strip().isdigit()
