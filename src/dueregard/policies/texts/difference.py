"""What is different between two texts, clause by clause and word by word. Pure.

A clause is followed by its key, so that one that moves is not one that goes and another that comes. Applied to the
old text, a difference gives the new one, letter by letter: nothing that changed can be missing from it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from dueregard.policies.texts.clauses import Clause, Clauses


class DoesNotFit(ValueError):
    """The text is not the one from which the difference was taken."""


class Sort(StrEnum):
    """What became of some words."""

    SAME = "same"
    PUT_IN = "put in"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True)
class Mark:
    """Some words, and what became of them."""

    sort: Sort
    words: str


Marks = tuple[Mark, ...]


@dataclass(frozen=True)
class Line:
    """What became of one clause; its heading and text are those of both texts, marked."""

    key: str
    heading: Marks
    text: Marks
    is_new: bool = False
    is_gone: bool = False
    has_moved: bool = False

    @property
    def is_reworded(self) -> bool:
        """Whether it stands in both texts and reads differently."""
        return not (self.is_new or self.is_gone) and _says_more_than_the_same((*self.heading, *self.text))

    @property
    def has_another_heading(self) -> bool:
        """Whether its heading reads differently."""
        return self.is_reworded and _says_more_than_the_same(self.heading)

    @property
    def is_same(self) -> bool:
        """Whether nothing about it changed."""
        return not (self.is_new or self.is_gone or self.has_moved or self.is_reworded)

    @property
    def title(self) -> str:
        """Its heading as it reads now, or read last."""
        old, new = _before(self.heading), _after(self.heading)
        return old if self.is_gone else new


@dataclass(frozen=True)
class Difference:
    """The clauses of both texts in the order of the new one; what is gone stands behind what it stood behind."""

    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return all(line.is_same for line in self.lines)

    @property
    def changed(self) -> tuple[Line, ...]:
        """The clauses about which something changed."""
        return tuple(line for line in self.lines if not line.is_same)

    @property
    def same(self) -> tuple[Line, ...]:
        """The clauses about which nothing changed."""
        return tuple(line for line in self.lines if line.is_same)


def between(old: Sequence[Clause], new: Sequence[Clause]) -> Difference:
    """Return what is different in the new text."""
    before = {clause.key: clause for clause in old}
    kept = [clause.key for clause in new if clause.key in before]
    stays = _longest_in_order(kept, [clause.key for clause in old])
    lines = [_line(before.get(clause.key), clause, stays) for clause in new]
    return Difference(tuple(_with_the_gone(lines, old)))


def apply(difference: Difference, old: Sequence[Clause]) -> Clauses:
    """Return the new text from the old one and the difference.

    Raises
    ------
    DoesNotFit
        When it was taken from another text.
    """
    there = {clause.key: clause for clause in old}
    if {line.key for line in difference.lines if not line.is_new} != set(there):
        raise DoesNotFit("The clauses are not the same.")
    for line in difference.lines:
        was = there.get(line.key)
        if was is not None and (_before(line.heading), _before(line.text)) != (was.heading, was.text):
            raise DoesNotFit(line.key)
    return tuple(
        Clause(line.key, _after(line.heading), _after(line.text))
        for line in difference.lines
        if not line.is_gone
    )


def words_between(old: str, new: str) -> Marks:
    """Return both texts in one, the words that changed marked, or the sentences where the texts are long."""
    if old == new:
        return (Mark(Sort.SAME, old),) if old else ()
    piece = _WORD if len(old) + len(new) <= LONGEST_BY_WORDS else _SENTENCE
    before, after = piece.findall(old), piece.findall(new)
    compared = SequenceMatcher(None, before, after, autojunk=False)
    if compared.ratio() < LEAST_IN_COMMON:
        return (*_all(Sort.TAKEN_OUT, old), *_all(Sort.PUT_IN, new))
    marks: list[Mark] = []
    for what, a, b, c, d in compared.get_opcodes():
        if what == "equal":
            marks.append(Mark(Sort.SAME, "".join(before[a:b])))
            continue
        marks.append(Mark(Sort.TAKEN_OUT, "".join(before[a:b])))
        marks.append(Mark(Sort.PUT_IN, "".join(after[c:d])))
    return tuple(_joined(marks))


LEAST_IN_COMMON = 0.5
"""Below this share of words and blanks in common, marks word by word are harder to read than both texts whole."""
LONGEST_BY_WORDS = 6000
"""Letters of both texts together; longer ones are compared by sentences, for the time that words take grows with the
square of their number."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def _line(old: Clause | None, new: Clause, stays: set[str]) -> Line:
    if old is None:
        return Line(new.key, _all(Sort.PUT_IN, new.heading), _all(Sort.PUT_IN, new.text), is_new=True)
    heading, text = words_between(old.heading, new.heading), words_between(old.text, new.text)
    return Line(new.key, heading, text, has_moved=new.key not in stays)


