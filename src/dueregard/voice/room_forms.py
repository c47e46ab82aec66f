"""What members write in a room to be said to the outside."""

from typing import Any
from uuid import uuid4

from django import forms

from dueregard.networks.conversations.forms import WordsField
from dueregard.people.models import Person
from dueregard.voice.collective.motions import Wording
from dueregard.voice.subjects import About, Theme, Verdict

LONGEST_TITLE = 120
LONGEST_TEXT = 4_000
SHOWN, HIDDEN = "shown", "hidden"
RESENT = "Open this page again, then send it"


class RaiseForm(forms.Form):
    """An issue that the network means to raise."""

    about = forms.ChoiceField(
        label="What is it about?",
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )
    theme = forms.ChoiceField(label="Theme", error_messages={"required": "Select a theme"})
    title = WordsField(
        label="Title",
        longest=LONGEST_TITLE,
        empty="Enter a title",
        help_text="For example: No accessible bag among the laptop bags we can order.",
    )
    text = WordsField(
        label="What is the matter?",
        longest=LONGEST_TEXT,
        empty="Enter what the matter is",
        rows=8,
        help_text="Name nobody, yourself included, and no case. Leave out dates, offices and jobs that point to "
        "somebody.",
    )
    wanted = WordsField(label="What would help?", longest=LONGEST_TEXT, empty="Enter what would help", rows=4)
    leader = forms.ChoiceField(
        label="Who must answer?",
        required=False,
        help_text="If you are not sure, leave it: each theme has a leader who answers.",
    )
    shown = forms.ChoiceField(
        label="Who reads it?",
        widget=forms.RadioSelect,
        choices=[
            (SHOWN, "Everyone on the staff, with the name of this network"),
            (
                HIDDEN,
                "Only who must answer, and this network. Others see the theme, the month and the answer",
            ),
        ],
        error_messages={"required": "Select who reads it"},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages={"required": RESENT})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, leaders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("theme", [("", "Choose a theme"), *Theme.choices]),
            (
                "leader",
                [("", "Whoever answers for the theme"), *((str(each.pk), each.name) for each in leaders)],
            ),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @property
    def wording(self) -> Wording:
        """The words of the motion."""
        said = self.cleaned_data
        words = {name: said[name] for name in ("about", "theme", "title", "text", "wanted", "leader")}
        return Wording(**words, is_shown=said["shown"] == SHOWN)


def written(wording: Wording) -> dict[str, Any]:
    """Return what stands in the form for words that were written before."""
    names = ("about", "theme", "title", "text", "wanted", "leader")
    return {name: getattr(wording, name) for name in names} | {"shown": SHOWN if wording.is_shown else HIDDEN}


class VerdictForm(forms.Form):
    """Whether an answer helped."""

    verdict = forms.ChoiceField(
        label="Did the answer help?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it helped"},
    )
    text = WordsField(
        label="What else should be said? (optional)",
        longest=LONGEST_TEXT,
        rows=4,
        help_text="Whoever reads the issue reads this. Name nobody.",
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages={"required": RESENT})

    @property
    def wording(self) -> Wording:
        """The words of the motion."""
        return Wording(verdict=self.cleaned_data["verdict"], text=self.cleaned_data["text"])


class TokenForm(forms.Form):
    """A button that begins a motion without words."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
