"""A worker that is killed leaves nothing half done; the loops of kills are in the acceptance tests."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard import journal
from dueregard.almanac import clock
from dueregard.intake.errors import TooMuch
from dueregard.jobs import actions as jobs
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from dueregard.statistics import tasks
from dueregard.statistics.models import Analysis, Dataset
from tests.evidence_of_the_tests import PLAN
from tests.statistics.killing import KINDS, Bench, Students, job_of, left_by_attempts


class Killed(BaseException):
    """Ends a worker in this process as a signal would: nothing catches it, and its transaction is lost."""


@pytest.fixture(autouse=True)
def _empty_folders() -> Iterator[None]:
    yield
    for folder in ("datasets", "analyses", "files"):
        shutil.rmtree(settings.VAR / folder, ignore_errors=True)


@pytest.fixture
def bench(analyst: Person) -> Bench:
    return Bench(analyst, Students())


@pytest.fixture
def asked(bench: Bench, request: pytest.FixtureRequest) -> Dataset | Analysis:
    """Return something of the kind the test names, whose work is waiting."""
    dataset = bench.ask("check a dataset")
    if request.param == "check a dataset":
        return dataset
    worker.work(once=True)
    assert isinstance(dataset, Dataset)
    return bench.ask("run an analysis", dataset)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", KINDS, indirect=True)
def test_a_kill_after_the_folder_is_in_its_place_and_before_the_commit(
    asked: Dataset | Analysis, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction is lost: the folder counts for nothing, and the next attempt replaces it."""

    def die(*arguments: object, **detail: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(journal, "record", die)
        with pytest.raises(Killed):
            worker.work(once=True)
    assert asked.directory.is_dir()
    assert job_of(asked).state == "running"
    assert not bench.is_whole(asked)
    (asked.directory / "of the killed worker").touch()

    Job.objects.filter(pk=job_of(asked).pk).update(lease_until=clock.now())
    worker.work(once=True)
    assert bench.is_whole(asked)
    assert not (asked.directory / "of the killed worker").exists()
    assert job_of(asked).taken_up_again == 1
    assert "The work was interrupted 1 time and taken up again." in bench.page(asked)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", KINDS, indirect=True)
def test_nothing_is_left_of_work_that_was_killed_and_then_cancelled(
    asked: Dataset | Analysis, bench: Bench
) -> None:
    job = job_of(asked)
    asked.directory.mkdir(parents=True)  # of a transaction that was lost
    asked.directory.with_name(f"{asked.pk}.attempt").mkdir()
    jobs.cancel(job, by=bench.by)
    assert not asked.directory.exists()
    assert left_by_attempts(asked) == []
    assert not bench.is_whole(asked)


@pytest.mark.django_db
def test_a_job_without_its_record_can_be_cancelled(analyst: Person) -> None:
    for kind in KINDS:
        job = jobs.start(kind, key=kind, by=analyst, arguments={})
        assert jobs.cancel(job, by=analyst).state == "cancelled"


@pytest.mark.django_db
def test_no_rows_are_left_of_a_file_that_is_refused(analyst: Person) -> None:
    refused = statistics.add(
        SimpleUploadedFile("students.csv", b"no,column,of,the,plan\n1,2,3,4,5\n"), plan=PLAN, by=analyst
    )
    worker.work(once=True)
    refused.refresh_from_db()
    assert refused.is_refused
    assert left_by_attempts(refused) == []


@pytest.mark.django_db
def test_no_rows_are_left_of_a_file_that_takes_too_much(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(*arguments: object, within: Any, **options: object) -> None:
        (within / "accepted.parquet").write_bytes(b"half of it")
        raise TooMuch("Reading this file took too long and was stopped.")

    monkeypatch.setattr(tasks, "run_limited", write_half)
    dataset = bench.ask("check a dataset")
    worker.work(once=True)
    dataset.refresh_from_db()
    assert dataset.is_refused
    assert left_by_attempts(dataset) == []
    assert Job.objects.get().state == "done"
