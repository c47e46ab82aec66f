"""Make a quarter's datasets. From there on they go the way of all data: a receipt, an analysis, a release."""

import random

from django.core.files.base import ContentFile
from django.db.models import Prefetch

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.periods import Quarter
from dueregard.feedback.models import AgeGroup, Assignment, Audience, Characteristics, Piece
from dueregard.feedback.quarters.models import Holds, QuarterDataset
from dueregard.feedback.quarters.plans import SOMETHING_ELSE, Table, characteristics_table, themes_table
from dueregard.feedback.themes import Theme
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics

_chance = random.SystemRandom()


class NotNow(Exception):
    """The dataset cannot be made now. The tree: the refusals of this module."""


class NotOver(NotNow):
    """The quarter is not over."""


class NotAllThemed(NotNow):
    """Some pieces of the quarter have no theme yet; without them the figures would mislead."""


class NothingThere(NotNow):
    """There is nothing of this quarter."""


class AlreadyMade(NotNow):
    """It was made before: two datasets of one quarter could be compared to find out about one person."""


@journal.action
def make(quarter: Quarter, *, holds: Holds, by: Person) -> QuarterDataset:
    """Make a dataset of a quarter's feedback, and hand it to `statistics` as any file is."""
    require(by, QuarterDataset.get_perm("make"))
    if quarter.last >= clock.today():
        raise NotOver
    earlier = QuarterDataset.objects.select_for_update().filter(quarter_starts=quarter.first, holds=holds)
    if any(not one.dataset.is_refused for one in earlier.select_related("dataset")):
        raise AlreadyMade
    earlier.delete()
    table = _themes(quarter) if holds == Holds.THEMES else _characteristics(quarter)
    dataset = statistics.add(
        ContentFile(table.rows.encode(), name=table.name), plan=table.plan.encode(), by=by
    )
    made = QuarterDataset.objects.create(
        quarter_starts=quarter.first, holds=holds, dataset=dataset, made_by=by
    )
    journal.record("made a dataset of feedback", made, by=by, holds=str(holds), quarter=str(quarter))
    return made


def _themes(quarter: Quarter) -> Table:
    pieces = list(
        Piece.objects.filter(**_within(quarter)).prefetch_related(
            Prefetch("assignments", Assignment.objects.select_related("theme"))
        )
    )
    if not pieces:
        raise NothingThere
    if not all(piece.assignments.all() for piece in pieces):
        raise NotAllThemed
    given = [(one.theme.name, _sent_by(piece)) for piece in pieces for one in piece.assignments.all()]
    _chance.shuffle(given)  # their order is the order in which they were sent
    return themes_table(quarter, list(Theme.objects.values_list("name", flat=True)), given)


def _characteristics(quarter: Quarter) -> Table:
    found = Characteristics.objects.filter(quarter_starts=quarter.first).select_related("about")
    rows = [
        {
            "about": one.about.name if one.about else SOMETHING_ELSE,
            "sex": one.sex,
            "ethnic_group": one.ethnic_group,
            "disability": one.disability,
            "age": one.age,
        }
        for one in found
    ]
    if not rows:
        raise NothingThere
    _chance.shuffle(rows)
    return characteristics_table(quarter, list(Theme.objects.values_list("name", flat=True)), rows)


def _within(quarter: Quarter) -> dict[str, object]:
    return {
        "sent_at__gte": clock.start_of(quarter.first),
        "sent_at__lt": clock.start_of(quarter.next().first),
    }


def _sent_by(piece: Piece) -> str:
    by_age = {
        AgeGroup.YOUNGEST: "Child aged 5 to 8",
        AgeGroup.MIDDLE: "Child aged 9 to 12",
        AgeGroup.OLDEST: "Young person of 13 or over",
    }
    if piece.audience == Audience.CHILD:
        return by_age[AgeGroup(piece.age_group)] if piece.age_group else "Child of unknown age"
    return "Parent or carer" if piece.audience == Audience.PARENT else "Somebody else"
