from typing import Any

from django import forms

from dueregard.networks.membership import handles
from dueregard.networks.membership.models import Dial, Network, Role

CALENDAR = (
    ("busy", "“Busy”, and nothing else"),
    ("meeting", "The sort of meeting, such as “Coffee catch-up”"),
    ("full", "The name of the network and the title"),
)

OTHER = "other"


class HandleForm(forms.Form):
    """What somebody is called in a network: one of three that are offered, or one of their own."""

    handle = forms.ChoiceField(
        label="What should other members call you?",
        help_text="The name is for this network alone. Nothing joins it to you, or to another network.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a name, or write one of your own",
            "invalid_choice": "Select a name, or write one of your own",
        },
    )
    own = forms.CharField(
        label="A name of your own, if you like none of these",
        help_text="Not your real name, your initials or anything that colleagues would know you by.",
        required=False,
        max_length=handles.LONGEST,
        error_messages={"max_length": f"The name must have {handles.LONGEST} characters or fewer"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    offered = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, offered: list[str], **options: Any) -> None:
        if data is not None and data.get("offered"):
            offered = data["offered"].split("|")[:3]  # what was on the page that was sent
        super().__init__(data, **options)
        field = self.fields["handle"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, each) for each in offered] + [(OTHER, "Another name, which I write below")]
        self.fields["handle"].initial = offered[0]
        self.fields["offered"].initial = "|".join(offered)

    def clean(self) -> dict[str, Any]:
        """Put the chosen name into `handle`."""
        cleaned = super().clean() or {}
        if cleaned.get("handle") == OTHER:
            cleaned["handle"] = cleaned.get("own", "")
            if not cleaned["handle"] and "own" not in self.errors:
                self.add_error("own", "Enter the name that you want to use")
        return cleaned


class JoinForm(HandleForm):
    """How somebody wants to sit in a network. Private is chosen unless they say otherwise."""

    dial = forms.ChoiceField(
        label="Who may see your real name?",
        help_text="You can go quieter at once, at any time. Going louder takes a day.",
        choices=[
            (Dial.PRIVATE, "Nobody (private)"),
            (Dial.MEMBERS, "Members of this network"),
            (Dial.OPEN, "Everyone on the staff (open)"),
        ],
        initial=Dial.PRIVATE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may see your real name"},
    )


class LouderForm(forms.Form):
    """A louder setting of the dial, confirmed by typing the name that will be seen."""

    dial = forms.ChoiceField(
        label="Who should see your real name?",
        choices=[(Dial.MEMBERS, "Members of this network"), (Dial.OPEN, "Everyone on the staff (open)")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who should see your real name"},
    )
    typed = forms.CharField(
        label="Type your name, as it will be seen",
        max_length=150,
        error_messages={"required": "Type your name to confirm"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CalendarForm(forms.Form):
    """What the meetings of a network are called in one's own calendar."""

    calendar = forms.ChoiceField(
        label="What should your own calendar say for meetings of this network?",
        choices=CALENDAR,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your calendar should say"},
    )


class OfferRoleForm(forms.Form):
    """A role that is passed on by a code."""

    role = forms.ChoiceField(
        label="Which role?",
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role"},
    )
    gives_up_own = forms.BooleanField(
        label="It is my own role, and mine ends when the code is used", required=False
    )


class TakeRoleForm(forms.Form):
    """The code of a role."""

    code = forms.CharField(
        label="If somebody gave you the code of a role, enter it here",
        help_text="For example, heron-otter-finch-wren",
        max_length=80,
        error_messages={"required": "Enter the code"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ProposeForm(HandleForm):
    """A new network and its charter."""

    name = forms.CharField(
        label="Name of the network",
        max_length=60,
        error_messages={"required": "Enter a name for the network"},
    )
    purpose = forms.CharField(
        label="What is it for?",
        help_text="One sentence. Everyone on the staff reads it.",
        max_length=300,
        error_messages={"required": "Enter what the network is for"},
    )
    for_whom = forms.CharField(
        label="Who is it for?",
        help_text="For example, anyone who cares for a relative or a friend.",
        max_length=300,
        error_messages={"required": "Enter who the network is for"},
    )
    about = forms.CharField(
        label="What will it do?",
        help_text="What members can expect, and how it helps the service and the people it serves.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Enter what the network will do",
            "max_length": "What it will do must be 5,000 characters or fewer",
        },
    )
    suggested = forms.ChoiceField(
        label="How should members start, unless they choose otherwise?",
        choices=[
            (Dial.PRIVATE, "In private"),
            (Dial.MEMBERS, "Their name is seen by members"),
            (Dial.OPEN, "Their name is seen by everyone on the staff"),
        ],
        initial=Dial.PRIVATE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how members should start"},
    )
    field_order = ("name", "purpose", "for_whom", "about", "suggested", "handle", "own", "offered")

    def clean_name(self) -> str:
        """Refuse a name that a network has already."""
        name: str = self.cleaned_data["name"]
        if Network.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is a network of this name already, or one waits for approval")
        return name


class DeclineForm(forms.Form):
    """Why a network is not approved."""

    reason = forms.CharField(
        label="Why is it not approved?",
        help_text="Whoever proposed it reads this. You are not told who that is.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Enter why the network is not approved",
            "max_length": "The reason must be 1,000 characters or fewer",
        },
    )
