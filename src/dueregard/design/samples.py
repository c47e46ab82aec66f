"""What `/design/` shows: each component with invented content. No number here is a fact about anybody."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString, mark_safe

from dueregard.design.forms import DateField
from dueregard.design.navigation import Link
from figures.bars import BarRow, grouped_bars, stacked_bars
from figures.chart import Axis, Missing
from figures.funnel import FunnelLimit, FunnelPoint, funnel
from figures.heat import HeatCell, HeatRow, heat_table
from figures.intervals import IntervalRow, ReferenceLine, intervals
from figures.line_names import Line
from figures.lines import lines
from figures.numerals import Numerals

TOO_FEW = Missing("Too few to say")


class SampleForm(forms.Form):
    """Asks for one of everything."""

    name = forms.CharField(
        label="Your name",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    email = forms.EmailField(
        label="Email address",
        help_text="We only use this to reply.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Enter an email address"},
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    staff = forms.IntegerField(
        label="Number of staff", min_value=1, error_messages={"required": "Enter the number of staff"}
    )
    started = DateField(
        label="When did the work start?", help_text="For example, 27 3 2026.", name="start date"
    )
    region = forms.ChoiceField(
        label="Region",
        choices=[("", "Choose a region"), ("north", "North"), ("south", "South")],
        error_messages={"required": "Choose a region"},
    )
    pattern = forms.ChoiceField(
        label="How do you work?",
        help_text="Choose what fits best.",
        widget=forms.RadioSelect,
        choices=[("full", "Full time"), ("part", "Part time")],
        error_messages={"required": "Say how you work"},
    )
    needs = forms.MultipleChoiceField(
        label="What would help?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("large", "Large print"), ("audio", "Audio"), ("signed", "British Sign Language")],
        error_messages={"required": "Choose at least one"},
    )
    more = forms.CharField(
        label="Anything else",
        widget=forms.Textarea,
        help_text="Do not name anyone.",
        error_messages={"required": "Tell us more"},
    )
    file = forms.FileField(
        label="Supporting file",
        widget=forms.FileInput,
        help_text="CSV or Parquet, up to 200 MB.",
        error_messages={"required": "Choose a file"},
    )
    agrees = forms.BooleanField(
        label="I have read how the answers are used",
        error_messages={"required": "Confirm that you have read how the answers are used"},
    )


class SampleSearch(forms.Form):
    """A search of one box."""

    q = forms.CharField(label="Name, job title or team", widget=forms.TextInput(attrs={"type": "search"}))


SECTIONS = (
    "Buttons and links", "Words", "Tags", "Messages", "Tables and facts", "Files", "Pages of a list", "Progress",
    "Nothing here", "Tiles", "Search", "Form", "Form with errors", "Charts",
)  # fmt: skip

CHART_TITLES = (
    "Invented: share in training by age",
    "Invented: answers to one question",
    "Invented: share promoted each year",
    "Invented: chance of interview against the reference group",
    "Invented: share of staff against the share of the population",
    "Invented: share helped in each office",
    "Invented: share helped by office and age",
)
WOMEN = (0.08, 0.09, 0.1, 0.11, 0.12)


def _page(number: int) -> "Page[int]":
    return Paginator(range(200), 20).page(number)


def _charts() -> list[tuple[str, SafeString]]:
    """Draw one of each chart with its title; the figures package escapes all text itself."""
    groups = ["Under 30", "30 to 49", "50 and over"]
    drawn = [
        grouped_bars(
            "sample-grouped",
            CHART_TITLES[0],
            "Under 30: 42.1% of women and 38.6% of men. 30 to 49: 35.0% and 33.3%. 50 and over: too few, and 21.4%.",
            series=["Women", "Men"],
            rows=[
                BarRow(groups[0], (0.421, 0.386)),
                BarRow(groups[1], (0.35, 0.333)),
                BarRow(groups[2], (TOO_FEW, 0.214)),
            ],
        ),
        stacked_bars(
            "sample-stacked",
            CHART_TITLES[1],
            "North: 50% agree, 30% neither, 20% disagree. South: 62%, 25% and 13%.",
            series=["Agree", "Neither", "Disagree"],
            rows=[BarRow("North", (0.5, 0.3, 0.2)), BarRow("South", (0.62, 0.25, 0.13))],
        ),
        lines(
            "sample-lines",
            CHART_TITLES[2],
            "From 2022 to 2026 women rose from 8% to 12%; men from 10% to 11%, with no figure for 2024.",
            periods=["2022", "2023", "2024", "2025", "2026"],
            series=[
                Line("Women", WOMEN, tuple((share - 0.01, share + 0.01) for share in WOMEN)),
                Line("Men", (0.1, 0.1, TOO_FEW, 0.11, 0.11)),
            ],
        ),
        intervals(
            "sample-intervals",
            CHART_TITLES[3],
            "Group A 0.82, between 0.71 and 0.95. Group B 1.05, between 0.9 and 1.22. Group C: too few to say.",
            rows=[
                IntervalRow("Group A", 0.82, 0.71, 0.95),
                IntervalRow("Group B", 1.05, 0.9, 1.22),
                IntervalRow("Group C", TOO_FEW),
                IntervalRow("Reference group", 1.0, is_reference=True),
            ],
            axis=Axis(numerals=Numerals(places=2)),
            reference=ReferenceLine(1.0, "The same chance"),
        ),
        intervals(
            "sample-shares",
            CHART_TITLES[4],
            "Group A 12%, between 10% and 14%; 15% of the population. Group B 21%, between 18% and 24%; 20%.",
            rows=[
                IntervalRow("Group A", 0.12, 0.1, 0.14, against=0.15),
                IntervalRow("Group B", 0.21, 0.18, 0.24, against=0.2),
            ],
            axis=Axis(low=0.0),
            against="the group's share of the population",
        ),
        funnel(
            "sample-funnel",
            CHART_TITLES[5],
            "Around the 40% of all offices: North 55%, above the 99.8% limits; South 38% and East 42%, within.",
            points=[
                FunnelPoint("North", 300, 0.55, 2),
                FunnelPoint("South", 200, 0.38),
                FunnelPoint("East", 450, 0.42),
            ],
            overall=0.4,
            sizes=(180, 250, 350, 500),
            limits=[
                FunnelLimit("95%", (0.328, 0.339, 0.349, 0.357), (0.472, 0.461, 0.451, 0.443)),
                FunnelLimit("99.8%", (0.287, 0.304, 0.319, 0.332), (0.513, 0.496, 0.481, 0.468)),
            ],
            size_title="Staff",
        ),
        heat_table(
            "sample-heat",
            f"{CHART_TITLES[6]}: each share",
            corner="Office, by age",
            columns=["Under 40", "40 and over"],
            rows=[
                HeatRow("North", (HeatCell(0.55, "clearly more"), HeatCell(0.41))),
                HeatRow("South", (HeatCell(0.38), HeatCell(TOO_FEW))),
            ],
        ),
    ]
    return [(title, mark_safe(chart)) for title, chart in zip(CHART_TITLES, drawn, strict=True)]  # noqa: S308


def everything() -> dict[str, Any]:
    """Return the content of the page of components."""
    links = [Link(title, f"#{title.lower().replace(' ', '-')}", is_current=False) for title in SECTIONS]
    return {
        "sections": links,
        "side": [Link("Overview", "#messages", is_current=True), Link("Members", "#tags", is_current=False)],
        "first": _page(1),
        "middle": _page(5),
        "last": _page(10),
        "empty_form": SampleForm(prefix="empty"),
        "wrong_form": SampleForm(
            {"wrong-email": "not an address", "wrong-started_day": "31", "wrong-started_month": "2"},
            prefix="wrong",
        ),
        "search": SampleSearch(prefix="search"),
        "table_head": ["Team", "Staff", "In training"],
        "table_rows": [
            ["North", "1,250", "42.0%"],
            ["South", "985", "38.5%"],
            ["National office", "[c]", "[c]"],
        ],
        "wide_head": ["Team", *(f"Quarter {quarter}" for quarter in range(1, 13))],
        "wide_rows": [
            [team, *([f"{1000 + 5 * step:,}" for step in range(12)])] for team in ("North", "South")
        ],
        "facts": [("Owner", "Priya Nowak", "Change", "#tables-and-facts"), ("Published", "22 November 2026")],
        "day": date(2026, 11, 22),
        "moment": datetime(2026, 11, 22, 15, 34, tzinfo=UTC),
        "charts": _charts(),
    }
