"""The two datasets of a quarter: their rows as CSV, and the plan by which `statistics` reads them.

Pure functions: themes and rows in, text out. Small numbers are the business of the release.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dueregard.almanac.periods import Quarter
from dueregard.feedback.apart.models import AGES, DISABLED, ETHNIC_GROUPS, SEXES

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


@dataclass(frozen=True)
class Table:
    """A file of rows with its plan."""

    name: str
    plan: str
    rows: str


def themes_table(quarter: Quarter, themes: Sequence[str], given: Iterable[tuple[str, str]]) -> Table:
    """Return a row for each theme that was given to a piece, with who sent the piece.

    The two are not crossed: a quarter has a few hundred rows, and of most crosses nothing could be shown.
    """
    parts = [
        _characteristic(THEME, "theme", themes),
        _characteristic("sent by", "sent_by", SENT_BY),
        '[[measure]]\nname = "share of what people said"\nkind = "share"\n',
    ]
    return Table(
        f"feedback-themes-{_slug(quarter)}.csv",
        _plan(f"Themes of feedback, {quarter}", "theme of a piece", parts),
        _csv(["theme", "sent_by"], given),
    )


def characteristics_table(
    quarter: Quarter, themes: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> Table:
    """Return what people said about themselves, with what their feedback was about in their own choice."""
    columns = ["about", "sex", "ethnic_group", "disability", "age"]
    levels = {"sex": SEXES, "ethnic_group": ETHNIC_GROUPS, "disability": DISABLED, "age": AGES}
    characteristics = [
        _characteristic(column.replace("_", " "), column, levels[column]) for column in columns[1:]
    ]
    about = (*themes, SOMETHING_ELSE)
    measures = [_measure(theme, "about", event=theme, levels=about) for theme in themes]
    return Table(
        f"feedback-people-{_slug(quarter)}.csv",
        _plan(f"Who gives feedback about what, {quarter}", "answer", [*characteristics, *measures]),
        _csv(columns, ([row[column] for column in columns] for row in rows)),
    )


def _plan(title: str, unit: str, parts: Iterable[str]) -> str:
    head = f'format = "disparity/plan@1"\ntitle = {_text(title)}\nunit = {_text(unit)}\n'
    return "\n".join([head, *parts, "[analysis]", "intersections = 1", ""])


def _characteristic(name: str, column: str, levels: Iterable[str]) -> str:
    return f"[[characteristic]]\nname = {_text(name)}\ncolumn = {_text(column)}\nlevels = {_texts(levels)}\n"


def _measure(name: str, column: str, *, event: str, levels: Iterable[str]) -> str:
    return (
        f'[[measure]]\nname = {_text(name)}\nkind = "proportion"\ncolumn = {_text(column)}\n'
        f"event = {_text(event)}\nlevels = {_texts(levels)}\n"
    )


def _text(words: str) -> str:
    """Return a text as TOML writes one, which for these is as JSON does."""
    return json.dumps(words, ensure_ascii=False)


def _texts(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _slug(quarter: Quarter) -> str:
    return f"{quarter.first.year}-q{(quarter.first.month + 2) // 3}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return written.getvalue()
