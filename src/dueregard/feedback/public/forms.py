"""The forms that anyone may send. No browser is to remember what was typed into them."""

from typing import Any

from django import forms

from dueregard.feedback.apart.models import AGES, DISABLED, ETHNIC_GROUPS, SEXES
from dueregard.feedback.models import AgeGroup, Audience, CaseNow, Kind
from dueregard.feedback.pictures import NotAPicture, Picture, picture_alone
from dueregard.feedback.public.young_words import WORDS
from dueregard.feedback.themes import Theme

LONGEST = 4_000
YES_NO = [("yes", "Yes"), ("no", "No")]


class FacesSelect(forms.RadioSelect):
    """Radio buttons with a drawn face each. The face is never the only name of a choice."""

    template_name = "feedback/widgets/faces.html"


class ForgottenForm(forms.Form):
    """A form whose fields the browser is asked not to remember and not to fill in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field.widget, (forms.TextInput, forms.Textarea)):  # others have nothing to remember
                field.widget.attrs["autocomplete"] = "off"


def _line(label: str, *, hint: str = "", longest: int = 100) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=False,
        error_messages={"max_length": f"Use fewer than {longest} letters"},
    )


def _choice(label: str, choices: Any, missing: str, *, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        required=bool(missing),
        error_messages={"required": missing, "invalid_choice": "Choose one from the list"},
    )


def _words(label: str, *, hint: str = "", missing: str = "", rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": "This is too long. Use fewer words"},
    )


class SayForm(ForgottenForm):
    """What a child wants to say, by a face, in words, or both."""

    face = forms.ChoiceField(widget=FacesSelect, required=False, choices=())
    words = _words("")

    def __init__(self, *args: Any, age: AgeGroup, **options: Any) -> None:
        said = WORDS[age]
        super().__init__(*args, **options)
        face: Any = self.fields["face"]
        face.label, face.choices = said.feel, said.faces
        words = self.fields["words"]
        words.label, words.help_text = said.say, said.say_hint

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("face") and not cleaned.get("words"):
            self.add_error("face", "Choose a face or write some words")
        return cleaned


class BeforeYouSendForm(SayForm):
    """The same, carried along, with what a child decides before it goes."""

    drawing = forms.FileField(
        required=False, error_messages={"empty": "There is no picture in this file. Choose another one"}
    )
    case_now = _choice("", (), "Choose one answer")
    answer = _choice("", YES_NO, "Choose yes or no")
    name = _line("")
    how = _line("", longest=200)
    worker = _line("")

    picture: Picture | None = None

    def __init__(self, *args: Any, age: AgeGroup, **options: Any) -> None:
        super().__init__(*args, age=age, **options)
        said = WORDS[age]
        for name in ("face", "words"):
            self.fields[name].widget = forms.HiddenInput()
        self.fields["drawing"].widget.attrs["accept"] = "image/png,image/jpeg"
        self.fields["drawing"].label = said.drawing
        case_now: Any = self.fields["case_now"]
        case_now.label, case_now.help_text, case_now.choices = said.case, said.case_hint, said.cases
        self.fields["answer"].label = said.answer
        self.fields["name"].label, self.fields["worker"].label = said.name, said.worker
        self.fields["how"].label, self.fields["how"].help_text = said.how, said.how_hint

    def clean_drawing(self) -> Any:
        """Keep of the file what draws the picture."""
        upload = self.cleaned_data["drawing"]
        if upload:
            try:
                self.picture = picture_alone(upload.read())
            except NotAPicture as refused:
                raise forms.ValidationError(str(refused)) from refused
        return upload

    def clean(self) -> dict[str, Any]:
        """Ask for what is needed for what was chosen."""
        cleaned = super().clean()
        if cleaned.get("answer") == "yes" and not cleaned.get("how"):
            self.add_error("how", "Tell us how to get in touch, or choose no")
        if cleaned.get("case_now") == CaseNow.SHOW and not cleaned.get("name"):
            self.add_error("name", "Tell us your first name, so we can find your worker")
        return cleaned


class ComplaintForm(ForgottenForm):
    """Something that went wrong and that somebody wants put right. Children read it too, so its words are easy."""

    audience = _choice("Who are you?", Audience.choices, "Choose who you are")
    words = _words("What went wrong?", missing="Write what went wrong")
    name = _line("Your name", hint="You can leave this out.")
    how = forms.CharField(
        label="How can we get in touch?",
        help_text="A phone number, an email, or somebody you trust.",
        max_length=200,
        error_messages={
            "required": "Tell us how to get in touch",
            "max_length": "Use fewer than 200 letters",
        },
    )


class AdultForm(ForgottenForm):
    """What a parent, a carer or somebody else in a case wants to say."""

    audience = _choice(
        "Who are you?",
        [(each.value, each.label) for each in Audience if each != Audience.CHILD],
        "Select who you are",
    )
    about = _choice("What is it about?", (), "Select what it is about")
    words = _words(
        "What would you like to tell us?",
        hint="Leave out names and addresses, unless you want us to look into your case.",
        missing="Enter what you would like to tell us",
    )
    complaint = _choice("Is this a complaint?", YES_NO, "Select yes if this is a complaint")
    answer = _choice(
        "Would you like us to contact you?", YES_NO, "Select yes if you would like us to contact you"
    )
    name = _line("Your name", hint="Optional")
    how = _line(
        "How can we reach you safely?",
        hint="A phone number or an email address, and when to use it",
        longest=200,
    )

    def __init__(self, *args: Any, themes: list[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        about: Any = self.fields["about"]
        about.choices = [*((str(theme.pk), theme.name) for theme in themes), ("other", "Something else")]

    @property
    def kind(self) -> Kind:
        """Whether it is a complaint."""
        return Kind.COMPLAINT if self.cleaned_data["complaint"] == "yes" else Kind.FEEDBACK

    def clean(self) -> dict[str, Any]:
        """A complaint and a wish for an answer both need a way to reach the writer."""
        cleaned = super().clean() or {}
        asks = "yes" in (cleaned.get("complaint"), cleaned.get("answer"))
        if asks and not cleaned.get("how"):
            self.add_error("how", "Enter how we can reach you. We answer every complaint")
        return cleaned


class AboutYouForm(ForgottenForm):
    """What somebody may say about themselves, which is kept apart from what they wrote."""

    sex = _choice("Sex", [(one, one) for one in SEXES], "")
    ethnic_group = _choice("Ethnic group", [(one, one) for one in ETHNIC_GROUPS], "")
    disability = _choice(
        "Do you have a disability or a long-term health condition?", [(one, one) for one in DISABLED], ""
    )
    age = _choice("Age", [(one, one) for one in AGES], "")


class PageForm(ForgottenForm):
    """Whether a page was useful."""

    useful = _choice("Is this page useful?", YES_NO, "Select yes or no")
    doing = forms.CharField(
        label="What were you doing?",
        help_text="Optional. Leave out anything about you or your case.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "What you were doing must be 500 characters or fewer"},
    )
