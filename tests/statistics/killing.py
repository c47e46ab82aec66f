"""Kill a real worker at any moment of its work on evidence, and look at what is left."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import pyarrow.parquet as pq
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dueregard.intake.models import Receipt
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from dueregard.statistics.models import Analysis, Dataset
from tests.databases import addresses
from tests.evidence_of_the_tests import PLAN, csv_of_students
from tests.processes import Mark, comes_true

Kind = Literal["check a dataset", "run an analysis"]
KINDS: list[Kind] = ["check a dataset", "run an analysis"]
LEASE = 1.0
LONGEST = 120


@dataclass(frozen=True)
class Students:
    """A file of invented students: the more copies, the longer its check; the more regions, its analysis."""

    copies: int = 1
    regions: int = 1
    accepted: int = 800
    refused: int = 3

    def file(self) -> SimpleUploadedFile:
        header, _, rows = csv_of_students(refused=self.refused).partition(b"\n")
        for number in range(self.copies):
            header += b"\n" + rows.replace(b"North", b"North %d" % (number % self.regions)).rstrip()
        return SimpleUploadedFile("students.csv", header)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Rows in the file, accepted, refused."""
        rows = self.accepted + self.refused
        return rows * self.copies, self.accepted * self.copies, self.refused * self.copies


@dataclass
class WorkerProcess:
    """A worker in a process of its own, as `dueregard worker` starts it."""

    mark: Mark = field(default_factory=Mark)
    temporary: Path = field(default_factory=lambda: Path(mkdtemp(prefix="dueregard-tests-")))

    def __post_init__(self) -> None:
        environment = self.mark.environment(
            TMPDIR=str(self.temporary),
            DUEREGARD_VAR=str(settings.VAR),
            **addresses(),
            DUEREGARD_DEMO="1",
            DUEREGARD_DEBUG="1",
            DUEREGARD_JOB_LEASE=str(LEASE),
        )
        command = [sys.executable, "-m", "dueregard.config", "worker"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """End it with SIGKILL; what it had started must end too, and nothing may lie where nobody clears it away."""
        self.process.kill()
        self.process.wait()
        assert self.mark.goes_out(within=2), "a child of the killed worker lives on"
        left = [path.name for path in self.temporary.iterdir()] if self.temporary.exists() else []
        shutil.rmtree(self.temporary, ignore_errors=True)
        assert left == []


@dataclass
class Bench:
    """An analyst, their browser and a file, and what may be seen of the work at any moment."""

    by: Person
    students: Students
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.by)

    def ask(self, kind: Kind, dataset: Dataset | None = None) -> Dataset | Analysis:
        """Ask for a piece of work; an analysis is asked of the dataset that is given."""
        if kind == "check a dataset":
            return statistics.add(self.students.file(), plan=PLAN, by=self.by)
        assert dataset is not None
        return statistics.analyse(dataset, despite_refused=True, by=self.by)

    def page(self, subject: Dataset | Analysis) -> str:
        response = self.client.get(reverse(subject._meta.model_name or "", args=[subject.pk]))
        assert response.status_code == 200
        return response.content.decode()

    def is_whole(self, subject: Dataset | Analysis) -> bool:
        """Say whether it is done; whatever is in between is an error."""
        subject.refresh_from_db()
        if isinstance(subject, Dataset):
            return self._dataset_is_whole(subject)
        return self._analysis_is_whole(subject)

    def _dataset_is_whole(self, dataset: Dataset) -> bool:
        html = self.page(dataset)
        times = deeds("received a dataset", dataset)
        if dataset.receipt is None:
            assert ">Receipt<" not in html
            assert ">Checking every row<" in html
            assert not dataset.is_refused
            assert times == 0
            return False
        receipt = dataset.receipt
        assert (receipt.rows_in, receipt.accepted, receipt.refused) == self.students.counts
        assert pq.read_metadata(dataset.directory / "accepted.parquet").num_rows == receipt.accepted
        refused = (dataset.directory / "refused.csv").read_text().splitlines()
        assert len(refused) == receipt.refused + 1
        assert f"{receipt.accepted:,}" in html
        assert times == 1
        return True

    def _analysis_is_whole(self, analysis: Analysis) -> bool:
        html = self.page(analysis)
        measure = self.client.get(reverse("analysis-measure", args=[analysis.pk, "passed"]))
        file = self.client.get(reverse("analysis-file", args=[analysis.pk, "findings.csv"]))
        assert measure.status_code == file.status_code == (200 if analysis.is_ready else 404)
        file.close()
        times = deeds("ran an analysis", analysis)
        if not analysis.is_ready:
            assert ">What the data show<" not in html
            assert ">Running the analysis<" in html
            assert analysis.files == {}
            assert times == 0
            return False
        assert ">What the data show<" in html
        assert hashes(analysis.directory) == analysis.files
        assert {"findings.csv", "findings.xlsx", "report.html", "release.json"} <= set(analysis.files)
        assert times == 1
        return True


def deeds(deed: str, subject: Dataset | Analysis) -> int:
    return Entry.objects.filter(deed=deed, subject_id=str(subject.pk)).count()


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def job_of(subject: Dataset | Analysis) -> Job:
    """Return its one job."""
    return Job.objects.get(key=subject.check_key if isinstance(subject, Dataset) else subject.run_key)


def left_by_attempts(subject: Dataset | Analysis) -> list[Path]:
    return list(subject.directory.parent.glob(f"{subject.pk}.*"))


def kill_loop(kind: Kind, *, times: int, seed: int, by: Person, students: Students) -> int:
    """Kill a worker `times` times, spread over the whole of its work, and return how often it had not ended.

    Each time another worker is started after it, which must bring the work to its end.
    """
    chance, bench = random.Random(seed), Bench(by, students)
    with _worker() as workers:
        dataset = bench.ask("check a dataset")
        assert isinstance(dataset, Dataset)
        _ends(bench, dataset)
        _ends(bench, bench.ask(kind, dataset))  # the first of its kind also imports what it needs
        undisturbed = bench.ask(kind, dataset)
        length = _ends(bench, undisturbed)
        interrupted = 0
        for part in range(times):
            subject = bench.ask(kind, dataset)
            assert comes_true(Job.objects.filter(pk=job_of(subject).pk, attempts=1).exists, within=LONGEST)
            time.sleep(length * (part + chance.random()) / times)
            workers[-1].kill()
            was_whole = bench.is_whole(subject)
            assert was_whole == (job_of(subject).state == "done")
            workers.append(WorkerProcess())
            _ends(bench, subject)
            again = "The work was interrupted 1 time and taken up again." in bench.page(subject)
            assert job_of(subject).taken_up_again == again == (not was_whole)
            interrupted += not was_whole
    assert Receipt.objects.count() == Dataset.objects.count()
    print(f"{kind}: {length:.2f} seconds, {times} kills, {interrupted} before the end")
    return interrupted


@contextmanager
def _worker() -> Iterator[list[WorkerProcess]]:
    """Give the workers that were started, beginning with one; no process is left of any in the end."""
    workers = [WorkerProcess()]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()


def _ends(bench: Bench, subject: Dataset | Analysis) -> float:
    """Wait for the work to end, whole and with nothing else left, and return how long the last attempt took."""
    job = job_of(subject)
    assert comes_true(Job.objects.filter(pk=job.pk, state="done").exists, within=LONGEST), job_of(subject)
    assert bench.is_whole(subject)
    assert left_by_attempts(subject) == []
    job.refresh_from_db()
    assert job.started_at is not None
    assert job.finished_at is not None
    return (job.finished_at - job.started_at).total_seconds()
