"""The forms of training: the questions that people answer, and what a writer fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms

from dueregard.design.forms import words
from dueregard.policies.texts.models import Policy
from dueregard.policies.training.actions import About
from dueregard.policies.training.models import Module
from dueregard.voice.models import Issue

CHOICES = 4


class QuestionsForm(forms.Form):
    """The questions of an edition. A wrong answer is told why, and may be put right as often as it takes."""

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for number, asked in enumerate(questions):
            self.fields[f"question_{number}"] = forms.ChoiceField(
                label=asked["question"],
                choices=[(str(place), choice["text"]) for place, choice in enumerate(asked["choices"])],
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Select an answer to question {number + 1}",
                    "invalid_choice": f"Select an answer to question {number + 1}",
                },
            )

    def clean(self) -> dict[str, Any]:
        """Tell of each answer that is not right why it is not."""
        cleaned = super().clean() or {}
        for number, asked in enumerate(self.questions):
            chosen = cleaned.get(f"question_{number}")
            choice = asked["choices"][int(chosen)] if chosen is not None else None
            if choice is not None and not choice["is_right"]:
                self.add_error(f"question_{number}", f"Not right: {choice['feedback']}")
        return cleaned


class IssueField(forms.ModelChoiceField):
    """A choice among issues, by their titles."""

    def label_from_instance(self, obj: Issue) -> str:
        return obj.title


class ModuleForm(forms.Form):
    """What a module says about itself, which policy it belongs to, and for which issue it was written."""

    title = forms.CharField(
        label="What is it called?",
        max_length=120,
        error_messages={"required": "Enter what it is called", "max_length": "Use 120 characters or fewer"},
    )
    code = forms.SlugField(
        label="Short code",
        max_length=50,
        help_text="Small letters, digits and hyphens, such as carers-leave. Files of completions use it.",
        error_messages={
            "required": "Enter a short code",
            "invalid": "Use only letters, digits and hyphens in the code",
            "max_length": "Use 50 characters or fewer for the code",
        },
    )
    summary = words("What do people learn?", "Enter what people learn", rows=2)
    policy = forms.ModelChoiceField(
        label="Which policy does it belong to?",
        queryset=Policy.objects.none(),
        required=False,
        empty_label="None",
        help_text="Whoever is asked to read that policy is asked to take this too.",
    )
    issue = IssueField(
        label="Which issue was it written for?",
        queryset=Issue.objects.none(),
        required=False,
        empty_label="None",
        help_text="The page then says that it was written with the network that raised it. Nobody of the network is "
        "named.",
    )

    def __init__(self, *args: Any, reader: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        policies, issues = self.fields["policy"], self.fields["issue"]
        assert isinstance(policies, forms.ModelChoiceField)
        assert isinstance(issues, forms.ModelChoiceField)
        policies.queryset = Policy.objects.visible_to(reader)
        issues.queryset = Issue.objects.visible_to(reader).filter(is_shown=True)

    @property
    def about(self) -> About:
        """What was filled in."""
        return About(**self.cleaned_data)

    @staticmethod
    def of(module: Module) -> dict[str, Any]:
        """Return what stands there."""
        return {name: getattr(module, name) for name in ("title", "code", "summary", "policy", "issue")}


class PageForm(forms.Form):
    """One page of a draft."""

    heading = forms.CharField(
        label="Heading",
        max_length=120,
        error_messages={"required": "Enter a heading", "max_length": "Use 120 characters or fewer"},
    )
    text = words("Text", "Enter the text", rows=12, help_text="An empty line begins a new paragraph.")
    revision = forms.IntegerField(widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """One question of a draft, with two to four answers, of which one is right; each says why."""

    question = forms.CharField(
        label="Question",
        max_length=300,
        error_messages={"required": "Enter the question", "max_length": "Use 300 characters or fewer"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, CHOICES + 1):
            needed = number <= 2
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"Answer {number}",
                max_length=300,
                required=needed,
                error_messages={"required": f"Enter answer {number}"},
            )
            self.fields[f"feedback_{number}"] = forms.CharField(
                label=f"Why answer {number} is right or not",
                max_length=300,
                required=needed,
                error_messages={"required": f"Enter why answer {number} is right or not"},
            )
        self.fields["right"] = forms.ChoiceField(
            label="Which answer is right?",
            choices=[(str(number), f"Answer {number}") for number in range(1, CHOICES + 1)],
            widget=forms.RadioSelect,
            error_messages={"required": "Select which answer is right"},
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without its reason, and a right one that is not there."""
        cleaned = super().clean() or {}
        for number in range(3, CHOICES + 1):
            if cleaned.get(f"text_{number}") and not cleaned.get(f"feedback_{number}"):
                self.add_error(f"feedback_{number}", f"Enter why answer {number} is right or not")
        if cleaned.get("right") and not cleaned.get(f"text_{cleaned['right']}"):
            self.add_error("right", "Select an answer that you have written")
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """The question as an edition keeps it."""
        said = self.cleaned_data
        numbers = [number for number in range(1, CHOICES + 1) if said[f"text_{number}"]]
        return {
            "question": said["question"],
            "choices": [
                {
                    "text": said[f"text_{number}"],
                    "feedback": said[f"feedback_{number}"],
                    "is_right": said["right"] == str(number),
                }
                for number in numbers
            ],
        }

    @staticmethod
    def of(asked: dict[str, Any]) -> dict[str, Any]:
        """Return what stands there."""
        filled: dict[str, Any] = {"question": asked["question"]}
        for number, choice in enumerate(asked["choices"], 1):
            filled |= {f"text_{number}": choice["text"], f"feedback_{number}": choice["feedback"]}
            if choice["is_right"]:
                filled["right"] = str(number)
        return filled


class PublishForm(forms.Form):
    """Whether people who took an earlier edition take the new one too."""

    asks_again = forms.BooleanField(
        label="Ask everybody again who took an earlier edition",
        required=False,
        help_text="Leave it out for corrections.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """Which state of a draft somebody had before them."""

    revision = forms.IntegerField()


class ImportForm(forms.Form):
    """A file of completions."""

    file = forms.FileField(
        label="File of completions",
        help_text="CSV in UTF-8, up to 10 MB. The first line names the columns: staff number, module, date.",
        max_length=150,
        error_messages={
            "required": "Select the file",
            "empty": "The file is empty. Export it again and check that it has rows",
            "max_length": "The name of the file is too long. Give it a name of at most %(max)d characters",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
