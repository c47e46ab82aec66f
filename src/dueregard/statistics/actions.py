"""Every write of the evidence rooms."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

import disparity
from dueregard import jobs, journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.intake import storage
from dueregard.intake.models import Receipt
from dueregard.people.models import Person
from dueregard.statistics.models import Analysis, Dataset, Release


class NotNow(Exception):
    """The record is not in a state in which this can be done. The tree: the refusals of this module."""


class NotReceived(NotNow):
    """The dataset has not been checked yet, or was refused."""


class NothingAccepted(NotNow):
    """Not one row of the dataset was accepted."""


class RowsRefused(NotNow):
    """Some rows were refused, and the analyst has not said to go on without them."""


class AlreadyChecked(NotNow):
    """The dataset has been checked already."""


class NotReady(NotNow):
    """The analysis has not run to its end."""


class AlreadyReleased(NotNow):
    """The analysis is released already."""


@journal.action
def add(upload: Any, *, plan: bytes, by: Person) -> Dataset:
    """Take in a file with its plan, and ask for its check in the background.

    Raises
    ------
    disparity.PlanError
        If the plan cannot be used; its `problems` say what to mend.
    intake.storage.NotKept
        If the file is empty or too large; the sentence says which.
    """
    require(by, Dataset.get_perm("add"))
    read = disparity.read_plan(plan)
    kept = storage.keep(upload, limit_mb=settings.UPLOAD_LIMIT_MB)
    dataset = Dataset.objects.create(
        title=read.title[:200],
        plan=read.text,
        plan_sha256=read.sha256,
        file_name=kept.name,
        file_path=str(kept.path.relative_to(settings.VAR)),
        added_by=by,
    )
    _ask_for_check(dataset, by)
    journal.record("added a dataset", dataset, by=by, file_sha256=kept.sha256, plan_sha256=read.sha256)
    return dataset


@journal.action
def check_again(dataset: Dataset, *, by: Person) -> None:
    """Ask for the check once more, after one that failed on our side or was cancelled."""
    require(by, Dataset.get_perm("check"), dataset)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.is_received or dataset.is_refused:
        raise AlreadyChecked
    _ask_for_check(dataset, by)
    journal.record("asked to check a dataset again", dataset, by=by)


def _ask_for_check(dataset: Dataset, by: Person) -> None:
    jobs.start(
        "check a dataset",
        key=dataset.check_key,
        by=by,
        href=f"/statistics/datasets/{dataset.pk}/",
        dataset=str(dataset.pk),
    )


@journal.action
def receive(dataset: Dataset, receipt: Mapping[str, Any], rows: Path, *, by: Person) -> Receipt:
    """Keep the receipt of a finished check, and put its rows in their place."""
    require(by, Dataset.get_perm("check"), dataset)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.is_received or dataset.is_refused:
        raise AlreadyChecked
    kept = Receipt.objects.create(
        name=dataset.file_name,
        size=receipt["size"],
        sha256=receipt["data_sha256"],
        rows_in=receipt["rows_in"],
        accepted=receipt["accepted"],
        refused=receipt["refused"],
        problems=receipt["problems"],
        notes=receipt["notes"],
        by_id=by.pk,
        by_label=str(by),
    )
    dataset.receipt = kept
    dataset.save(update_fields=["receipt"])
    storage.put_in_place(rows, dataset.directory)
    journal.record("received a dataset", dataset, by=by, accepted=kept.accepted, refused=kept.refused)
    return kept


@journal.action
def refuse(dataset: Dataset, problems: Sequence[Mapping[str, Any]], *, by: Person) -> None:
    """Keep why the file as a whole cannot be used, and forget the file: nothing of it was taken in."""
    require(by, Dataset.get_perm("check"), dataset)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.is_received or dataset.is_refused:
        raise AlreadyChecked
    dataset.refusal = list(problems)
    dataset.save(update_fields=["refusal"])
    journal.record("refused a dataset", dataset, by=by, problems=len(problems))
    transaction.on_commit(partial(_forget_file, dataset.file_path))


def _forget_file(path: str) -> None:
    """Delete an uploaded file, unless another dataset that was not refused came with the same content."""
    if not Dataset.objects.filter(file_path=path, refusal=[]).exists():
        (Path(settings.VAR) / path).unlink(missing_ok=True)


@journal.action
def analyse(dataset: Dataset, *, despite_refused: bool = False, by: Person) -> Analysis:
    """Ask for the plan to be run over the accepted rows, in the background.

    Rows that were refused are never left out in silence: the analyst must say so (`despite_refused`), the
    journal keeps it, and every page of the analysis repeats it.
    """
    require(by, Dataset.get_perm("analyse"), dataset)
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("receipt").get(pk=dataset.pk)
    if dataset.receipt is None:
        raise NotReceived
    if not dataset.receipt.accepted:
        raise NothingAccepted
    if dataset.receipt.refused and not despite_refused:
        raise RowsRefused
    analysis = Analysis.objects.create(dataset=dataset, leaves_out=dataset.receipt.refused, run_by=by)
    _ask_for_run(analysis, by)
    journal.record("asked for an analysis", analysis, by=by, leaves_out=analysis.leaves_out)
    return analysis


@journal.action
def run_again(analysis: Analysis, *, by: Person) -> None:
    """Ask for a run once more, after one that failed on our side or was cancelled."""
    require(by, Dataset.get_perm("analyse"), analysis.dataset)
    analysis = Analysis.objects.select_for_update().get(pk=analysis.pk)
    if not analysis.is_ready:
        _ask_for_run(analysis, by)
    journal.record("asked for an analysis again", analysis, by=by)


def _ask_for_run(analysis: Analysis, by: Person) -> None:
    jobs.start(
        "run an analysis",
        key=analysis.run_key,
        by=by,
        href=f"/statistics/analyses/{analysis.pk}/",
        analysis=str(analysis.pk),
    )


@journal.action
def complete(analysis: Analysis, files: Mapping[str, str], report: Path, *, by: Person) -> Analysis:
    """Put the finished files of a run in their place, with their hashes."""
    require(by, Dataset.get_perm("analyse"), analysis.dataset)
    analysis = Analysis.objects.select_for_update().get(pk=analysis.pk)
    analysis.files = dict(files)
    analysis.ready_at = clock.now()
    analysis.save(update_fields=["files", "ready_at"])
    storage.put_in_place(report, analysis.directory)
    journal.record("ran an analysis", analysis, by=by, files=dict(files))
    return analysis


@journal.action
def release(analysis: Analysis, *, note: str = "", by: Person) -> Release:
    """Let everyone who is signed in read the analysis."""
    analysis = Analysis.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=analysis.pk)
    require(by, Analysis.get_perm("release"), analysis)
    if not analysis.is_ready:
        raise NotReady
    if hasattr(analysis, "release"):
        raise AlreadyReleased
    released = Release.objects.create(
        analysis=analysis, title=analysis.dataset.title, note=note, released_by=by
    )
    journal.record("released an analysis", released, by=by, files=analysis.files)
    return released
