from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

import disparity
from dueregard.statistics import examples

OWN_PLAN = "own"
PLAN_LIMIT_BYTES = 500_000
PROBLEMS_SHOWN = 20


class AddDatasetForm(forms.Form):
    """A file of microdata, and the plan that says how to read and compare it."""

    file = forms.FileField(
        label="Data file",
        max_length=150,
        error_messages={
            "required": "Select the data file",
            "empty": "The data file is empty. Export it again and check that it has rows",
            "max_length": "The name of the data file is too long. Give it a name of at most %(max)d characters",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.parquet,.xlsx"}),
    )
    plan = forms.ChoiceField(
        label="Which plan?", widget=forms.RadioSelect, error_messages={"required": "Select a plan"}
    )
    plan_file = forms.FileField(
        label="Your plan file",
        help_text="A TOML file. You only need it if you selected “My own plan”.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = {plan.slug: plan for plan in examples.plans()}
        choice = self.fields["plan"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            (OWN_PLAN, "My own plan"),
            *((plan.slug, f"Example: {plan.title}") for plan in self.examples.values()),
        ]
        self.fields["file"].help_text = (
            f"CSV, Parquet or Excel (.xlsx), up to {settings.UPLOAD_LIMIT_MB} MB. "
            "One row for each person or case."
        )

    def clean(self) -> dict[str, Any]:
        """Read the plan that was chosen into `plan_text`; each problem in it is an error beside its field."""
        cleaned = super().clean() or {}
        chosen = cleaned.get("plan")
        if chosen == OWN_PLAN:
            uploaded = cleaned.get("plan_file")
            if uploaded is None:
                self.add_error("plan_file", "Select your plan file, or choose an example plan")
            elif uploaded.size > PLAN_LIMIT_BYTES:
                self.add_error(
                    "plan_file",
                    "The plan file is larger than 500 KB. A plan is a short text: is this the right file?",
                )
            else:
                cleaned["plan_text"] = uploaded.read()
                self._check_plan(cleaned["plan_text"])
        elif chosen:
            cleaned["plan_text"] = self.examples[chosen].text
        return cleaned

    def _check_plan(self, text: bytes) -> None:
        try:
            disparity.read_plan(text)
        except disparity.PlanError as error:
            sentences = [str(problem) for problem in error.problems]
            more = len(sentences) - PROBLEMS_SHOWN
            if more > 0:
                sentences = [*sentences[:PROBLEMS_SHOWN], f"There are {more:,} more problems after these"]
            self.add_error("plan_file", [ValidationError(sentence) for sentence in sentences])


class AnalyseForm(forms.Form):
    """Run the plan; where rows were refused, say first that they may be left out."""

    despite_refused = forms.BooleanField(
        label="Go on without the refused rows",
        required=False,
        help_text="Every page of the analysis will say how many rows were left out.",
    )

    def __init__(self, *args: Any, must_agree: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree = self.fields["despite_refused"]
        agree.required = must_agree
        agree.error_messages["required"] = (
            "Confirm that the analysis may go on without the refused rows, or mend the file and add it again"
        )
        if not must_agree:
            del self.fields["despite_refused"]


class ReleaseForm(forms.Form):
    """What readers should know before they read."""

    note = forms.CharField(
        label="A note to readers (optional)",
        help_text="For example what changed since last year, or what the numbers cannot say. Do not name anyone.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LookForm(forms.Form):
    """Which characteristic of a measure to look at, and within which part."""

    by = forms.ChoiceField(label="Compare by", required=False)
    within = forms.ChoiceField(label="Among", required=False)

    def __init__(self, *args: Any, characteristics: list[str], slices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by, within = self.fields["by"], self.fields["within"]
        assert isinstance(by, forms.ChoiceField)
        assert isinstance(within, forms.ChoiceField)
        by.choices = [
            ("", "Every characteristic, one at a time"),
            *((name, _sentence_case(name)) for name in characteristics),
        ]
        within.choices = [
            (name, "Everyone" if name == disparity.ALL else _sentence_case(disparity.slice_words(name)))
            for name in slices
        ]


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]
