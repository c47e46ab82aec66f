"""Completions from another system: a receipt for every row, the same file told apart, and nothing overwritten."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.intake.models import Receipt
from dueregard.intake.storage import NotKept
from dueregard.jobs import actions as jobs
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.policies.models import Completion, Import, RollOut
from dueregard.policies.own import reports as own
from dueregard.policies.training import actions, importing, rows
from dueregard.policies.training.reasons import HOW_TO_MEND, KEPT_BEFORE, NO_STAFF
from tests.policies.training.schooling import csv, next_edition, published

Cast = dict[str, Person]
Nothing = None


@pytest.fixture(autouse=True)
def _empty_folder() -> Iterator[None]:
    yield
    shutil.rmtree(settings.VAR / "files", ignore_errors=True)


def number_of(person: Person) -> str:
    return person.staff.number


def received(file: Import, *read: tuple[int, str, str, str]) -> Receipt:
    return importing.receive(file, read, by=file.added_by)


def test_a_file_is_read_by_a_worker_and_every_row_is_kept_or_refused(cast: Cast, wednesday: Nothing) -> None:
    published(cast["policy-owner"])
    staff, adviser = number_of(cast["staff"]), number_of(cast["adviser"])
    file = importing.add(
        csv(
            f"{staff},carers,2026-06-09",
            f"{adviser},carers,09/06/2026",
            "T99999,carers,2026-06-09",
            f"{staff},unknown,2026-06-09",
            f"{staff},carers,tomorrow",
            f"{staff},carers,2026-12-24",
            f"{staff},carers,2019-01-01",
            f"{staff},carers,2026-06-09",
            "",
        ),
        by=cast["policy-owner"],
    )
    worker.work(once=True)
    file.refresh_from_db()
    receipt = file.receipt
    assert receipt is not None
    assert (receipt.rows_in, receipt.accepted, receipt.refused) == (8, 2, 6)
    assert [(each["where"], each["rows"]) for each in receipt.problems] == [
        (f"line {line}", 1) for line in (4, 5, 6, 7, 8, 9)
    ]
    kept = Completion.objects.values_list("staff__number", "number", "completed_on", "brought_by")
    assert sorted(kept) == [(number, 0, date(2026, 6, 9), file.pk) for number in sorted([staff, adviser])]
    assert {"added a file of completions", "took in completions"} <= set(
        Entry.objects.values_list("deed", flat=True)
    )


def test_the_same_file_twice_is_told_and_kept_once(cast: Cast) -> None:
    owner = cast["policy-owner"]
    first = importing.add(csv("T00000,carers,2026-06-09"), by=owner)
    with pytest.raises(importing.SentBefore) as told:
        importing.add(csv("T00000,carers,2026-06-09", name="again.csv"), by=cast["equality-lead"])
    assert told.value.earlier == first
    assert Import.objects.count() == Job.objects.count() == 1


def test_nothing_that_was_kept_is_overwritten(cast: Cast, wednesday: Nothing) -> None:
    owner = cast["policy-owner"]
    module = published(owner)
    own_completion = actions.complete(module, by=cast["staff"])
    number = number_of(cast["staff"])
    first = importing.add(csv("1"), by=owner)
    received(
        first,
        (2, number, "carers", "2026-06-09"),
        (3, number, "carers", own_completion.completed_on.isoformat()),
    )
    again = received(importing.add(csv("2"), by=owner), (2, number, "carers", "2026-06-09"))
    assert (again.accepted, again.refused, again.problems[0]["what"]) == (0, 1, KEPT_BEFORE)
    assert Completion.objects.get(completed_on="2026-06-09").brought_by == first
    assert Completion.objects.get(pk=own_completion.pk).number == 1
    assert Completion.objects.count() == 3


def test_a_receipt_that_is_asked_for_twice_is_one(cast: Cast, wednesday: Nothing) -> None:
    file = importing.add(csv("1"), by=cast["policy-owner"])
    assert received(file, (2, "T9", "x", "")) == received(file, (2, "T9", "x", ""))
    assert Receipt.objects.count() == 1


def test_a_receipt_names_ten_lines_and_counts_the_others(cast: Cast) -> None:
    file = importing.add(csv("1"), by=cast["policy-owner"])
    receipt = received(file, *[(line, "T9", "x", "") for line in range(2, 16)])
    problem = receipt.problems[0]
    assert (problem["what"], problem["rows"]) == (NO_STAFF, 14)
    assert problem["where"] == "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 4 more"
    assert problem["fix"] == HOW_TO_MEND[NO_STAFF]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name,module,date\nx,y,z\n", "Missing: staff number"),
        (b"", "Missing: staff number, module, date"),
        ("staff number,module,date\nJos\u00e9".encode("latin-1"), "not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(rows.UnfitFile, match=says):
        rows.read(str(path))


def test_columns_stand_in_any_order_beside_others(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("\ufeffDate, Module ,score,Staff number\n9/6/2026,carers,99,T1\n,,,\n2026-02-30,x,1,T2\n")
    assert rows.read(str(path)) == {"rows": [[2, "T1", "carers", "2026-06-09"], [4, "T2", "x", ""]]}


def test_a_file_without_the_columns_is_refused_and_may_be_sent_again(cast: Cast) -> None:
    owner = cast["policy-owner"]
    file = importing.add(csv("x", head="name"), by=owner)
    worker.work(once=True)
    file.refresh_from_db()
    assert "Missing: staff number, module, date" in file.refusal
    assert importing.add(csv("x", head="name"), by=owner) != file


def test_a_reading_that_is_cancelled_lets_the_file_be_sent_again(cast: Cast) -> None:
    owner = cast["policy-owner"]
    file = importing.add(csv("x"), by=owner)
    jobs.cancel(Job.objects.get(), by=owner)
    file.refresh_from_db()
    assert file.refusal
    assert importing.add(csv("x"), by=owner) != file


def test_an_empty_file_is_not_kept(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(NotKept):
        importing.add(SimpleUploadedFile("empty.csv", b""), by=cast["policy-owner"])


def test_importing_is_for_those_who_write_training(cast: Cast) -> None:
    file = importing.add(csv("x"), by=cast["policy-owner"])
    for role in set(ROLES) - {"policy-owner", "equality-lead"}:
        for deed in (
            lambda by: importing.add(csv("y"), by=by),
            lambda by: importing.refuse(file, "No.", by=by),
            lambda by: importing.receive(file, [], by=by),
        ):
            with pytest.raises(NotAllowed):
                deed(cast[role])
        assert not Import.objects.visible_to(cast[role]).exists()


def test_it_is_undone_when_it_cannot_be_recorded(cast: Cast, fill_journal: Callable[[], None]) -> None:
    published(cast["policy-owner"])
    file = importing.add(csv("x"), by=cast["policy-owner"])
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        received(file, (2, number_of(cast["staff"]), "carers", "2026-06-09"))
    assert not Completion.objects.exists()
    assert not Receipt.objects.exists()


def test_what_was_taken_elsewhere_counts_until_an_edition_asks_again(cast: Cast, roll_out: RollOut) -> None:
    owner, staff = cast["policy-owner"], cast["staff"]
    module = published(owner, policy=roll_out.policy)
    received(importing.add(csv("1"), by=owner), (2, number_of(staff), "carers", "2026-06-09"))
    assert not own.to_take(staff)
    next_edition(module, asks_again=True, by=owner)
    assert list(own.to_take(staff)) == [module]
    later = roll_out.begun_at.date()
    received(importing.add(csv("2"), by=owner), (2, number_of(staff), "carers", later.isoformat()))
    assert not own.to_take(staff)
