from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q

from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.design.forms import DateField
from dueregard.people.actions import latest_end
from dueregard.people.holdings import GRANTED
from dueregard.people.models import Person, PersonQuerySet

MATCHES_SHOWN = 10
IN_FORCE, WAITING, OVER = "in-force", "waiting", "over"


class FindRolesForm(forms.Form):
    """Which holdings to list."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            (IN_FORCE, "In force, or to come"),
            (WAITING, "Waiting for a second person"),
            (OVER, "Ended"),
        ],
    )
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "Every role that is given"), *ROLES.items()]
    )
    q = forms.CharField(
        label="Name",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )


class AskForRoleForm(forms.Form):
    """Who is to be given which role, from when, until when, and why."""

    who = forms.CharField(
        label="Whose role is it?",
        help_text="Name or email address.",
        max_length=150,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={"required": "Enter the name or the email address of the person"},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Select a role"), *GRANTED.items()],
        error_messages={"required": "Select a role"},
    )
    starts = DateField(name="first day", label="First day")
    ends = DateField(
        name="last day",
        label="Last day",
        help_text="At most three years from today. The role ends by itself after this day.",
    )
    why = forms.CharField(
        label="Why is it needed?",
        help_text="For the second person, and for the record. Do not write anything private.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter why the role is needed",
            "max_length": "Why the role is needed must be %(limit_value)d characters or fewer",
        },
    )

    def __init__(self, *args: Any, people: PersonQuerySet, **kwargs: Any) -> None:
        """Look for the person; where several people match, ask which of them is meant."""
        super().__init__(*args, **kwargs)
        self._matches: list[Person] = []
        self._is_too_wide = False
        who = str(self.data.get("who", "")).strip() if self.is_bound else ""
        if who:
            found = list(_matching(people, who)[: MATCHES_SHOWN + 1])
            self._is_too_wide = len(found) > MATCHES_SHOWN
            self._matches = found[:MATCHES_SHOWN]
        if len(self._matches) > 1 and not self._is_too_wide:
            self.fields["person"] = forms.ChoiceField(
                label="Who of these?",
                widget=forms.RadioSelect,
                choices=[(str(each.pk), f"{each.name}, {each.email}") for each in self._matches],
                error_messages={"required": "Several people match. Select one of them"},
            )
            self.order_fields(["who", "person"])

    def clean_who(self) -> str:
        """Refuse a name that nobody has, or too many have."""
        if not self._matches:
            raise forms.ValidationError("Nobody who can sign in has this name or email address. Check both")
        if self._is_too_wide:
            raise forms.ValidationError("Too many people match. Enter the full name, or the email address")
        return str(self.cleaned_data["who"])

    def clean_starts(self) -> datetime:
        """Return the beginning of the first day."""
        first = self.cleaned_data["starts"]
        if first < clock.day_of(clock.now()):
            raise forms.ValidationError("The first day must be today or later")
        return datetime.combine(first, time(), tzinfo=clock.LONDON)

    def clean_ends(self) -> datetime:
        """Return the moment after the last day."""
        last = self.cleaned_data["ends"]
        latest = latest_end(clock.now()).date() - timedelta(days=1)
        if last > latest:
            raise forms.ValidationError(
                f"The last day must be {latest.day} {latest:%B %Y} or earlier: a role runs for at most three years"
            )
        if last < clock.day_of(clock.now()):
            raise forms.ValidationError("The last day must be today or later")
        return datetime.combine(last + timedelta(days=1), time(), tzinfo=clock.LONDON)

    def clean(self) -> dict[str, Any]:
        """Check the two days together, and add the `found` person."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "The last day must be the same as or after the first day")
        chosen = cleaned.get("person")
        if chosen or len(self._matches) == 1:
            cleaned["found"] = next(each for each in self._matches if chosen in {None, str(each.pk)})
        return cleaned


def _matching(people: PersonQuerySet, who: str) -> PersonQuerySet:
    by_email = people.filter(email__iexact=who)
    if by_email:
        return by_email
    by_name = Q()
    for word in who.split():
        by_name &= Q(name__icontains=word)
    return people.filter(by_name)


class LeavingForm(forms.Form):
    """When somebody leaves, and from when they are not let in any more."""

    AT_ONCE, AFTER = "at-once", "after"

    when = forms.ChoiceField(
        label="When does their access end?",
        widget=forms.RadioSelect,
        choices=[
            (AFTER, "After their last day"),
            (AT_ONCE, "At once: they are signed out now, wherever they are signed in"),
        ],
        error_messages={"required": "Select when their access ends"},
    )
    last_day = DateField(name="last day", label="Their last day of work")

    def __init__(self, *args: Any, started: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._started = started

    @property
    def is_at_once(self) -> bool:
        """Whether access ends now."""
        return bool(self.cleaned_data["when"] == self.AT_ONCE)

    def clean(self) -> dict[str, Any]:
        """Check the day against the choice."""
        cleaned = super().clean() or {}
        last, when, today = cleaned.get("last_day"), cleaned.get("when"), clock.day_of(clock.now())
        if last and last < self._started:
            self.add_error("last_day", "The last day must not be before their first day")
        elif last and when == self.AT_ONCE and last > today:
            self.add_error("last_day", "Where access ends at once, the last day must be today or earlier")
        elif last and when == self.AFTER and last < today:
            self.add_error(
                "last_day", "Where access ends after the last day, that day must be today or later"
            )
        return cleaned
