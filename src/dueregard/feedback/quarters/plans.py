"""The two datasets of a quarter: their rows as CSV, and the plan by which `statistics` reads them.

Pure functions: themes and rows in, text out. Small numbers are the business of the release.
"""

from collections.abc import Iterable, Mapping, Sequence

from dueregard.almanac.periods import Quarter
from dueregard.feedback.apart.models import AGES, DISABLED, ETHNIC_GROUPS, SEXES
from dueregard.feedback.tables import Table, characteristic, measure, plan, rows_as_csv

SENT_BY = (
    "Child aged 5 to 8",
    "Child aged 9 to 12",
    "Young person of 13 or over",
    "Child of unknown age",
    "Parent or carer",
    "Somebody else",
)
THEME = "theme"
SOMETHING_ELSE = "Something else"


def themes_table(quarter: Quarter, themes: Sequence[str], given: Iterable[tuple[str, str]]) -> Table:
    """Return a row for each theme that was given to a piece, with who sent the piece.

    The two are not crossed: a quarter has a few hundred rows, and of most crosses nothing could be shown.
    """
    parts = [
        characteristic(THEME, "theme", themes),
        characteristic("sent by", "sent_by", SENT_BY),
        '[[measure]]\nname = "share of what people said"\nkind = "share"\n',
    ]
    return Table(
        f"feedback-themes-{_slug(quarter)}.csv",
        plan(f"Themes of feedback, {quarter}", "theme of a piece", parts),
        rows_as_csv(["theme", "sent_by"], given),
    )


def characteristics_table(
    quarter: Quarter, themes: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> Table:
    """Return what people said about themselves, with what their feedback was about in their own choice."""
    columns = ["about", "sex", "ethnic_group", "disability", "age"]
    levels = {"sex": SEXES, "ethnic_group": ETHNIC_GROUPS, "disability": DISABLED, "age": AGES}
    characteristics = [
        characteristic(column.replace("_", " "), column, levels[column]) for column in columns[1:]
    ]
    about = (*themes, SOMETHING_ELSE)
    measures = [measure(theme, "about", event=[theme], levels=about) for theme in themes]
    return Table(
        f"feedback-people-{_slug(quarter)}.csv",
        plan(f"Who gives feedback about what, {quarter}", "answer", [*characteristics, *measures]),
        rows_as_csv(columns, ([row[column] for column in columns] for row in rows)),
    )


def _slug(quarter: Quarter) -> str:
    return f"{quarter.first.year}-q{(quarter.first.month + 2) // 3}"
