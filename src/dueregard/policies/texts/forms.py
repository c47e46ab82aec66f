from typing import Any
from uuid import UUID

from django import forms

from dueregard.almanac import clock
from dueregard.decisions.models import Proposal
from dueregard.design.forms import DateField, words
from dueregard.people.models import Person
from dueregard.policies.texts.actions import Described
from dueregard.policies.texts.models import Audience, Covered, Policy, ReviewOutcome, Stage, Version
from dueregard.policies.texts.reports import CONSULTED, DUE

TEXT_LIMIT = 10_000
FOR_EVERYONE = [
    ("", "Every stage"),
    (Stage.LAUNCHED.value, "In force"),
    (Stage.RETIRED.value, "No longer in force"),
]
FOR_THOSE_AT_WORK = [
    ("", "Every stage"),
    (Stage.DRAFT.value, "Draft"),
    (CONSULTED, "Draft, consulted on"),
    (Stage.APPROVED.value, "Approved, not launched yet"),
    (Stage.LAUNCHED.value, "In force"),
    (DUE, "In force, review due"),
    (Stage.RETIRED.value, "No longer in force"),
]


class FilterForm(forms.Form):
    """How the list is narrowed. What cannot be is left out, not refused."""

    q = forms.CharField(
        label="Words in the title or purpose",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )
    covers = forms.ChoiceField(
        label="Whom it covers", required=False, choices=[("", "Everyone"), *Covered.choices]
    )
    stage = forms.ChoiceField(label="Stage", required=False)

    def __init__(self, *args: Any, is_at_work: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = FOR_THOSE_AT_WORK if is_at_work else FOR_EVERYONE  # type: ignore[attr-defined]  # a ChoiceField has them


class DescribeForm(forms.Form):
    """What a policy is, and whom it is for."""

    title = forms.CharField(
        label="What is it called?",
        max_length=200,
        error_messages={"required": "Enter what it is called", "max_length": "Use 200 characters or fewer"},
    )
    purpose = words(
        "What is it for?", "Enter what it is for", help_text="One or two sentences that everyone understands."
    )
    audience = forms.ChoiceField(
        label="Who must read it?",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who must read it"},
    )
    covers = forms.MultipleChoiceField(
        label="Whom does it cover?",
        help_text="People find it by this. Select all to whom it applies, or who gain by it.",
        choices=Covered.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select whom it covers"},
    )
    is_public = forms.BooleanField(
        label="The public may read it while it is in force", required=False, label_suffix=""
    )

    @property
    def described(self) -> Described:
        """What the policy is, once the form is valid."""
        return Described(**{k: v for k, v in self.cleaned_data.items() if k != "token"})

    @staticmethod
    def initial_of(policy: Policy) -> dict[str, Any]:
        """Return the fields as a policy fills them."""
        return {name: getattr(policy, name) for name in DescribeForm.base_fields}


class BeginForm(DescribeForm):
    """A policy that begins now."""

    token = forms.UUIDField(widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """A button, with the revision of the draft that the person looked at."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ClauseForm(RevisionForm):
    """How a clause reads."""

    heading = forms.CharField(
        label="Heading",
        max_length=150,
        error_messages={"required": "Enter a heading", "max_length": "Use 150 characters or fewer"},
    )
    text = forms.CharField(
        label="Text",
        help_text="Leave an empty line between two paragraphs.",
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": "Enter the text",
            "max_length": f"The text must be {TEXT_LIMIT:,} characters or fewer",
        },
    )

    def clean_text(self) -> str:
        """Return the text with the ends of lines as they are kept."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class NewClauseForm(ClauseForm):
    """A clause that is added."""

    after = forms.ChoiceField(label="Where does it stand?", required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        behind = [(one["key"], f"Behind “{one['heading']}”") for one in version.clauses]
        self.fields["after"].choices = [("", "At the end"), *behind]  # type: ignore[attr-defined]  # a ChoiceField has them


class GroundsForm(forms.Form):
    """On the decision about which proposal a version rests."""

    proposal = forms.ChoiceField(
        label="Which proposal does it rest on?",
        help_text="It can be approved once that proposal is decided and goes ahead.",
        error_messages={"required": "Select a proposal"},
    )

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = {str(one.pk): one for one in proposals}
        named = (
            (key, f"{one.title} ({one.get_stage_display().lower()})") for key, one in self.proposals.items()
        )
        self.fields["proposal"].choices = [("", "Select a proposal"), *named]  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean_proposal(self) -> Proposal:
        """Return the proposal behind the choice."""
        return self.proposals[self.cleaned_data["proposal"]]


class WhatChangedForm(forms.Form):
    """What changes, and how much it matters."""

    is_material = forms.ChoiceField(
        label="How much does it change?",
        choices=[
            ("yes", "Materially: everybody for whom it is reads it again"),
            ("no", "A minor correction: nobody is asked to read it again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how much it changes"},
    )
    words = words(
        "What changed, in plain words?",
        "Enter what changed",
        help_text="This is what people read first. For example: “You can now take leave by the hour.”",
    )


class HandOverForm(forms.Form):
    """Who owns a policy from now on."""

    to = forms.ChoiceField(
        label="Who owns it from now on?",
        help_text="People who hold the office of policy owners now.",
        error_messages={"required": "Select who owns it from now on"},
    )

    def __init__(self, *args: Any, owners: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(person.pk): person for person in owners}
        named = ((key, f"{person}, {person.staff.job_title}") for key, person in self.owners.items())
        self.fields["to"].choices = [("", "Select somebody"), *named]  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean_to(self) -> Person:
        """Return the person behind the choice."""
        return self.owners[self.cleaned_data["to"]]


class LaunchForm(forms.Form):
    """When a version is looked at again."""

    review_on = DateField(name="day to look at it again", label="When is it looked at again?")

    def clean_review_on(self) -> Any:
        """Refuse a day that is not in the future."""
        return _in_the_future(self.cleaned_data["review_on"])


class ReviewForm(forms.Form):
    """How a policy comes out of being looked at again."""

    outcome = forms.ChoiceField(
        label="How does it come out?",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it comes out"},
    )
    because = words("Why?", "Enter why", help_text="What you looked at, and what you found.")
    next_on = DateField(
        name="next day to look at it",
        label="When is it looked at next?",
        help_text="Leave this empty if it is not needed any more.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the next day, unless the policy is to go."""
        said = super().clean() or {}
        if said.get("outcome") in (None, ReviewOutcome.RETIRE) or "next_on" in self.errors:
            return said
        if said.get("next_on") is None:
            self.add_error("next_on", "Enter the next day to look at it")
        elif said["next_on"] <= clock.today():
            self.add_error("next_on", "The next day to look at it must be in the future")
        return said


class WhyForm(forms.Form):
    """Why a version is given up, or a policy taken out of force."""

    because = words("Why?", "Enter why")


def token_of(form: forms.Form) -> UUID:
    """Return the token of a valid form."""
    found: UUID = form.cleaned_data["token"]
    return found


def _in_the_future(day: Any) -> Any:
    if day is not None and day <= clock.today():
        raise forms.ValidationError("The day to look at it again must be in the future")
    return day
