"""What the release of a survey tells: of each statement, the shares of those who agree and who disagree.

Every figure is read from the release, where it is protected: nothing here counts an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dueregard.design.wording import number
from dueregard.feedback.survey.answers import ABOUT
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.survey.statements import Statement
from dueregard.feedback.survey.tables import (
    ALL_STAFF,
    EVERYBODY,
    agree_with,
    characteristic_called,
    disagree_with,
)
from dueregard.statistics import reports
from dueregard.statistics.models import Release

LABELS = {
    "sex": "Sex",
    "ethnic_group": "Ethnic group",
    "disability": "Disability or long-term health condition",
    "age": "Age",
}
WHOLE = "all"
NOT_SHOWN = {"too-few": "Too few to say", "hidden": "Hidden to protect others"}
NOBODY = "Nobody"

Figures = Mapping[tuple[str, str, str], Any]


@dataclass(frozen=True)
class Share:
    """A group as it is shown: how many of it answered to the nearest 5, and its shares, or why one is not shown."""

    group: str
    answers: str
    agree: str
    disagree: str


@dataclass(frozen=True)
class Told:
    """A statement with the shares of all staff, and of each group of one characteristic."""

    statement: Statement
    everybody: Share
    groups: tuple[Share, ...]


@dataclass(frozen=True)
class Results:
    """What a release tells of a survey; `answered` is rounded to the nearest 5."""

    answered: int | None
    told: tuple[Told, ...]


def results_of(survey: Survey, release: Release, *, by: str) -> Results:
    """Return what the release tells, with the groups of one of the columns of `ABOUT`.

    Raises
    ------
    statistics.reports.FilesChanged
        When the files of the release are not what they were, so that no figure can be trusted.
    """
    report = reports.report_of(release.analysis)
    figures: dict[tuple[str, str, str], Any] = {}
    for finding in report.findings:
        if finding.slice == finding.period == WHOLE:
            figures.setdefault((finding.measure, finding.characteristic, finding.group), finding)
    answered = next(one.people for one in report.completeness if one.name == ALL_STAFF)
    groups = list(dict.fromkeys(group for _, of, group in figures if of == characteristic_called(by)))
    told = (
        Told(
            statement,
            _share(figures, statement, ALL_STAFF, EVERYBODY),
            tuple(_share(figures, statement, characteristic_called(by), group) for group in groups),
        )
        for statement in survey.asks
    )
    return Results(answered, tuple(told))


def is_told_by(column: str) -> bool:
    """Say whether results are told by this column."""
    return column in ABOUT


def _share(figures: Figures, statement: Statement, characteristic: str, group: str) -> Share:
    agree = figures.get((agree_with(statement), characteristic, group))
    disagree = figures.get((disagree_with(statement), characteristic, group))
    known = next((each.n for each in (agree, disagree) if each is not None and each.n is not None), None)
    return Share(
        group, number(known) if known is not None else _why(agree), _percent(agree), _percent(disagree)
    )


def _percent(finding: Any) -> str:
    return _why(finding) if finding is None or finding.value is None else f"{finding.value:.0%}"


def _why(finding: Any) -> str:
    """Return why a figure is not shown. Of a group in which nobody is there is none."""
    return NOT_SHOWN.get(finding.status, NOBODY) if finding is not None else NOBODY
