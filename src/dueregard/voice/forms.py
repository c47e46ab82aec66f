from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from dueregard.almanac import clock
from dueregard.design.forms import DateField, words
from dueregard.people.models import Person, PersonQuerySet
from dueregard.people.person_field import PersonField
from dueregard.voice.subjects import PROMISING, About, ChangeKind, Said, Stage, Theme

MOST_PROMISES = 10


class BoardForm(forms.Form):
    """How the board is narrowed. What cannot be is left out, not refused."""

    q = forms.CharField(
        label="Words",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )
    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[("", "Every stage"), *(each for each in Stage.choices if each[0] != Stage.WITHDRAWN)],
    )
    theme = forms.ChoiceField(label="Theme", required=False, choices=[("", "Every theme"), *Theme.choices])
    kind = forms.ChoiceField(label="About", required=False, choices=[("", "Everything"), *About.choices])
    leader = forms.ChoiceField(label="Who must answer", required=False)
    late = forms.BooleanField(label="Late ones only", required=False)

    def __init__(self, *args: Any, leaders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Everybody"), *((str(each.pk), each.name) for each in leaders)]
        self.fields["leader"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them


class AcknowledgeForm(forms.Form):
    """A few words to those who raised it, if there is anything to say."""

    words = words("What happens now", help_text="You can leave this empty.")


class BecauseForm(forms.Form):
    """A reason, in writing."""

    because = words("Why", "Enter why")


class PassOnForm(forms.Form):
    """Another leader, and why."""

    to = PersonField(
        label="Who should answer it",
        help_text="Full name or email address of somebody who manages people or leads in their role.",
        nobody="No leader has this name or email address. Check both",
        error_messages={"required": "Enter who should answer it"},
    )
    because = words("Why", "Enter why somebody else should answer it")

    def __init__(self, *args: Any, people: PersonQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].people = people  # type: ignore[attr-defined]  # a PersonField has them


class AnswerForm(forms.Form):
    """What will be done and why, and the promises: as many groups of fields as are asked for."""

    kind = forms.ChoiceField(
        label="Your answer",
        choices=Said.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    words = words("Why", "Enter why", help_text="All staff will read this.", rows=6)

    def __init__(self, *args: Any, people: PersonQuerySet, groups: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = max(1, min(groups, MOST_PROMISES))
        for number in range(1, self.groups + 1):
            self.fields[f"what_{number}"] = words(f"Promise {number}: what will be done", rows=2)
            self.fields[f"by_when_{number}"] = DateField(
                name=f"day of promise {number}",
                label=f"Promise {number}: by when",
                help_text="For example, 27 3 2027",
                required=False,
            )
            owner = PersonField(
                label=f"Promise {number}: who does it",
                help_text="Full name or email address. Leave this empty if you do it yourself.",
                nobody="Nobody here has this name or email address. Check both",
                required=False,
            )
            owner.people = people
            self.fields[f"owner_{number}"] = owner

    @property
    def may_have_more(self) -> bool:
        """Whether one more promise can be added."""
        return self.groups < MOST_PROMISES

    def without_errors(self) -> "AnswerForm":
        """Return the form with what was written so far, before anybody asked to send it."""
        self._errors = ErrorDict()
        return self

    def promises(self, by: Person) -> tuple[tuple[str, date, Person], ...]:
        """Return the promises of a valid form."""
        said = self.cleaned_data
        numbers = [number for number in range(1, self.groups + 1) if said[f"what_{number}"]]
        return tuple(
            (said[f"what_{number}"], said[f"by_when_{number}"], said[f"owner_{number}"] or by)
            for number in numbers
        )

    def clean(self) -> dict[str, Any]:
        """Check each promise as a whole, and that a yes has one and a no has none."""
        said = super().clean() or {}
        given = [number for number in range(1, self.groups + 1) if self._is_begun(number)]
        for number in given:
            self._check(number, said)
        kind = said.get("kind")
        if kind in PROMISING and not given:
            self.add_error("what_1", "Enter what will be done: a yes needs at least one promise")
        if kind == Said.WILL_NOT and given:
            self.add_error(
                f"what_{given[0]}", "Empty the promises, or select another answer: a no has no promises"
            )
        return said

    def _is_begun(self, number: int) -> bool:
        names = (f"what_{number}", f"by_when_{number}", f"owner_{number}")
        return any(name in self.errors or self.cleaned_data.get(name) for name in names)

    def _check(self, number: int, said: dict[str, Any]) -> None:
        what, by_when = f"what_{number}", f"by_when_{number}"
        if what not in self.errors and not said.get(what):
            self.add_error(what, f"Enter what will be done in promise {number}")
        if by_when in self.errors:
            return
        if not said.get(by_when):
            self.add_error(by_when, f"Enter the day of promise {number}")
        elif said[by_when] < clock.today():
            self.add_error(by_when, f"The day of promise {number} must be today or later")


class KeepForm(forms.Form):
    """How a promise was kept."""

    how = words("What was done", "Enter what was done", help_text="All staff will read this.")


class MoveForm(forms.Form):
    """Another day for a promise, and why."""

    to = DateField(name="new day", label="New day", help_text="For example, 27 3 2027")
    because = words("Why", "Enter why it is moved", help_text="All staff will read this.")


class ChangeForm(forms.Form):
    """What became another because of an issue about practice."""

    kind = forms.ChoiceField(
        label="What changed",
        choices=ChangeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what changed"},
    )
    name = forms.CharField(
        label="Its name",
        help_text="All staff will read this. For example, “Writing letters in plain words, version 3”.",
        max_length=200,
        error_messages={"required": "Enter its name"},
    )
    where = forms.CharField(
        label="Where it is read",
        help_text="An address on the intranet, or the name of the place.",
        max_length=500,
        error_messages={"required": "Enter where it is read"},
    )
    made_on = DateField(name="day", label="Since when", help_text="For example, 27 3 2027")


class RemitsForm(forms.Form):
    """A leader for each theme."""

    def __init__(self, *args: Any, people: PersonQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in Theme:
            field = PersonField(
                label=theme.label,
                nobody=f"No leader has the name or email address entered for “{theme.label}”. Check both",
                required=False,
            )
            field.people = people
            self.fields[theme.value] = field
