"""An action is one transaction and one entry, written last."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dueregard import journal
from dueregard.journal.models import Entry
from dueregard.people.models import Person, Team


class Refused(Exception):
    """What an action of these tests raises."""


def refuse() -> None:
    raise Refused


@journal.action
def rename(person: Person, name: str, *, by: Person) -> None:
    person.name = name
    person.save(update_fields=["name"])
    journal.record("renamed", person, by=by, name=name)


@journal.action
def rename_both(one: Person, other: Person, *, by: Person) -> None:
    rename(one, "First", by=by)
    rename(other, "Second", by=by)
    journal.record("renamed two", one, by=by)


@journal.action
def rename_and_mind(one: Person, other: Person, *, by: Person) -> None:
    try:
        with journal.acting():
            rename(one, "First", by=by)
            refuse()
    except Refused:
        rename(other, "Second", by=by)
    journal.record("renamed one of two", other, by=by)


def test_an_action_within_an_action_becomes_part_of_its_entry(cast: dict[str, Person]) -> None:
    rename_both(cast["staff"], cast["chair"], by=cast["administrator"])
    entry = Entry.objects.get()
    assert entry.deed == "renamed two"
    assert [(part["deed"], part["id"], part["detail"]) for part in entry.detail["with"]] == [
        ("renamed", str(cast["staff"].pk), {"name": "First"}),
        ("renamed", str(cast["chair"].pk), {"name": "Second"}),
    ]


def test_what_failed_inside_is_undone_and_not_in_the_entry(cast: dict[str, Person]) -> None:
    rename_and_mind(cast["staff"], cast["chair"], by=cast["administrator"])
    parts = Entry.objects.get().detail["with"]
    assert [part["id"] for part in parts] == [str(cast["chair"].pk)]
    names = set(Person.objects.values_list("name", flat=True))
    assert "Second" in names
    assert "First" not in names


def test_the_entry_is_the_last_thing_that_an_action_writes(cast: dict[str, Person]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        rename_both(cast["staff"], cast["chair"], by=cast["administrator"])
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert [sql.split('"')[1] for sql in written] == ["people_person", "people_person", "journal_entry"]


def test_an_action_that_writes_and_records_nothing_is_undone(cast: dict[str, Person]) -> None:
    @journal.action
    def forgetful() -> None:
        Team.objects.update(name="Nobody will know")

    with pytest.raises(journal.NotRecorded):
        forgetful()
    assert not Team.objects.filter(name="Nobody will know").exists()
    assert not Entry.objects.exists()


def test_an_action_that_changes_nothing_leaves_no_entry(cast: dict[str, Person]) -> None:
    @journal.action
    def look() -> int:
        return Team.objects.count()

    assert look() == 1
    assert not Entry.objects.exists()


def test_a_failed_entry_undoes_the_deed(cast: dict[str, Person], fill_journal: Callable[[], None]) -> None:
    before = cast["staff"].name
    fill_journal()
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        rename(cast["staff"], "After", by=cast["administrator"])
    assert Person.objects.get(pk=cast["staff"].pk).name == before
    assert not Entry.objects.exists()


def test_every_action_of_the_house_is_one() -> None:
    """Read each `actions.py`: what is public and takes `by` wears `@journal.action` and calls `journal.record`."""
    import ast
    from pathlib import Path

    house = Path(__file__).parents[2] / "src/dueregard"
    seen, wrong = 0, []
    for path in sorted(house.glob("*/actions.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if "by" not in {argument.arg for argument in node.args.kwonlyargs}:
                continue
            seen += 1
            source = ast.unparse(node)
            is_part = "outside a transaction" in source  # part of another action, and says so
            if not is_part and ("@journal.action" not in source or "journal.record(" not in source):
                wrong.append(f"{path.parent.name}.{node.name}")
    assert seen > 8
    assert wrong == []
