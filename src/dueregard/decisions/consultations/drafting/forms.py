from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms

from dueregard.decisions.consultations.drafting.actions import Asked, Words
from dueregard.decisions.consultations.models import Audience, Consultation
from dueregard.decisions.consultations.networks_to_ask import Suggested
from dueregard.design.forms import DateField
from dueregard.people.models import Person, Staff
from dueregard.voice.models import Issue


def area(
    label: str, *, missing: str = "", hint: str = "", rows: int = 5, longest: int = 20_000
) -> forms.CharField:
    """Return a field for some paragraphs."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": f"Use {longest:,} characters or fewer"},
    )


def line(label: str, *, missing: str = "", hint: str = "", longest: int = 200) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=bool(missing),
        error_messages={"required": missing, "max_length": f"Use {longest} characters or fewer"},
    )


class VersionForm(forms.Form):
    """A button, with the version of the record that the person looked at."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DraftForm(forms.Form):
    """What a consultation says, whom it asks, and until when."""

    title = line("Title", missing="Enter a title", hint="For example, “Time off for carers”.")
    summary = area("What is proposed", missing="Enter what is proposed", hint="In a few plain sentences.")
    information = area(
        "What people need to know to answer",
        hint="The reasons, the options, what it costs, what is known of whom it affects. Needed before it opens.",
        rows=10,
    )
    papers = area(
        "Further papers",
        hint="Optional. One on each line: the title, then the address, as in: Draft policy https://example.org/draft",
        rows=3,
        longest=4_000,
    )
    audiences = forms.MultipleChoiceField(
        label="Who is asked?",
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who is asked"},
    )
    networks = forms.MultipleChoiceField(
        label="Which networks?",
        help_text="If networks are asked. Those that the proposal concerns stand first.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    young_summary = area(
        "What is proposed, for young people",
        hint=(
            "Optional, if the public is asked. Short words and short sentences. Young people then have a version of "
            "their own, and each question has words for them too."
        ),
    )
    closes_on = DateField(
        name="last day",
        label="Last day to answer",
        help_text="At least 28 days after the day on which it opens. For example, 27 3 2027",
    )
    short_because = area(
        "Why there is less time than 28 days",
        hint="Only if there is. Everybody who is asked reads it.",
        rows=2,
        longest=1_000,
    )

    def __init__(self, *args: Any, networks: list[Suggested], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["networks"]
        field.choices = [(one.code, one.label) for one in networks]
        if not networks:
            del self.fields["networks"]

    @classmethod
    def initial_of(cls, consultation: Consultation) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        return {
            "title": consultation.title,
            "summary": consultation.summary,
            "information": consultation.information,
            "papers": "\n".join(" ".join(paper) for paper in consultation.papers),
            "audiences": [audience.value for audience in consultation.audiences],
            "networks": consultation.networks,
            "young_summary": consultation.young_summary,
            "closes_on": consultation.closes_on,
            "short_because": consultation.short_because,
        }

    def clean_papers(self) -> list[tuple[str, str]]:
        """Read a title and an address from each line."""
        papers = []
        for number, text in enumerate(filter(str.strip, self.cleaned_data["papers"].splitlines()), start=1):
            title, _, address = text.strip().rpartition(" ")
            parts = urlsplit(address)
            if parts.scheme not in {"http", "https"} or not parts.netloc or not title.strip():
                raise forms.ValidationError(
                    f"Line {number} of the papers must be a title and then an address that begins with https://"
                )
            papers.append((title.strip(), address))
        return papers

    @property
    def words(self) -> Words:
        """The draft, once the form is valid."""
        cleaned = self.cleaned_data
        closes_on: date = cleaned["closes_on"]
        return Words(
            title=cleaned["title"],
            summary=cleaned["summary"],
            information=cleaned["information"],
            closes_on=closes_on,
            audiences=[Audience(code) for code in cleaned["audiences"]],
            networks=cleaned.get("networks", []),
            papers=cleaned["papers"],
            young_summary=cleaned["young_summary"],
            short_because=cleaned["short_because"],
        )


class QuestionForm(forms.Form):
    """One more question."""

    text = line("Question", missing="Enter the question", longest=300)
    young_text = line(
        "The same question for young people",
        hint="If young people have a version of their own.",
        longest=300,
    )
    choices = area(
        "Answers to choose from",
        hint="One on each line. Leave it empty to ask for an answer in words.",
        rows=3,
        longest=1_000,
    )

    def clean_choices(self) -> list[str]:
        """Read an answer from each line."""
        found = list(
            dict.fromkeys(text.strip() for text in self.cleaned_data["choices"].splitlines() if text.strip())
        )
        if len(found) == 1:
            raise forms.ValidationError("Enter at least two answers to choose from, or none")
        if any(len(one) > 100 for one in found):
            raise forms.ValidationError("Each answer to choose from must be 100 characters or fewer")
        return found

    @property
    def asked(self) -> Asked:
        """The question, once the form is valid."""
        return Asked(**self.cleaned_data)


class IssueForm(forms.Form):
    """An issue that led to a consultation."""

    issue = forms.ChoiceField(
        label="Which issue led to it?",
        error_messages={"required": "Select an issue", "invalid_choice": "Select an issue from the list"},
    )

    def __init__(self, *args: Any, issues: list[Issue], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["issue"]
        field.choices = [("", "Choose an issue"), *((str(one.pk), one.title) for one in issues)]


class ConsidersForm(forms.Form):
    """Who is to consider the answers, by their work e-mail address."""

    email = forms.EmailField(
        label="Their work e-mail address",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )

    person: Person

    def clean_email(self) -> str:
        """Find somebody who works here under the address."""
        email: str = self.cleaned_data["email"]
        found = Staff.objects.employed().filter(person__email__iexact=email, person__is_active=True).first()
        if found is None:
            raise forms.ValidationError("Nobody who works here has this address. Check it for mistakes")
        self.person = found.person
        return email
