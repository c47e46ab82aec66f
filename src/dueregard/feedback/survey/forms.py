"""The forms of surveys: what staff answer on one page, and what the equality lead plans."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.design.forms import DateField
from dueregard.feedback.survey.actions import Planned
from dueregard.feedback.survey.answers import ABOUT, LEVELS, NOT_SAID, Answer
from dueregard.feedback.survey.models import LONGEST_DAYS, Survey
from dueregard.feedback.survey.results import LABELS

PREFER_NOT = (str(NOT_SAID), "Prefer not to say")
QUESTIONS = LABELS | {"disability": "Do you have a disability or a long-term health condition?"}


class AnswerForm(forms.Form):
    """How far somebody agrees with each statement, and what they say about themselves. Nothing is required but one."""

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*args, **options)
        self.survey = survey
        for statement in survey.asks:
            self.fields[statement.code] = _places(statement.text, LEVELS)
        for column, levels in ABOUT.items():
            self.fields[column] = _places(QUESTIONS[column], levels)

    def clean(self) -> dict[str, Any]:
        """Refuse a page on which no statement is answered: it would count as an answer, and say nothing."""
        cleaned = super().clean() or {}
        if not self.errors and not any(self._place(each.code) for each in self.survey.asks):
            self.add_error(self.survey.asks[0].code, "Answer at least one statement")
        return cleaned

    @property
    def topics(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each topic with the fields of its statements."""
        for topic in dict.fromkeys(each.topic for each in self.survey.asks):
            yield topic, [self[each.code] for each in self.survey.asks if each.topic == topic]

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields of what somebody may say about themselves."""
        return [self[column] for column in ABOUT]

    @property
    def answer(self) -> Answer:
        """The answer, once the form is valid."""
        return Answer(
            said=tuple(self._place(each.code) for each in self.survey.asks),
            about=tuple(self._place(column) for column in ABOUT),
        )

    def _place(self, name: str) -> int:
        return int(self.cleaned_data.get(name) or NOT_SAID)


def _places(label: str, levels: tuple[str, ...]) -> forms.ChoiceField:
    choices = [(str(place), level) for place, level in enumerate(levels, start=1)]
    return forms.ChoiceField(
        label=label,
        choices=[*choices, PREFER_NOT],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one from the list"},
    )


class PlanForm(forms.Form):
    """What a survey is called, and when it is open."""

    name = forms.CharField(
        label="What is it called?",
        help_text="For example, Spring 2027",
        max_length=80,
        error_messages={
            "required": "Enter what the survey is called",
            "max_length": "What the survey is called must be 80 characters or fewer",
        },
    )
    first_day = DateField(name="first day", label="First day", help_text="For example, 1 3 2027")
    last_day = DateField(
        name="last day",
        label="Last day",
        help_text="It is open until the end of this day. For example, 21 3 2027",
    )

    def clean_first_day(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["first_day"]
        if day < clock.today():
            raise forms.ValidationError("The first day must be today or in the future")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first, and one too far from it."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the same as or after the first day")
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("last_day", f"A survey must be open for {LONGEST_DAYS} days or fewer")
        return cleaned

    @property
    def planned(self) -> Planned:
        """What was planned, once the form is valid."""
        return Planned(**{name: self.cleaned_data[name] for name in ("name", "first_day", "last_day")})


class VersionForm(forms.Form):
    """The version of the survey that the person looked at."""

    version = forms.IntegerField(min_value=1)