def _with_the_gone(lines: Sequence[Line], old: Sequence[Clause]) -> Iterator[Line]:
    """Yield the lines, and each clause that is gone behind the one it stood behind in the old text."""
    here = {line.key for line in lines}
    gone: dict[str, list[Line]] = {}
    behind = ""
    for clause in old:
        if clause.key in here:
            behind = clause.key
        else:
            heading, text = _all(Sort.TAKEN_OUT, clause.heading), _all(Sort.TAKEN_OUT, clause.text)
            gone.setdefault(behind, []).append(Line(clause.key, heading, text, is_gone=True))
    yield from gone.get("", ())
    for line in lines:
        yield line
        yield from gone.get(line.key, ())


def _longest_in_order(keys: Sequence[str], order: Sequence[str]) -> set[str]:
    """Return the most keys that stand in the old order: the others have moved. Patience sorting, n log n."""
    place = {key: number for number, key in enumerate(order)}
    ends: list[int] = []
    last: list[str] = []
    before: dict[str, str | None] = {}
    for key in keys:
        at = bisect_left(ends, place[key])
        before[key] = last[at - 1] if at else None
        ends[at:], last[at:] = (
            [place[key], *ends[at + 1 :]],
            [key, *last[at + 1 :]],
        )
    found, key_now = set(), last[-1] if last else None
    while key_now is not None:
        found.add(key_now)
        key_now = before[key_now]
    return found


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Join what changed around a mere blank: two words in a row are read as one change and not as two."""
    out, into = "", ""
    waiting = ""
    for mark in marks:
        if mark.sort != Sort.SAME:
            out += (waiting + mark.words) if mark.sort == Sort.TAKEN_OUT else waiting
            into += (waiting + mark.words) if mark.sort == Sort.PUT_IN else waiting
            waiting = ""
        elif (out or into) and not mark.words.strip(" "):
            waiting += mark.words
        else:
            yield from _pair(out, into)
            out = into = ""
            yield Mark(Sort.SAME, waiting + mark.words)
            waiting = ""
    yield from _pair(out, into)
    if waiting:
        yield Mark(Sort.SAME, waiting)


def _pair(out: str, into: str) -> Iterator[Mark]:
    if out:
        yield Mark(Sort.TAKEN_OUT, out)
    if into:
        yield Mark(Sort.PUT_IN, into)


def _all(sort: Sort, words: str) -> Marks:
    return (Mark(sort, words),) if words else ()


def _before(marks: Iterable[Mark]) -> str:
    return "".join(mark.words for mark in marks if mark.sort != Sort.PUT_IN)


def _after(marks: Iterable[Mark]) -> str:
    return "".join(mark.words for mark in marks if mark.sort != Sort.TAKEN_OUT)


def _says_more_than_the_same(marks: Iterable[Mark]) -> bool:
    return any(mark.sort != Sort.SAME for mark in marks)
