from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.almanac.periods import Quarter
from dueregard.feedback.quarters import actions
from dueregard.feedback.quarters.models import Holds, QuarterDataset
from dueregard.feedback.quarters.plans import THEME
from dueregard.people.requests import SignedInRequest
from dueregard.statistics import findings, reports
from dueregard.statistics.models import Release

QUARTERS_OFFERED = 8
SHOWN_TO_THE_BOARD = 4

SENTENCES: dict[type[actions.NotNow], str] = {
    actions.NotOver: "This quarter is not over yet",
    actions.NotAllThemed: "Some feedback of this quarter has no theme yet. Ask the quality lead to finish it first",
    actions.NothingThere: "There is nothing of this quarter. Answers about people are added once ten have come in",
    actions.AlreadyMade: (
        "This dataset has been made already. A second one could be compared with it to learn about one person"
    ),
}


@dataclass(frozen=True)
class Told:
    """What a release tells the board."""

    release: Release
    breakdowns: tuple[Any, ...]


class MakeForm(forms.Form):
    """Of which quarter, and of what."""

    quarter = forms.ChoiceField(label="Quarter", error_messages={"required": "Select a quarter"})
    holds = forms.ChoiceField(
        label="What should it hold?",
        choices=Holds.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it should hold"},
    )

    def __init__(self, *args: object, quarters: list[Quarter], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # Django's own
        self.fields["quarter"].choices = [(each.first.isoformat(), str(each)) for each in quarters]  # type: ignore[attr-defined]  # a ChoiceField has them

    @property
    def chosen(self) -> Quarter:
        """The quarter, once the form is valid."""
        return Quarter(date.fromisoformat(self.cleaned_data["quarter"]))


@access.holders_of("analyst")
@require_http_methods(["GET", "HEAD", "POST"])
def datasets(request: SignedInRequest) -> HttpResponse:
    """List the datasets that were made of feedback, and make one."""
    form = MakeForm(request.POST if request.method == "POST" else None, quarters=list(_last_quarters()))
    if form.is_valid():
        try:
            made = actions.make(form.chosen, holds=Holds(form.cleaned_data["holds"]), by=request.user)
            return redirect("dataset", pk=made.dataset_id)
        except actions.NotNow as refused:
            form.add_error("quarter", SENTENCES[type(refused)])
    found = QuarterDataset.objects.visible_to(request.user).select_related("dataset", "made_by")
    return render(request, "feedback/quarters/datasets.html", {"form": form, "made": found[:50]})


@access.holders_of("executive", "equality-lead", "quality-lead", "analyst")
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """Show the board what is released of feedback, and nothing that is not."""
    of_feedback = QuarterDataset.objects.values("dataset")
    found = Release.objects.visible_to(request.user).filter(analysis__dataset__in=of_feedback)
    released = found.select_related("analysis__dataset", "released_by")[:SHOWN_TO_THE_BOARD]
    try:
        told = [Told(one, findings.breakdowns_by(reports.report_of(one.analysis), THEME)) for one in released]
    except reports.FilesChanged:
        return render(request, "statistics/files_changed.html", status=500)
    return render(request, "feedback/quarters/board.html", {"told": told})


def _last_quarters() -> Iterator[Quarter]:
    quarter = Quarter.containing(clock.today())
    for _ in range(QUARTERS_OFFERED):
        quarter = quarter.previous()
        yield quarter
