"""The form of answers: one field for each question, and consent beside each that is in words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from dueregard.decisions.consultations.answering.actions import Said
from dueregard.decisions.consultations.equality.models import CHARACTERISTICS
from dueregard.decisions.consultations.models import Question
from dueregard.people.leaving_nothing import FORGOTTEN

LONGEST = 10_000


class AnswerForm(forms.Form):
    """What somebody answers. With `forgets` the browser is asked to keep nothing of it."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        is_young: bool = False,
        forgets: bool = False,
        said: Mapping[UUID, Said] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._questions = questions
        for question in questions:
            name, text = (
                f"question_{question.place}",
                (question.young_text if is_young else "") or question.text,
            )
            before = (said or {}).get(question.pk, Said())
            if question.is_choice:
                self.fields[name] = forms.ChoiceField(
                    label=text,
                    required=False,
                    choices=[(one, one) for one in question.choices],
                    widget=forms.RadioSelect,
                    initial=before.choice,
                    error_messages={"invalid_choice": "Choose one of the answers"},
                )
                continue
            self.fields[name] = forms.CharField(
                label=text,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 6} | (FORGOTTEN if forgets else {})),
                initial=before.words,
                error_messages={"max_length": f"This answer must be {LONGEST:,} characters or fewer"},
            )
            self.fields[f"quote_{question.place}"] = forms.BooleanField(
                label=f"You may quote my answer to question {question.place}, without my name"
                if not is_young
                else "You can show what I wrote to other people. Do not say my name.",
                required=False,
                initial=before.may_be_quoted,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one answer."""
        cleaned = super().clean() or {}
        if not self.errors and all(said.is_empty for said in self._said(cleaned).values()):
            raise forms.ValidationError("Answer at least one question")
        return cleaned

    @property
    def said(self) -> dict[UUID, Said]:
        """What was answered, once the form is valid."""
        return self._said(self.cleaned_data)

    def _said(self, cleaned: Mapping[str, Any]) -> dict[UUID, Said]:
        return {
            question.pk: Said(choice=cleaned.get(f"question_{question.place}", ""))
            if question.is_choice
            else Said(
                words=cleaned.get(f"question_{question.place}", ""),
                may_be_quoted=bool(cleaned.get(f"quote_{question.place}")),
            )
            for question in self._questions
        }


class AboutYouForm(forms.Form):
    """What somebody may say about themselves, which is kept apart from what they answered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (title, levels) in CHARACTERISTICS.items():
            self.fields[name] = forms.ChoiceField(
                label=title,
                required=False,
                choices=[(level, level) for level in levels],
                widget=forms.RadioSelect,
            )


class UploadForm(forms.Form):
    """A file of answers gathered elsewhere."""

    source = forms.CharField(
        label="Where were the answers gathered?",
        help_text="For example, “Paper forms at the open day in Birch Moor”. Name nobody.",
        max_length=100,
        error_messages={
            "required": "Enter where the answers were gathered",
            "max_length": "Use 100 characters or fewer",
        },
    )
    file = forms.FileField(
        label="File",
        help_text="A CSV file in UTF-8, up to 5 MB and 5,000 rows.",
        max_length=150,
        error_messages={
            "required": "Select the file",
            "empty": "The file is empty. Export it again and check that it has rows",
        },
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    MOST_OCTETS = 5_000_000

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > self.MOST_OCTETS:
            raise forms.ValidationError("The file must be smaller than 5 MB. Cut it into parts")
        return file
