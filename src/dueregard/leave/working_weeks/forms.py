import re
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.design.forms import DateField
from dueregard.leave.models import MINUTES_IN_A_DAY, WEEKDAYS
from dueregard.leave.patterns import Rota, Week
from dueregard.people.models import Person
from dueregard.people.person_field import PersonField

WEEKS = ("first", "second", "third", "fourth")
TURNS = ("No, every week is the same", "Yes, two weeks", "Yes, three weeks", "Yes, four weeks")
WRONG_HOURS = "Enter hours and minutes, like 7:24, or leave it empty for a day off"


class HoursField(forms.CharField):
    """Hours and minutes of one day, such as 7:24; empty is a day off. The value is in minutes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-4", "autocomplete": "off"})
        super().__init__(required=False, max_length=5, widget=widget, **options)
        self.error_messages["max_length"] = WRONG_HOURS

    def clean(self, value: Any) -> int:
        """Return the minutes."""
        text = super().clean(value).strip()
        if not text:
            return 0
        found = re.fullmatch(r"([0-9]{1,2})(?::([0-5][0-9]))?", text, re.ASCII)
        minutes = int(found[1]) * 60 + int(found[2] or 0) if found else MINUTES_IN_A_DAY + 1
        if minutes > MINUTES_IN_A_DAY:
            raise forms.ValidationError(WRONG_HOURS)
        return minutes


class RotaForm(forms.Form):
    """How somebody works from a day on: one week, or weeks that take turns; two, or as many as there are already."""

    from_day = DateField(name="first day", label="From which day?", help_text="For example, 27 3 2027")
    turns = forms.ChoiceField(
        label="Do weeks take turns?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether weeks take turns"},
    )

    def __init__(self, *args: Any, now: Rota, **options: Any) -> None:
        options["initial"] = _as_it_is(now)
        super().__init__(*args, **options)
        names = WEEKS[: max(2, len(now))]
        turns: Any = self.fields["turns"]
        turns.choices = [(str(number), TURNS[number - 1]) for number in range(1, len(names) + 1)]
        for week in names:
            for day in WEEKDAYS:
                self.fields[f"{week}_{day}"] = HoursField(label=day.capitalize())

    @property
    def weeks(self) -> list[list[forms.BoundField]]:
        """The boxes of each week, to be drawn as a group."""
        return [
            [self[f"{week}_{day}"] for day in WEEKDAYS] for week in WEEKS if f"{week}_monday" in self.fields
        ]

    @property
    def rota(self) -> Rota:
        """The weeks that take turns, once the form is valid."""
        return tuple(self._week(name) for name in WEEKS[: int(self.cleaned_data["turns"])])

    def _week(self, name: str) -> Week:
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
            self.cleaned_data[f"{name}_{day}"] for day in WEEKDAYS
        )
        return monday, tuesday, wednesday, thursday, friday, saturday, sunday


class FindForm(forms.Form):
    """Somebody whose weekly hours change."""

    who = PersonField(
        label="Whose hours change?",
        help_text="Full name or email address.",
        nobody="No colleague has this name or email address",
        error_messages={"required": "Enter a name or an email address"},
    )

    def __init__(self, *args: Any, by: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["who"]
        field.people = Person.objects.visible_to(by).filter(staff__isnull=False).exclude(pk=by.pk)


def _as_it_is(rota: Rota) -> dict[str, Any]:
    """Return what stands in the boxes before anything is changed: how it is worked today."""
    values: dict[str, Any] = {"from_day": clock.today(), "turns": str(len(rota))}
    for name, week in zip(WEEKS, rota, strict=False):
        values |= {f"{name}_{day}": _said(minutes) for day, minutes in zip(WEEKDAYS, week, strict=True)}
    return values


def _said(minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    return f"{hours}:{left:02}" if minutes else ""
