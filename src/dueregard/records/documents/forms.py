from collections.abc import Sequence
from typing import Any

from django import forms

from dueregard.design.forms import words
from dueregard.records.documents.actions import Sentence
from dueregard.records.documents.models import Sort, Statement
from dueregard.records.evidence import EvidenceVersion


class SentenceForm(forms.Form):
    """A sentence of a document, of which sort it is, and what it rests on."""

    section = forms.ChoiceField(label="In which section?")
    text = words("What does it say?", "Enter what it says")
    sort = forms.ChoiceField(
        label="What is it?",
        help_text="Facts and judgements rest on evidence or records, commitments on who and when, law on its section.",
        choices=Sort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    rests_on = forms.CharField(
        label="What does it rest on, besides evidence?",
        help_text="Such as an act and its section, a decision and its date, or who does it by when.",
        max_length=300,
        required=False,
    )
    cites = forms.MultipleChoiceField(
        label="Which evidence?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        sections: Sequence[tuple[str, str]],
        versions: Sequence[EvidenceVersion],
        statement: Statement | None = None,
        **kwargs: Any,
    ) -> None:
        self.statement = statement
        if statement is not None:
            kwargs["initial"] = self._initial_of(statement)
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        choices = [(key, str(version)) for key, version in self.versions.items()]
        self.fields["cites"].choices = choices  # type: ignore[attr-defined]  # a choice field has them
        self.fields["section"].choices = list(sections)  # type: ignore[attr-defined]  # so has it
        if not choices:
            del self.fields["cites"]
        if statement is not None:
            del self.fields["section"]

    @staticmethod
    def _initial_of(statement: Statement) -> dict[str, Any]:
        return {
            "text": statement.text,
            "sort": statement.sort,
            "rests_on": statement.rests_on,
            "cites": [str(version.pk) for version in statement.cites.all()],
        }

    @property
    def sentence(self) -> Sentence:
        """The sentence, once the form is valid; where it rests on the same record still, the way there stays."""
        said, before = self.cleaned_data, self.statement
        is_same = before is not None and before.rests_on == said["rests_on"]
        return Sentence(
            section=before.section if before is not None else said["section"],
            sort=Sort(said["sort"]),
            text=said["text"],
            rests_on=said["rests_on"],
            href=before.href if before is not None and is_same else "",
            cites=[self.versions[key] for key in said.get("cites", [])],
        )


class DigestForm(forms.Form):
    """The digest of the draft that was read."""

    sha256 = forms.CharField(max_length=64)


class PublishForm(forms.Form):
    """What is different from the edition before."""

    corrects = words(
        "What is different from the last edition?", "Enter what is different from the last edition"
    )
