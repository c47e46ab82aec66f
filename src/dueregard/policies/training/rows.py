"""Read a file of completions: staff number, module and date. It runs in the limited child process. Pure."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

COLUMNS = ("staff number", "module", "date")
LONGEST_VALUE = 100
MOST_ROWS = 100_000


class UnfitFile(Exception):
    """The file as a whole cannot be read. `problems` says why, in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.problems = [sentence]


def read(path: str) -> dict[str, Any]:
    """Return the rows of a file as `[line, staff number, module, day or nothing]`, in `rows`.

    Columns may stand in any order, beside others that are not read. A day is written 2026-06-09 or 09/06/2026.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnfitFile(
            "The file is not text in UTF-8. Save it as “CSV UTF-8”, then send it again."
        ) from None
    lines = csv.reader(text.splitlines())
    head = [name.strip().lower() for name in next(lines, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise UnfitFile(
            f"The first line must name the columns {', '.join(COLUMNS)}. Missing: {', '.join(missing)}."
        )
    places = [head.index(name) for name in COLUMNS]
    rows = []
    for row in lines:
        if any(value.strip() for value in row):
            values = [row[place].strip()[:LONGEST_VALUE] if place < len(row) else "" for place in places]
            rows.append([lines.line_num, values[0], values[1], day_of(values[2])])
        if len(rows) > MOST_ROWS:
            raise UnfitFile(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
    return {"rows": rows}


def day_of(text: str) -> str:
    """Return a day as 2026-06-09, or nothing where the text is none."""
    try:
        return date.fromisoformat(text).isoformat() if "-" in text else _british(text)
    except ValueError:
        return ""


def _british(text: str) -> str:
    return datetime.strptime(text, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007  (a day has no zone)
