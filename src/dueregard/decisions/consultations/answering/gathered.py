"""Read answers that were gathered elsewhere from a CSV file. Pure: a text in, rows and refusals out.

The columns are `question 1`, `question 2` and so on, each with its words or its choice; beside each there may be
`may be quoted 1` and so on, with yes or no. No other column is taken, so that no name comes in unnoticed.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 5_000
LONGEST = 10_000
YES, NO = "yes", "no"


class WrongFile(ValueError):
    """The file cannot be read as a whole. The sentence says what is wrong and what to do."""


@dataclass(frozen=True)
class Asked:
    """What the file is read against: the place of a question, and what can be chosen there, if one chooses."""

    place: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """What one row says: for each place of a question, the text and whether it may be quoted."""

    answers: dict[int, tuple[str, bool]]


@dataclass(frozen=True)
class Gathered:
    """What was read: rows in = rows accepted + rows refused. A refusal is the row in the file and a reason."""

    rows: tuple[Row, ...]
    refused: tuple[tuple[int, str], ...]

    @property
    def rows_in(self) -> int:
        """How many rows there were."""
        return len(self.rows) + len(self.refused)


def read(octets: bytes, questions: Sequence[Asked]) -> Gathered:
    """Return the rows of a file.

    Raises
    ------
    WrongFile
        When it is no CSV file in UTF-8, has a column that is not known, none that is, or too many rows.
    """
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile("The file is not in UTF-8. In your spreadsheet save it as “CSV UTF-8”.") from None
    if "\0" in text:
        raise WrongFile("This is not a CSV file. In your spreadsheet save it as “CSV UTF-8”.")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip().lower() for name in next(lines, [])]
        _check(head, questions)
        rows: list[Row] = []
        refused: list[tuple[int, str]] = []
        for number, cells in enumerate(lines, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) + len(refused) >= MOST_ROWS:
                raise WrongFile(f"The file has more than {MOST_ROWS:,} rows. Cut it into parts.")
            try:
                rows.append(_row(head, cells, questions))
            except ValueError as wrong:
                refused.append((number, str(wrong)))
    except csv.Error as problem:
        raise WrongFile(f"The file cannot be read near line {lines.line_num}: {problem}.") from problem
    return Gathered(tuple(rows), tuple(refused))


def headings(questions: Sequence[Asked]) -> list[str]:
    """Return the columns that a file may have."""
    return [name for one in questions for name in (f"question {one.place}", f"may be quoted {one.place}")]


def _check(head: list[str], questions: Sequence[Asked]) -> None:
    known = headings(questions)
    unknown = [name for name in head if name not in known]
    if not head or not set(head) & {f"question {one.place}" for one in questions}:
        raise WrongFile(f"The first row has no column that is known. Use: {', '.join(known)}.")
    if unknown:
        raise WrongFile(
            f"These columns are not known: {', '.join(f'“{name}”' for name in unknown[:5])}. Take them out, or use: "
            f"{', '.join(known)}."
        )
    if len(set(head)) < len(head):
        raise WrongFile("A column stands there twice. Take one of the two out.")


def _row(head: list[str], cells: list[str], questions: Sequence[Asked]) -> Row:
    if len(cells) != len(head):
        raise ValueError(f"It has {len(cells)} cells in place of {len(head)}.")
    values = dict(zip(head, (cell.strip() for cell in cells), strict=True))
    answers: dict[int, tuple[str, bool]] = {}
    for one in questions:
        said = values.get(f"question {one.place}", "")
        quoted = values.get(f"may be quoted {one.place}", "").lower()
        if quoted not in {"", YES, NO}:
            raise ValueError(f"“May be quoted {one.place}” is neither yes nor no.")
        if len(said) > LONGEST:
            raise ValueError(f"The answer to question {one.place} is longer than {LONGEST:,} letters.")
        if said and one.choices and said not in one.choices:
            raise ValueError(f"The answer to question {one.place} is none of those that can be chosen.")
        if said:
            answers[one.place] = (said, quoted == YES)
    if not answers:
        raise ValueError("It answers no question.")
    return Row(answers)
