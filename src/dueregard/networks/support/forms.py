from typing import Any

from django import forms

from dueregard.networks.support.models import Asked, dialled, texted

LONGEST = 5000

WHO_READS = {
    Asked.SUPPORTER: "A peer supporter. All peer supporters, facilitators and chairs of this network can read it.",
    Asked.CHAIR: "The chair. Only the chair and the deputy chairs can read it.",
}


def _words(label: str, missing: str, *, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": missing, "max_length": "Use 5,000 characters or fewer"},
    )


def _token() -> forms.UUIDField:
    return forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Read what you wrote once more, then send it"}
    )


class AskForm(forms.Form):
    """Whom somebody asks, and what."""

    asked = forms.ChoiceField(
        label="Who do you want to ask?",
        choices=list(WHO_READS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select who you want to ask"},
    )
    text = _words(
        "What would you like to say?",
        "Enter what you would like to say",
        help_text="Leave out your name, your team and what only you would know, if you would rather not be recognised.",
    )
    token = _token()


class AskOnForm(forms.Form):
    """What the one who asked says further."""

    text = _words("Write again", "Enter what you would like to say")
    token = _token()


class AnswerForm(forms.Form):
    """An answer."""

    text = _words(
        "Your answer", "Enter your answer", help_text="It is signed with your role, never with your name."
    )
    token = _token()


class WhereForm(forms.Form):
    """Where somebody looks for help."""

    where = forms.ChoiceField(label="Where", required=False)

    def __init__(self, *args: Any, places: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        where: Any = self.fields["where"]
        where.choices = [("", "Everywhere"), *((place, place) for place in places)]


def _line(label: str, longest: int, missing: str = "", *, help_text: str = "") -> forms.CharField:
    errors = {"max_length": f"Use {longest} characters or fewer"}
    if missing:
        errors["required"] = missing
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, required=bool(missing), error_messages=errors
    )


class SignpostForm(forms.Form):
    """An entry of the directory."""

    name = _line("Name of the service", 100, "Enter the name of the service")
    what = forms.CharField(
        label="What it is for",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter what it is for",
            "max_length": "What it is for must be 300 characters or fewer",
        },
    )
    phone = _line("Phone number", 40, help_text="For example, 116 123, or 111, option 2")
    text_to = _line("Text", 60, help_text="For example, SHOUT to 85258")
    address = forms.URLField(
        label="Web address",
        required=False,
        assume_scheme="https",
        help_text="For example, https://www.example.org",
        error_messages={"invalid": "Enter a web address that begins with https://"},
    )
    hours = _line("When it is open", 100, help_text="For example, day and night, every day")
    where = _line(
        "Where it helps", 60, "Enter where it helps", help_text="National, or a place such as Leeds"
    )
    kept_by_position = _line(
        "Who keeps this entry",
        80,
        "Enter who keeps this entry",
        help_text="A position, not a name. Everyone reads it.",
    )

    def clean_phone(self) -> str:
        """Refuse a phone number that cannot be dialled."""
        phone: str = self.cleaned_data["phone"]
        if phone and not dialled(phone):
            raise forms.ValidationError("The phone number must begin with digits, like 116 123")
        return phone

    def clean_text_to(self) -> str:
        """Refuse words that do not say where the text goes."""
        words: str = self.cleaned_data["text_to"]
        if words and not texted(words):
            raise forms.ValidationError("Say which number to text, like SHOUT to 85258")
        return words

    def clean_address(self) -> str:
        """Refuse an address that a browser does not open as a page."""
        address: str = self.cleaned_data["address"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a web address that begins with https://")
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse an entry that says nothing of how the service is reached."""
        cleaned = super().clean() or {}
        ways = ("phone", "text_to", "address")
        if not self.errors and not any(cleaned.get(way) for way in ways):
            self.add_error("phone", "Enter a phone number, a number to text or a web address")
        return cleaned
