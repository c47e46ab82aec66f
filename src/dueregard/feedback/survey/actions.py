"""What is written about surveys in the main database: planned, changed before they open, counted when closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.feedback.survey import statements
from dueregard.feedback.survey.answers import Answer
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.survey.tables import survey_table
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics

LEAST_TO_COUNT = 10
"""With fewer answers there is no figure that could be shown."""


class NotNow(Exception):
    """It cannot be done with this survey, or not yet. The tree: the refusals of this folder."""


class Overlaps(NotNow):
    """Another survey is open on one of these days: between two open at once answers could be compared."""


class HasBegun(NotNow):
    """It is open, or was: what people were told before they answered stays as it was."""


class ChangedMeanwhile(NotNow):
    """Somebody else has changed the survey since the page was opened."""


class NotOver(NotNow):
    """Its last day is not over."""


class AlreadyCounted(NotNow):
    """It was counted before: two datasets of one survey could be compared to find out about one person."""


@dataclass(frozen=True)
class Planned:
    """What a survey is called, and its first and last day."""

    name: str
    first_day: date
    last_day: date


@journal.action
def plan(planned: Planned, *, by: Person) -> Survey:
    """Plan a survey, which opens by itself on its first day and asks what stands in the statements of today."""
    require(by, Survey.get_perm("plan"))
    survey = Survey(statements=[each.plain() for each in statements.of_today()], planned_by=by)
    _put(survey, planned)
    journal.record("planned a survey", survey, by=by)
    return survey


@journal.action
def change(survey: Survey, planned: Planned, *, version: int, by: Person) -> Survey:
    """Change the name and the days of a survey that is not open yet."""
    require(by, Survey.get_perm("plan"), survey)
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.version != version:
        raise ChangedMeanwhile
    if not held.is_planned:
        raise HasBegun
    held.version += 1
    _put(held, planned)
    journal.record("changed a survey", held, by=by)
    return held


@journal.action
def count(survey: Survey, answers: Sequence[Answer], *, by: Person) -> Survey:
    """Make the dataset of a survey that is over; of fewer than ten answers there is none, and nothing to be shown."""
    require(by, Survey.get_perm("count"), survey)
    held = Survey.objects.select_for_update(of=("self",)).select_related("dataset__receipt").get(pk=survey.pk)
    refuse_unless_it_can_be_counted(held)
    if len(answers) >= LEAST_TO_COUNT:
        table = survey_table(held.name, held.first_day, held.asks, answers)
        file = ContentFile(table.rows.encode(), name=table.name)
        held.dataset = statistics.add(file, plan=table.plan.encode(), by=by)
    held.counted_by, held.counted_at = by, clock.now()
    held.save(update_fields=["dataset", "counted_by", "counted_at"])
    journal.record("counted a survey", held, by=by)
    return held


def refuse_unless_it_can_be_counted(survey: Survey) -> None:
    """Raise what stands against counting a survey now, if anything does."""
    if not survey.is_closed:
        raise NotOver
    if survey.counted_at is not None and not survey.was_spoilt:
        raise AlreadyCounted


def _put(survey: Survey, planned: Planned) -> None:
    """Put in the name and the days, unless another survey is open on one of them."""
    survey.name, survey.first_day, survey.last_day = planned.name, planned.first_day, planned.last_day
    others = Survey.objects.select_for_update().exclude(pk=survey.pk)
    if others.filter(first_day__lte=planned.last_day, last_day__gte=planned.first_day).exists():
        raise Overlaps
    try:
        with transaction.atomic():
            survey.save()
    except IntegrityError:  # the same page was sent twice at once, and the other was quicker
        raise Overlaps from None
