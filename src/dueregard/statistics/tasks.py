"""What the worker does for evidence: check a dataset, run an analysis.

Both write into a folder of their own attempt, which is moved to its place in the transaction that records the
result; a worker that is killed leaves nothing that a page could show. What a killed attempt left is cleared away
by the next, and by the end of a job that failed or was cancelled: no rows of people lie about.
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

import disparity
from dueregard import jobs
from dueregard.intake.errors import FileRefused, TooMuch
from dueregard.intake.limited import run_limited
from dueregard.people.models import Person
from dueregard.statistics import actions as statistics
from dueregard.statistics.models import Analysis, Dataset

# Address space, of which the libraries that read Parquet reserve far more than they use.
MEMORY_MB = 6 * 1024


def _clear_dataset(arguments: dict[str, Any], words: str) -> None:
    asked: Any = arguments.get("dataset")
    for dataset in Dataset.objects.filter(pk=asked, receipt=None):
        _clear(dataset.directory)


@jobs.task("check a dataset", title="Checking every row", failed=_clear_dataset)
def check(work: jobs.Work) -> Callable[[], None]:
    """Read the file in a limited child process, and keep its receipt or the reasons against it."""
    dataset = Dataset.objects.get(pk=work.arguments["dataset"])
    by = Person.objects.get(pk=work.by.id)
    work.report(0, 3, "Reading the file")
    rows = _attempt(dataset.directory)
    try:
        receipt = run_limited(
            "dueregard.statistics.checking:prepare",
            {
                "plan": dataset.plan,
                "data": str(Path(settings.VAR) / dataset.file_path),
                "name": dataset.file_name,
                "directory": str(rows),
            },
            memory_mb=MEMORY_MB,
            within=rows,
            beat=lambda: work.report(1, 3, "Checking every row against the plan"),
        )
    except FileRefused as refused:
        return _refuse(dataset, refused.problems, by)
    except TooMuch as too_much:
        problem = disparity.Problem(
            what=str(too_much).rstrip("."),
            where=dataset.file_name,
            fix="Split the file, or leave out columns that the plan does not read",
        )
        return _refuse(dataset, [asdict(problem)], by)
    work.report(2, 3, "Writing the receipt")
    return lambda: _receive(dataset, receipt, rows, by)


def _refuse(dataset: Dataset, problems: list[dict[str, Any]], by: Person) -> Callable[[], None]:
    """Return what keeps the reasons, and leaves nothing of the file's rows."""

    def finish() -> None:
        statistics.refuse(dataset, problems, by=by)
        _clear(dataset.directory)

    return finish


def _receive(dataset: Dataset, receipt: dict[str, object], rows: Path, by: Person) -> None:
    statistics.receive(dataset, receipt, rows, by=by)


def _clear_analysis(arguments: dict[str, Any], words: str) -> None:
    asked: Any = arguments.get("analysis")
    for analysis in Analysis.objects.filter(pk=asked, ready_at=None):
        _clear(analysis.directory)


@jobs.task("run an analysis", title="Running the analysis", failed=_clear_analysis)
def run(work: jobs.Work) -> Callable[[], None]:
    """Count once, compare, protect, and write the report."""
    analysis = Analysis.objects.select_related("dataset__receipt").get(pk=work.arguments["analysis"])
    by = Person.objects.get(pk=work.by.id)
    dataset = analysis.dataset
    if dataset.receipt is None:
        raise jobs.Refused("The dataset has not been checked.")
    work.report(0, 4, "Counting people in every group")
    report = _attempt(analysis.directory)
    plan = disparity.read_plan(dataset.plan.encode())
    cube = disparity.build_cube(
        plan, dataset.directory / "accepted.parquet", data_sha256=dataset.receipt.sha256
    )
    work.report(1, 4, "Hiding what could give a person away")
    protected = disparity.protect(cube)
    work.report(2, 4, "Comparing groups")
    try:
        release = disparity.make_release(protected)
    except disparity.NotReleasable as refused:
        raise jobs.Refused(str(refused)) from refused
    work.report(3, 4, "Writing the report")
    disparity.write_report(release, report)
    files = {path.name: _sha256(path) for path in sorted(report.iterdir())}
    return lambda: _complete(analysis, files, report, by)


def _complete(analysis: Analysis, files: dict[str, str], report: Path, by: Person) -> None:
    statistics.complete(analysis, files, report, by=by)


def _attempt(place: Path) -> Path:
    """Return a new folder beside `place` for this attempt, and clear away what killed attempts left."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _clear_attempts(place)
    attempt = place.parent / f"{place.name}.{uuid4().hex}"
    attempt.mkdir(mode=0o700)
    return attempt


def _clear_attempts(place: Path) -> None:
    for left in place.parent.glob(f"{place.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _clear(place: Path) -> None:
    """Remove what attempts left, and a folder that was put in its place by a transaction which was lost.

    Only in the transaction that ends the job without a result: at any other time the folder may be one.
    """
    _clear_attempts(place)
    shutil.rmtree(place, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
