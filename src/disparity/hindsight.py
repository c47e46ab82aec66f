"""What can be said of a file once all of it has been read: above all, what the plan names and nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disparity.faults import date_meant
from disparity.plan import NOT_KNOWN
from disparity.problems import Problem, did_you_mean, quoted
from disparity.values import EventReader, LevelReader, Reader


def missing_references(readers: Sequence[Reader]) -> list[Problem]:
    """Return a problem for each reference that no row has, where the plan does not list the levels.

    Without a list nothing else would show a mistyped reference but comparisons that are missing.
    """
    problems = []
    for reader in readers:
        if not isinstance(reader, LevelReader) or reader.dimension.levels is not None:
            continue
        reference = reader.dimension.reference
        if reference is not None and reference not in reader.seen:
            what = f'no row has "{reference}", the reference of "{reader.dimension.name}"'
            fix = f"{did_you_mean(reference, reader.seen)} Mend it in the plan, or list the levels there"
            where = f'column "{reader.column}"'
            problems.append(Problem(what, where, fix.strip(), kind="reference-never-seen"))
    return problems


def observations(readers: Sequence[Reader]) -> tuple[Problem, ...]:
    """Return what is worth knowing, though it refuses no row."""
    notes: list[Problem] = []
    for reader in readers:
        if isinstance(reader, LevelReader):
            notes += _of_levels(reader)
        elif isinstance(reader, EventReader):
            notes += _of_events(reader)
    return tuple(notes)


def _of_levels(reader: LevelReader) -> Iterator[Problem]:
    dimension, where = reader.dimension, f'column "{reader.column}"'
    unseen = [level for level in dimension.levels or () if level not in reader.seen]
    if unseen:
        what = f'no row has {quoted(unseen)}, among the levels of "{dimension.name}"'
        yield Problem(what, where, "Check how the plan writes it", count=len(unseen), kind="level-never-seen")
    if dimension.levels is not None:
        return
    by_folded: dict[str, list[str]] = {NOT_KNOWN.casefold(): [NOT_KNOWN]}
    for level in sorted(reader.seen - {NOT_KNOWN}):
        by_folded.setdefault(level.casefold(), []).append(level)
    for alike in by_folded.values():
        if len(alike) > 1:
            what = f"{quoted(alike)} differ only in capital letters, and are counted apart"
            yield Problem(
                what, where, "If they are one, join them with map or unknown in the plan", kind="clash"
            )
    for level in sorted(reader.seen):
        if meant := date_meant(level):
            what = f'"{level}" looks like a date that a spreadsheet made of "{meant}"'
            fix = f'If so, add map = {{ "{level}" = "{meant}" }} to the plan'
            yield Problem(what, where, fix, kind="looks-like-a-date")


def _of_events(reader: EventReader) -> Iterator[Problem]:
    for event in reader.measure.event:
        if event not in reader.seen:
            what = f'no row has "{event}", an event of "{reader.measure.name}"'
            fix = f"{did_you_mean(event, reader.seen)} Check how the plan writes it".strip()
            yield Problem(what, f'column "{reader.column}"', fix, kind="event-never-seen")
