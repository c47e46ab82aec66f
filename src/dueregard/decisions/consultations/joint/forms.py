"""What is written, marked and set in a room about a consultation."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from dueregard.decisions.consultations.models import Question
from dueregard.design.forms import DateField
from dueregard.networks.conversations.forms import WordsField
from dueregard.voice.collective.joint.content import Content, Mark, Texts, beginning, paragraphs

LONGEST_ANSWER = 5_000
LONGEST_WHY = 500
RESENT = "Open this page again, then send it"


class TextsForm(forms.Form):
    """The texts: one field for each question that is answered in words."""

    def __init__(self, *args: Any, questions: Sequence[Question], texts: Texts, **options: Any) -> None:
        super().__init__(*args, **options)
        self._questions = [each for each in questions if not each.is_choice]
        for question in self._questions:
            self.fields[_name(question)] = WordsField(
                label=question.text,
                longest=LONGEST_ANSWER,
                rows=8,
                initial=texts.get(str(question.pk), ""),
            )
        self.fields["token"] = forms.UUIDField(
            widget=forms.HiddenInput, initial=uuid4, error_messages={"required": RESENT}
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one answer."""
        cleaned = super().clean() or {}
        if not self.errors and not paragraphs(self._texts(cleaned)):
            raise forms.ValidationError("Answer at least one question")
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by the key of the question, once the form is valid."""
        return self._texts(self.cleaned_data)

    def _texts(self, cleaned: dict[str, Any]) -> dict[str, str]:
        return {str(question.pk): cleaned.get(_name(question), "") for question in self._questions}


class MarkForm(forms.Form):
    """The paragraphs that a member has a concern about, and why."""

    concerns = forms.TypedMultipleChoiceField(
        label="Which paragraphs do you have a concern about?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Those that you leave empty count as agreed.",
    )
    words = WordsField(
        label="Why? (optional)",
        longest=LONGEST_WHY,
        rows=4,
        help_text="It is read only if at least 10 members, and one in five of those who mark, have a concern about the "
        "same paragraph. Then it goes out with the response, without your name: name nobody, and leave out what points "
        "to you.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, content: Content, mine: Mark | None) -> None:
        initial: dict[str, Any] = {"version": content.latest.number}
        if mine is not None:
            initial |= {"concerns": sorted(mine.concerns), "words": mine.words}
        super().__init__(data, initial=initial)
        field = self.fields["concerns"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (each.number, f"Paragraph {each.number}: {beginning(each.text, longest=70)}")
            for each in content.paragraphs
        ]

    @property
    def mark(self) -> Mark:
        """The mark, once the form is valid."""
        return Mark(frozenset(self.cleaned_data["concerns"]), self.cleaned_data["words"])


class UntilForm(forms.Form):
    """The last day on which members mark a text."""

    until = DateField(
        label="Until the end of which day can members mark it?",
        name="last day to mark it",
        help_text="At least two days from today, and before the consultation closes. For example, 27 3 2027",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _name(question: Question) -> str:
    return f"question_{question.place}"
