from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.decisions.models import Affected, Proposal, Relevance, Stage
from dueregard.decisions.proposals.actions import Wording
from dueregard.decisions.proposals.models import QUESTIONS
from dueregard.design.forms import DateField, words
from dueregard.people.models import Person
from dueregard.records.duty import Characteristic
from dueregard.records.models import Body

MOST_OPTIONS = 10
YES_NO = [("yes", "Yes"), ("no", "No")]


class FilterForm(forms.Form):
    """How the list is narrowed. What cannot be is left out, not refused."""

    q = forms.CharField(
        label="Words in the title",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"}),
    )
    stage = forms.ChoiceField(label="Stage", required=False, choices=[("", "Every stage"), *Stage.choices])


class ProposalForm(forms.Form):
    """What a proposal says, and who decides it by when."""

    title = forms.CharField(
        label="What is it called?",
        max_length=200,
        error_messages={"required": "Enter what it is called", "max_length": "Use 200 characters or fewer"},
    )
    why = words("Why is it needed?", "Enter why it is needed")
    what = words("What would change?", "Enter what would change")
    options = words(
        "What are the options?",
        "Enter at least one option",
        help_text="One on each line. Doing nothing may be one of them.",
    )
    one_option_because = words(
        "If there is only one option, why?", help_text="You can leave this empty if there are two or more."
    )
    still_open = words(
        "What can people still influence?",
        help_text="A consultation can only be opened on what is not decided yet. You can write this later.",
    )
    affects = forms.MultipleChoiceField(
        label="Whom does it affect?",
        choices=Affected.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select whom it affects"},
    )
    touches = forms.MultipleChoiceField(
        label="Which characteristics does it touch most?",
        help_text="Networks are suggested as consultees by these. The analysis looks at all nine, whatever you select.",
        choices=Characteristic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decision_maker = forms.ChoiceField(
        label="Who decides?",
        help_text="Whoever decides reads the analysis, attests to it and decides. It cannot be you.",
        error_messages={"required": "Select who decides"},
    )
    decide_by = DateField(
        name="day by which it is decided", label="By when?", help_text="For example, 27 3 2027"
    )

    def __init__(self, *args: Any, deciders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deciders = {str(person.pk): person for person in deciders}
        choices = [("", "Select somebody"), *((key, _named(person)) for key, person in self.deciders.items())]
        self.fields["decision_maker"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean_options(self) -> list[str]:
        """Return the options, one for each line that says something."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if len(lines) > MOST_OPTIONS:
            raise forms.ValidationError(f"Enter {MOST_OPTIONS} options or fewer")
        if any(len(line) > 500 for line in lines):
            raise forms.ValidationError("Each option must be 500 characters or fewer")
        return lines

    def clean_decision_maker(self) -> Person:
        """Return the person behind the choice."""
        return self.deciders[self.cleaned_data["decision_maker"]]

    def clean(self) -> dict[str, Any]:
        """Ask why there is no choice, where there is none; a day that is past is refused only for a new proposal."""
        said = super().clean() or {}
        if len(said.get("options", ["", ""])) < 2 and not said.get("one_option_because", "").strip():
            self.add_error(
                "one_option_because", "Enter why there is only one option, or enter a second option"
            )
        return said

    @property
    def wording(self) -> Wording:
        """What the proposal says, once the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "decision_maker"}
        return Wording(**said)

    @staticmethod
    def initial_of(proposal: Proposal) -> dict[str, Any]:
        """Return the fields as a proposal fills them."""
        names = (
            "title",
            "why",
            "what",
            "one_option_because",
            "still_open",
            "affects",
            "touches",
            "decide_by",
        )
        return {name: getattr(proposal, name) for name in names} | {
            "options": "\n".join(option.text for option in proposal.options.all()),
            "decision_maker": str(proposal.decision_maker_id),
        }


class NewProposalForm(ProposalForm):
    """A proposal that begins now."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is past."""
        said = super().clean()
        if said.get("decide_by") and said["decide_by"] < clock.today():
            self.add_error("decide_by", "The day by which it is decided must be today or in the future")
        return said

    @property
    def wording(self) -> Wording:
        """What the proposal says, once the form is valid."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("decision_maker", "token")}
        return Wording(**said)


class BodyForm(forms.Form):
    """For which body a proposal is."""

    body = forms.ChoiceField(
        label="Which body is it for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a body"},
    )

    def __init__(self, *args: Any, bodies: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(body.code, body.name) for body in bodies]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them


class ScreeningForm(forms.Form):
    """How relevant a proposal is to equality."""

    relevance = forms.ChoiceField(
        label="So how relevant is it to equality?",
        help_text="“None” means that there is no analysis, if a second person agrees. Everything else is analysed.",
        choices=Relevance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how relevant it is"},
    )
    because = words("Why?", "Enter why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            code: forms.ChoiceField(
                label=question,
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": f"Answer this question: {question}"},
            )
            for code, question in QUESTIONS
        }
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        """Refuse “none” where a question was answered yes."""
        said = super().clean() or {}
        if said.get("relevance") == Relevance.NONE and any(said.get(code) == "yes" for code, _ in QUESTIONS):
            self.add_error(
                "relevance", "You answered yes to a question, so it is relevant. Select low, medium or high"
            )
        return said

    @property
    def answers(self) -> dict[str, bool]:
        """Each answer by the code of its question, once the form is valid."""
        return {code: self.cleaned_data[code] == "yes" for code, _ in QUESTIONS}


class SecondViewForm(forms.Form):
    """What a second person says of a screening."""

    view = forms.ChoiceField(
        label="Do you agree?",
        choices=[("agree", "Yes, I agree"), ("back", "No, send it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    words = words("If you send it back, why?")

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where it is sent back."""
        said = super().clean() or {}
        if said.get("view") == "back" and not said.get("words", "").strip():
            self.add_error("words", "Enter why you send it back")
        return said


class WithdrawForm(forms.Form):
    """Why a proposal is taken back."""

    because = words("Why is it withdrawn?", "Enter why it is withdrawn")


def _named(person: Person) -> str:
    staff = getattr(person, "staff", None)
    return f"{person.name}, {staff.job_title}" if staff is not None else person.name
