import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from dueregard.design.forms import DateField
from dueregard.networks.meetings.actions import RHYTHM, Plan
from dueregard.networks.meetings.models import Audience, MeetingKind, Series

EVERY = {"0": "Once", "1": "Every week", "2": "Every 2 weeks", "4": "Every 4 weeks"}
TIMES = ("%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p")
DAYS = ("%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
MOST_MINUTES = 480
LONGEST_LIST = 2_000


class TimeField(forms.CharField):
    """A time of day as people write it: 10:30, 10.30am or 2pm."""

    def clean(self, value: Any) -> Any:
        """Return the time."""
        text = re.sub(r"\s+", "", super().clean(value)).lower()
        for form in TIMES:
            try:
                return datetime.strptime(text, form).time()  # noqa: DTZ007  (a time of day has no zone)
            except ValueError:
                continue
        raise ValidationError(f"The {self.called} must be a time, like 10:30 or 2pm", code="invalid")

    def __init__(self, *, name: str, **options: Any) -> None:
        options.setdefault("error_messages", {"required": f"Enter the {name}"})
        super().__init__(
            max_length=20, widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}), **options
        )
        self.called = name


class DaysField(forms.CharField):
    """Days, one on each line."""

    def clean(self, value: Any) -> Any:
        """Return the days in order, each once."""
        lines = filter(None, map(str.strip, str(super().clean(value) or "").splitlines()))
        return tuple(sorted({_day(line) for line in lines}))


class LinkField(forms.URLField):
    """The address of a call, which is a safe one."""

    default_validators = [URLValidator(schemes=["https"])]


class SeriesForm(forms.Form):
    """What is said of a series. With one that is there already, its kind and whom it is for stay as they are."""

    title = forms.CharField(
        label="Title",
        help_text="For example, Coffee catch-up. A colleague who looks at somebody’s screen may read it.",
        max_length=80,
        error_messages={
            "required": "Enter a title",
            "max_length": "The title must be 80 characters or fewer",
        },
    )
    about = forms.CharField(
        label="What it is about, if the title does not say so",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "What it is about must be 300 characters or fewer"},
    )
    kind = forms.ChoiceField(
        label="What sort of meeting is it?",
        help_text="Formal meetings have an agenda and minutes.",
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what sort of meeting it is"},
    )
    audience = forms.ChoiceField(
        label="Whom is it for?",
        help_text="Everyone on the staff can read about a meeting that is for them, and that this network holds it.",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whom it is for"},
    )
    first = DateField(name="first day", label="First day", help_text="For example, 6 1 2027")
    at = TimeField(
        name="time", label="Time", help_text="The time of the clock in London, for example 10:30 or 2pm"
    )
    minutes = forms.IntegerField(
        label="How many minutes does it last?",
        min_value=5,
        max_value=MOST_MINUTES,
        error_messages={
            "required": "Enter how many minutes it lasts",
            "invalid": "How many minutes it lasts must be a number, like 30",
            "min_value": "A meeting must last 5 minutes or more",
            "max_value": f"A meeting must last {MOST_MINUTES} minutes or fewer",
        },
    )
    every_weeks = forms.ChoiceField(
        label="How often is it held?",
        choices=list(EVERY.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select how often it is held"},
    )
    last = DateField(
        name="last day",
        label="Last day, if it is held more than once",
        help_text="For example, 21 7 2027",
        required=False,
    )
    skips_holidays = forms.BooleanField(
        label="Leave out bank holidays in England", required=False, initial=True
    )
    without = DaysField(
        label="Other dates to leave out, such as half-term",
        help_text="One on each line, for example 17 2 2027",
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    link = LinkField(
        label="Link of the call",
        help_text="It is shown on the page of the meeting and never put into calendars.",
        required=False,
        max_length=800,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": "The link must be an address that begins with https://, like https://meet.example/abc",
            "max_length": "The link must be 800 characters or fewer",
        },
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Open the page again, then send it"}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    plan: Plan
    """What was said, once the form is valid."""

    FIXED: ClassVar[tuple[str, ...]] = ("kind", "audience", "without", "token")
    MADE_WITHOUT: ClassVar[tuple[str, ...]] = ("seen",)

    def __init__(
        self, *args: Any, series: Series | None = None, has_begun: bool = False, **kwargs: Any
    ) -> None:
        if series is not None:
            kwargs.setdefault("initial", _initial(series))
        super().__init__(*args, **kwargs)
        self.series = series
        fixed = self.FIXED if series is not None else self.MADE_WITHOUT
        for name in (*fixed, *(RHYTHM if has_begun else ())):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Put the answers together; what is not asked stays as it is."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        said = (asdict(Plan.of(self.series)) if self.series else {}) | cleaned
        first, last, every = said["first"], said.get("last"), int(said["every_weeks"])
        if not every:
            said["last"] = first
        elif cleaned.get("last") is None:
            self.add_error("last", "Enter the last day")
        elif last < first:
            self.add_error("last", "The last day must be the same as the first day or after it")
        self.plan = Plan(**{name: said[name] for name in Plan.__dataclass_fields__} | {"every_weeks": every})
        return cleaned


class SkipForm(forms.Form):
    """Why one date is left out."""

    reason = forms.CharField(
        label="Why is it not held?",
        help_text="Those who meant to come read this. Do not name anybody.",
        max_length=200,
        error_messages={
            "required": "Enter why it is not held",
            "max_length": "The reason must be 200 characters or fewer",
        },
    )


class MoveForm(forms.Form):
    """When one date is held instead."""

    new_date = DateField(name="new day", label="New day", help_text="For example, 14 1 2027")
    new_at = TimeField(
        name="new time", label="New time", help_text="The time of the clock in London, for example 10:30"
    )
    reason = forms.CharField(
        label="Why, if it helps to know",
        help_text="Those who meant to come read this. Do not name anybody.",
        max_length=200,
        required=False,
        error_messages={"max_length": "The reason must be 200 characters or fewer"},
    )


def _initial(series: Series) -> Mapping[str, Any]:
    """Return what the boxes of the form hold at first."""
    return asdict(Plan.of(series)) | {
        "at": f"{series.at:%H:%M}",
        "every_weeks": str(series.every_weeks),
        "last": series.last if series.every_weeks else None,
        "seen": series.sequence,
    }


def _day(line: str) -> date:
    text = " ".join(line.split())
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise ValidationError(f"“{line[:40]}” must be a real date, like 17 2 2027", code="invalid")
