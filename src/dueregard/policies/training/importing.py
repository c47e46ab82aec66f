"""Completions from another system: a file in, and a receipt of what became of each row. Nothing is ever overwritten."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from dueregard import jobs, journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.intake import storage
from dueregard.intake.models import Receipt
from dueregard.people.models import Person, Staff
from dueregard.policies.training.models import Completion, Import, Module
from dueregard.policies.training.reasons import (
    HOW_TO_MEND,
    KEPT_BEFORE,
    NO_DAY,
    NO_MODULE,
    NO_STAFF,
    TO_COME,
    TOO_EARLY,
    TWICE,
)

KIND = "take in completions"
LIMIT_MB = 10
LINES_NAMED = 10

Row = tuple[int, str, str, str]


class SentBefore(Exception):
    """The same file came in before."""

    def __init__(self, earlier: Import) -> None:
        super().__init__(f"“{earlier}” is the same file.")
        self.earlier = earlier


@journal.action
def add(upload: Any, *, by: Person) -> Import:
    """Keep a file, and ask for it to be read in the background.

    Raises
    ------
    SentBefore
        When the same file came in before, and was not refused.
    intake.storage.NotKept
        When it is empty or too large; the sentence says which.
    """
    require(by, Import.get_perm("add"))
    kept = storage.keep(upload, limit_mb=LIMIT_MB)
    earlier = Import.objects.select_for_update(of=("self",)).filter(sha256=kept.sha256, refusal="").first()
    if earlier is not None:
        raise SentBefore(earlier)
    made = Import.objects.create(
        file_name=kept.name,
        file_path=str(kept.path.relative_to(settings.VAR)),
        sha256=kept.sha256,
        added_by=by,
    )
    jobs.start(
        KIND, key=made.job_key, by=by, href=f"/policies/training/imports/{made.pk}/", file=str(made.pk)
    )
    journal.record("added a file of completions", made, by=by, file_sha256=kept.sha256)
    return made


@journal.action
def refuse(file: Import, sentence: str, *, by: Person) -> None:
    """Keep why a file as a whole could not be read."""
    require(by, Import.get_perm("add"), file)
    held = Import.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.is_over:
        return
    held.refusal = sentence[:300]
    held.save(update_fields=["refusal"])
    journal.record("refused a file of completions", held, by=by)


@journal.action
def receive(file: Import, rows: Sequence[Row], *, by: Person) -> Receipt:
    """Keep each completion that is new, and a receipt that says what became of each row."""
    require(by, Import.get_perm("add"), file)
    held = Import.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.receipt is not None:
        return held.receipt
    accepted, refused = _sorted_out(rows, held)
    Completion.objects.bulk_create(accepted)
    receipt = Receipt.objects.create(
        name=held.file_name,
        size=(Path(settings.VAR) / held.file_path).stat().st_size,
        sha256=held.sha256,
        rows_in=len(rows),
        accepted=len(accepted),
        refused=len(rows) - len(accepted),
        problems=[_problem(why, lines) for why, lines in refused.items()],
        by_id=by.pk,
        by_label=str(by),
    )
    held.receipt = receipt
    held.save(update_fields=["receipt"])
    journal.record("took in completions", held, by=by, accepted=receipt.accepted, refused=receipt.refused)
    return receipt


def _sorted_out(rows: Sequence[Row], file: Import) -> tuple[list[Completion], dict[str, list[int]]]:
    """Return the completions to keep, and the lines of the rows that are refused, by the reason."""
    staff = {one.number: one for one in Staff.objects.filter(number__in={row[1] for row in rows})}
    modules = {one.code: one for one in Module.objects.filter(code__in={row[2] for row in rows})}
    kept = Completion.objects.filter(staff__in=staff.values(), module__in=modules.values(), number=0)
    before = set(kept.values_list("staff", "module", "completed_on"))
    accepted: dict[Any, Completion] = {}
    refused: defaultdict[str, list[int]] = defaultdict(list)
    for line, number, code, text in rows:
        person, module = staff.get(number), modules.get(code)
        day = date.fromisoformat(text) if text else None
        why = _why_not(person, module, day)
        if person and module and day and not why:
            key = (person.pk, module.pk, day)
            why = KEPT_BEFORE if key in before else TWICE if key in accepted else ""
            if not why:
                accepted[key] = Completion(
                    staff=person, module=module, number=0, completed_on=day, brought_by=file
                )
        if why:
            refused[why].append(line)
    return list(accepted.values()), refused


def _why_not(staff: Staff | None, module: Module | None, day: date | None) -> str:
    if staff is None:
        return NO_STAFF
    if module is None:
        return NO_MODULE
    if day is None:
        return NO_DAY
    if day > clock.today():
        return TO_COME
    return TOO_EARLY if day < staff.started else ""


def _problem(why: str, lines: Sequence[int]) -> dict[str, Any]:
    named = ", ".join(map(str, lines[:LINES_NAMED]))
    more = f" and {len(lines) - LINES_NAMED} more" if len(lines) > LINES_NAMED else ""
    where = f"line {named}" if len(lines) == 1 else f"lines {named}{more}"
    return {"what": why, "where": where, "fix": HOW_TO_MEND[why], "rows": len(lines)}
