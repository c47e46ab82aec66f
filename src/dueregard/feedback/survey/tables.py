"""The dataset of a survey: a row for each answer, and the plan by which `statistics` reads them. Pure.

The rows stand in the order of what they say: it tells nothing of when they came, and is the same whoever answered.
Small numbers are the business of the release. `ALL_STAFF` is a characteristic that everybody shares, so that the shares
of all staff are figures of the release as well, protected together with the others.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from dueregard.feedback.survey.answers import ABOUT, AGREE, DISAGREE, LEVELS, Answer
from dueregard.feedback.survey.statements import Statement
from dueregard.feedback.tables import Table, characteristic, measure, plan, rows_as_csv

ALL_STAFF = "all staff"
EVERYBODY = "All staff"


def agree_with(statement: Statement) -> str:
    """Return what the share of those who agree is called in the plan."""
    return f"{statement.short}, agree"


def disagree_with(statement: Statement) -> str:
    """Return what the share of those who disagree is called in the plan."""
    return f"{statement.short}, disagree"


def characteristic_called(column: str) -> str:
    """Return what a characteristic is called in the plan, by its column."""
    return column.replace("_", " ")


def survey_table(
    name: str, first_day: date, statements: Sequence[Statement], answers: Iterable[Answer]
) -> Table:
    """Return the rows of a survey with their plan: of each statement, who agrees and who disagrees."""
    parts = [characteristic(ALL_STAFF, "all_staff", [EVERYBODY])]
    parts += [
        characteristic(characteristic_called(column), column, levels) for column, levels in ABOUT.items()
    ]
    for each in statements:
        parts.append(measure(agree_with(each), each.code, event=AGREE, levels=LEVELS, better="higher"))
        parts.append(measure(disagree_with(each), each.code, event=DISAGREE, levels=LEVELS, better="lower"))
    rows = sorted([EVERYBODY, *answer.row] for answer in answers)
    return Table(
        f"staff-survey-{first_day.isoformat()}.csv",
        plan(f"Staff survey: {name}", "answer", parts),
        rows_as_csv(["all_staff", *ABOUT, *(each.code for each in statements)], rows),
    )
