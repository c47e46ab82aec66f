"""Finding the plan's columns among the headings of a file."""

from __future__ import annotations

from collections.abc import Sequence

from disparity.problems import Problem, did_you_mean, quoted

MOST_COLUMNS = 2_000
"""More than this is not a table of people but one that was turned on its side."""


def positions_of(
    wanted: Sequence[str], headings: Sequence[str], *, where: str
) -> tuple[dict[str, int], list[Problem]]:
    """Return where each wanted column stands among the headings, and what is wrong with them.

    Blanks around a heading do not count.
    """
    trimmed = [heading.strip() for heading in headings]
    problems = []
    if len(trimmed) > MOST_COLUMNS:
        return {}, [too_many_columns(f"{len(trimmed):,}", where=where)]
    if not any(trimmed):
        what, fix = "the first row is blank", "Put the names of the columns in the first row"
        return {}, [Problem(what, where, fix, kind="no-heading")]
    for column in wanted:
        found = trimmed.count(column)
        if found == 0:
            problems.append(_missing(column, trimmed, where))
        elif found > 1:
            what = f'{found} columns are called "{column}"'
            problems.append(
                Problem(what, where, "Give each its own name, or remove one", kind="duplicate-column")
            )
    return {column: trimmed.index(column) for column in wanted if column in trimmed}, problems


def too_many_columns(count: str, *, where: str) -> Problem:
    """Return the problem of a file with more columns than a table of people has."""
    what = f"the file has {count} columns, and {MOST_COLUMNS:,} is the most that is read"
    return Problem(
        what,
        where,
        "Keep the columns that the plan names, with one row for each case",
        kind="too-many-columns",
    )


def _missing(column: str, headings: list[str], where: str) -> Problem:
    named = [heading for heading in dict.fromkeys(headings) if heading]
    advice = did_you_mean(column, named)
    mend = "Add it, or name another column in the plan"
    fix = f"{advice} {mend}. The columns are {quoted(named)}".strip()
    return Problem(f'there is no column called "{column}"', where, fix, kind="missing-column")
