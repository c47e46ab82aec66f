"""Files of rows with their plans, as `statistics` takes them in: for quarters of feedback and for surveys.

Pure functions: names and rows in, text out. Plans are written as `docs/statistics.md` says.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A file of rows with its plan."""

    name: str
    plan: str
    rows: str


def plan(title: str, unit: str, parts: Iterable[str]) -> str:
    """Return a plan that compares each characteristic by itself, and crosses none."""
    head = f'format = "disparity/plan@1"\ntitle = {_text(title)}\nunit = {_text(unit)}\n'
    return "\n".join([head, *parts, "[analysis]", "intersections = 1", ""])


def characteristic(name: str, column: str, levels: Iterable[str]) -> str:
    """Return the part of a plan that compares by a column."""
    return f"[[characteristic]]\nname = {_text(name)}\ncolumn = {_text(column)}\nlevels = {_texts(levels)}\n"


def measure(name: str, column: str, *, event: Iterable[str], levels: Iterable[str], better: str = "") -> str:
    """Return the part of a plan that measures how many say one of `event`; `better` is higher, lower or neither."""
    return (
        f'[[measure]]\nname = {_text(name)}\nkind = "proportion"\ncolumn = {_text(column)}\n'
        f"event = {_texts(event)}\nlevels = {_texts(levels)}\n"
        + (f"better = {_text(better)}\n" if better else "")
    )


def rows_as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, below the names of their columns."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return written.getvalue()


def _text(words: str) -> str:
    """Return a text as TOML writes one, which for these is as JSON does."""
    return json.dumps(words, ensure_ascii=False)


def _texts(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"
