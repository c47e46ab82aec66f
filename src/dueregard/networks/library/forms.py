from datetime import date
from typing import Any

from django import forms

from dueregard.almanac import clock
from dueregard.almanac.periods import FinancialYear
from dueregard.design.forms import DateField
from dueregard.networks.library import reports
from dueregard.networks.library.actions import STORY_LASTS_AT_MOST
from dueregard.networks.library.models import Campaign
from dueregard.networks.membership.aims import AIMS

FORMATTING = (
    "Leave an empty line between paragraphs. Begin a heading with ## and a line of a list with a dash."
)
LONGEST = 20_000
LONGEST_STORY = 5000


def _line(label: str, longest: int, missing: str = "", *, help_text: str = "") -> forms.CharField:
    errors = {"max_length": f"Use {longest} characters or fewer"}
    if missing:
        errors["required"] = missing
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, required=bool(missing), error_messages=errors
    )


def _text(
    label: str, missing: str = "", *, help_text: str = "", rows: int = 8, longest: int = LONGEST
) -> forms.CharField:
    field = _line(label, longest, missing, help_text=help_text)
    field.widget = forms.Textarea(attrs={"rows": rows})
    return field


class ResourceForm(forms.Form):
    """Something to read or use."""

    title = _line("Title", 120, "Enter a title")
    summary = _text("What it is for, in a sentence", "Enter what it is for", rows=3, longest=300)
    text = _text("Text", help_text=f"{FORMATTING} Leave it empty if the resource is at a web address.")
    address = forms.URLField(
        label="Web address",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address that begins with https://"},
    )
    is_for_practice = forms.BooleanField(label="It helps the work with children and families", required=False)
    kept_by_position = _line(
        "Who keeps it",
        80,
        "Enter who keeps it",
        help_text="A position, not a name. Everyone on the staff reads it.",
    )

    def clean_address(self) -> str:
        """Refuse an address that a browser does not open as a page."""
        address: str = self.cleaned_data["address"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a web address that begins with https://")
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse a resource with nothing to read."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("text") or cleaned.get("address")):
            self.add_error("text", "Enter a text or a web address")
        return cleaned


class CampaignForm(forms.Form):
    """An awareness campaign."""

    title = _line("Title", 120, "Enter a title", help_text="For example, Carers Week")
    summary = _text("What it is about, in a sentence", "Enter what it is about", rows=3, longest=300)
    first = DateField(name="first day", label="First day", help_text="For example, 27 3 2027")
    last = DateField(name="last day", label="Last day", help_text="For example, 2 4 2027")
    text = _text("Text", "Enter the text", help_text=FORMATTING)
    tips = _text(
        "Practice tips",
        help_text="One on each line: what colleagues can do in their work with families.",
        rows=5,
    )
    ask = _text(
        "The one thing you ask of everyone", "Enter the one thing you ask of everyone", rows=2, longest=300
    )
    changed = _text(
        "What changed",
        help_text="Afterwards: what is done differently now. Not how many looked at it.",
        rows=4,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a campaign that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the same as the first day or after it")
        return cleaned


class StoryForm(forms.Form):
    """A story, and for how long its teller agrees to its being read."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label="For which campaign?",
        empty_label="Choose a campaign",
        error_messages={
            "required": "Choose a campaign",
            "invalid_choice": "Choose a campaign that is not over",
        },
    )
    text = _text(
        "Your story",
        "Enter your story",
        help_text="Leave out what would make others recognisable, and yourself if you do not want to be.",
        longest=LONGEST_STORY,
    )
    until = DateField(
        name="last day",
        label="Until when may it be read?",
        help_text="At most two years from now. For example, 27 3 2027. You can withdraw it on any day before then.",
    )

    def __init__(self, *args: Any, campaigns: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["campaign"]
        field.queryset = campaigns

    def clean_until(self) -> date:
        """Refuse a day that is past, or too far ahead."""
        until: date = self.cleaned_data["until"]
        if until <= clock.today():
            raise forms.ValidationError("The last day must be after today")
        if until > clock.today() + STORY_LASTS_AT_MOST:
            raise forms.ValidationError("The last day must be within two years")
        return until


class PlanItemForm(forms.Form):
    """Something that a network means to do, and what came of it."""

    year = forms.TypedChoiceField(label="In which year?", coerce=int)
    aim = forms.TypedChoiceField(
        label="For which aim?",
        choices=list(AIMS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an aim"},
    )
    what = _text("What will be done?", "Enter what will be done", rows=3, longest=300)
    due = DateField(name="day by which it is due", label="By when?", help_text="For example, 27 3 2027")
    done_on = DateField(
        name="day on which it was done",
        label="Done on",
        help_text="Leave this empty until it is done.",
        required=False,
    )
    outcome = _text("What came of it", rows=3, longest=300)

    def __init__(self, *args: Any, also: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        this = reports.this_year()
        field: Any = self.fields["year"]
        field.choices = [
            (year, str(reports.year_of(year))) for year in sorted({this - 1, this, this + 1, also or this})
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse what is due in another year, done in the future, or done without a word of what came of it."""
        cleaned = super().clean() or {}
        due, done, outcome = cleaned.get("due"), cleaned.get("done_on"), cleaned.get("outcome")
        if due and "year" in cleaned and FinancialYear.containing(due).first.year != cleaned["year"]:
            self.add_error("due", f"The day must be in the year {reports.year_of(cleaned['year'])}")
        if done and done > clock.today():
            self.add_error("done_on", "The day on which it was done must be today or earlier")
        if done and not outcome and "outcome" not in self.errors:
            self.add_error("outcome", "Enter what came of it")
        if outcome and not done and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day on which it was done")
        return cleaned


class ReportForm(forms.Form):
    """The words of a yearly report."""

    text = _text("Report", "Enter the report", help_text=FORMATTING, rows=20)
