"""HTML for the report: escaped text, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from figures import Table
from figures.svg import printable


def escaped(words: str) -> str:
    """Return words as the content of an element, or the value of an attribute in double quotes."""
    return escape(printable(words))


def element(name: str, words: str, *, identity: str = "") -> str:
    """Return an element that holds words and nothing else, and may be linked to by its identity."""
    named = f' id="{identity}"' if identity else ""
    return f"<{name}{named}>{escaped(words)}</{name}>"


def paragraphs(sentences: Iterable[str]) -> str:
    """Return a paragraph for each of the sentences."""
    return "\n".join(element("p", words) for words in sentences)


def bullets(sentences: Iterable[str]) -> str:
    """Return a list of the sentences, or nothing where there are none."""
    items = "\n".join(element("li", words) for words in sentences)
    return f"<ul>\n{items}\n</ul>" if items else ""


def in_lines(words: str) -> str:
    """Return the words of a cell, escaped, so that a figure and the interval after it are broken only between them.

    "70.0% (69.9% to 70.2%)" takes one line or two, never four; words without a digit are broken anywhere.
    """
    if not any(letter.isdigit() for letter in words):
        return escaped(words)
    figure, parted, interval = words.partition(" (")
    parts = [figure, f"({interval}"] if parted else [figure]
    return " ".join(f'<span class="line">{escaped(part)}</span>' for part in parts)


def table_markup(table: Table, *, identity: str) -> str:
    """Return a table whose cells are text, in a frame that scrolls sideways in a narrow window.

    The frame can be reached by keyboard, and is named after the table's caption.
    """
    is_number = [column.kind != "text" for column in table.columns]
    head = "".join(
        f'<th scope="col"{_aligned(number)}>{escaped(column.name)}</th>'
        for column, number in zip(table.columns, is_number, strict=True)
    )
    body = "\n".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escaped(str(cell))}</th>'
            if index == 0
            else f"<td{_aligned(is_number[index])}>{in_lines(str(cell))}</td>"
            for index, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="wide" role="region" aria-labelledby="{identity}" tabindex="0">\n<table>\n'
        f'<caption id="{identity}"><span>{escaped(table.title)}</span></caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _aligned(is_number: bool) -> str:
    return ' class="number"' if is_number else ""
