"""Every write of the evidence rooms: the change, each refusal, the journal entry; they stand or fall together."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

import disparity
from dueregard import journal
from dueregard.access import NotAllowed
from dueregard.intake.models import Receipt
from dueregard.intake.storage import NotKept
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from dueregard.people.models import Person, RoleHolding, Source
from dueregard.statistics import actions as statistics
from dueregard.statistics.models import Analysis, Dataset, Release
from tests.evidence_of_the_tests import (
    PLAN,
    Evidence,
    EvidenceFiles,
    add_dataset,
    ready_analysis,
    received_dataset,
)
from tests.people_of_the_tests import LONG_AGO


def deeds() -> list[str]:
    return list(Entry.objects.values_list("deed", flat=True))


def break_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **detail: object) -> None:
        raise OSError("the journal is full")

    monkeypatch.setattr(journal, "record", fail)


def test_add_keeps_the_file_and_asks_for_its_check(analyst: Person) -> None:
    dataset = add_dataset(analyst)
    assert (dataset.title, dataset.file_name, dataset.added_by) == (
        "Invented students",
        "students.csv",
        analyst,
    )
    assert Job.objects.get().key == dataset.check_key
    assert deeds() == ["added a dataset"]


def test_add_refuses_everyone_but_a_data_analyst(cast: dict[str, Person]) -> None:
    for role, person in cast.items():
        if role != "analyst":
            with pytest.raises(NotAllowed):
                add_dataset(person)
    assert not Dataset.objects.exists()


def test_add_refuses_a_plan_that_cannot_be_used(analyst: Person) -> None:
    with pytest.raises(disparity.PlanError):
        statistics.add(SimpleUploadedFile("a.csv", b"a\n1\n"), plan=b"titel = 'x'", by=analyst)
    assert not Dataset.objects.exists()


def test_add_refuses_an_empty_file(analyst: Person) -> None:
    with pytest.raises(NotKept):
        add_dataset(analyst, data=b"")
    assert not Dataset.objects.exists()


def test_add_is_undone_when_it_cannot_be_recorded(analyst: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    break_the_journal(monkeypatch)
    with pytest.raises(OSError, match="journal is full"):
        add_dataset(analyst)
    assert not Dataset.objects.exists()
    assert not Job.objects.exists()


def test_receive_keeps_a_receipt_that_adds_up(analyst: Person, evidence_files: EvidenceFiles) -> None:
    dataset = received_dataset(evidence_files, analyst)
    receipt = Receipt.objects.get()
    assert (receipt.rows_in, receipt.accepted, receipt.refused) == (803, 800, 3)
    assert (dataset.directory / "accepted.parquet").is_file()
    assert deeds()[-1] == "received a dataset"


def test_receive_and_refuse_happen_once(
    analyst: Person, evidence_files: EvidenceFiles, tmp_path: Path
) -> None:
    dataset = received_dataset(evidence_files, analyst)
    with pytest.raises(statistics.AlreadyChecked):
        statistics.receive(dataset, evidence_files.receipt, tmp_path, by=analyst)
    with pytest.raises(statistics.AlreadyChecked):
        statistics.refuse(dataset, [{"what": "x"}], by=analyst)
    with pytest.raises(statistics.AlreadyChecked):
        statistics.check_again(dataset, by=analyst)


def test_refuse_keeps_the_reasons_and_nothing_else(analyst: Person) -> None:
    dataset = add_dataset(analyst)
    statistics.refuse(
        dataset, [{"what": "the file is empty", "where": "students.csv", "fix": "…"}], by=analyst
    )
    dataset.refresh_from_db()
    assert dataset.is_refused
    assert not dataset.is_received
    assert not dataset.directory.exists()
    assert deeds()[-1] == "refused a dataset"


def test_check_again_asks_for_one_job_however_often(analyst: Person) -> None:
    dataset = add_dataset(analyst)
    statistics.check_again(dataset, by=analyst)
    statistics.check_again(dataset, by=analyst)
    assert Job.objects.count() == 1


def test_analyse_needs_a_receipt(analyst: Person) -> None:
    with pytest.raises(statistics.NotReceived):
        statistics.analyse(add_dataset(analyst), by=analyst)


def test_analyse_never_leaves_rows_out_in_silence(analyst: Person, evidence_files: EvidenceFiles) -> None:
    dataset = received_dataset(evidence_files, analyst)
    with pytest.raises(statistics.RowsRefused):
        statistics.analyse(dataset, by=analyst)
    analysis = statistics.analyse(dataset, despite_refused=True, by=analyst)
    assert analysis.leaves_out == 3
    assert Entry.objects.last().detail == {"leaves_out": 3}


def test_analyse_needs_at_least_one_accepted_row(
    analyst: Person, evidence_files: EvidenceFiles, tmp_path: Path
) -> None:
    dataset = add_dataset(analyst)
    nothing = evidence_files.receipt | {"accepted": 0, "refused": evidence_files.receipt["rows_in"]}
    rows = tmp_path / "rows"
    shutil.copytree(evidence_files.rows, rows)
    statistics.receive(dataset, nothing, rows, by=analyst)
    with pytest.raises(statistics.NothingAccepted):
        statistics.analyse(dataset, despite_refused=True, by=analyst)


def test_analyse_refuses_everyone_but_a_data_analyst(
    cast: dict[str, Person], evidence_files: EvidenceFiles
) -> None:
    dataset = received_dataset(evidence_files, cast["analyst"])
    for role in set(cast) - {"analyst"}:
        with pytest.raises(NotAllowed):
            statistics.analyse(dataset, despite_refused=True, by=cast[role])
    assert not Analysis.objects.exists()


def test_complete_puts_the_files_in_place_and_records_their_hashes(
    analyst: Person, evidence_files: EvidenceFiles
) -> None:
    analysis = ready_analysis(evidence_files, received_dataset(evidence_files, analyst), analyst)
    assert analysis.is_ready
    assert sorted(path.name for path in analysis.directory.iterdir()) == sorted(analysis.files)
    assert Entry.objects.last().detail["files"] == evidence_files.hashes


def test_release_lets_everyone_signed_in_read(evidence: Evidence, cast: dict[str, Person]) -> None:
    released = statistics.release(evidence.waiting[0], note="Read with care.", by=cast["equality-lead"])
    assert all(Release.objects.visible_to(person).filter(pk=released.pk).exists() for person in cast.values())
    assert deeds()[-1] == "released an analysis"


def test_release_refuses_everyone_but_the_equality_lead(evidence: Evidence, cast: dict[str, Person]) -> None:
    for role in set(cast) - {"equality-lead"}:
        with pytest.raises(NotAllowed):
            statistics.release(evidence.waiting[0], by=cast[role])
    assert not Release.objects.filter(analysis=evidence.waiting[0]).exists()


def test_release_refuses_whoever_ran_the_analysis(evidence: Evidence, analyst: Person) -> None:
    RoleHolding.objects.create(person=analyst, role="equality-lead", starts=LONG_AGO, source=Source.SET_UP)
    both = Person.objects.get(pk=analyst.pk)
    with pytest.raises(NotAllowed):
        statistics.release(evidence.waiting[0], by=both)
    assert statistics.release(evidence.waiting[1], by=both)


def test_release_refuses_what_is_not_ready_and_what_is_released(
    evidence: Evidence, analyst: Person, equality_lead: Person
) -> None:
    unready = statistics.analyse(evidence.datasets[0], despite_refused=True, by=analyst)
    with pytest.raises(statistics.NotReady):
        statistics.release(unready, by=equality_lead)
    with pytest.raises(statistics.AlreadyReleased):
        statistics.release(evidence.released[0].analysis, by=equality_lead)


def test_release_is_undone_when_it_cannot_be_recorded(
    evidence: Evidence, equality_lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_the_journal(monkeypatch)
    with pytest.raises(OSError, match="journal is full"):
        statistics.release(evidence.waiting[0], by=equality_lead)
    assert not Release.objects.filter(analysis=evidence.waiting[0]).exists()


def test_plans_are_kept_as_they_were_given(analyst: Person) -> None:
    dataset = add_dataset(analyst)
    assert dataset.plan.encode() == PLAN
    assert dataset.plan_sha256 == disparity.read_plan(PLAN).sha256


def test_refuse_forgets_the_file_unless_another_dataset_came_with_it(
    analyst: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first, second = add_dataset(analyst), add_dataset(analyst)
    kept = Path(settings.VAR) / first.file_path
    for dataset, is_kept in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            statistics.refuse(dataset, [{"what": "x", "where": "y", "fix": "z"}], by=analyst)
        assert kept.exists() is is_kept
