"""What the workers do for training: read a file of completions in a limited child process, and keep its receipt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from dueregard import jobs
from dueregard.intake.errors import FileRefused, TooMuch
from dueregard.intake.limited import run_limited
from dueregard.people.models import Person
from dueregard.policies.training import importing
from dueregard.policies.training.models import Import


def _refuse(arguments: dict[str, Any], words: str) -> None:
    """Let a file whose reading failed or was cancelled be sent again."""
    for file in Import.objects.select_related("added_by").filter(pk=arguments["file"], receipt=None):
        importing.refuse(file, words, by=file.added_by)


@jobs.task(importing.KIND, title="Reading a file of completions", failed=_refuse)
def take_in(work: jobs.Work) -> Callable[[], None]:
    """Read the file, and keep what is new of it with a receipt, or why it could not be read."""
    file = Import.objects.get(pk=work.arguments["file"])
    by = Person.objects.get(pk=work.by.id)
    work.report(0, 2, "Reading the file")
    try:
        found = run_limited(
            "dueregard.policies.training.rows:read",
            {"path": str(Path(settings.VAR) / file.file_path)},
            beat=lambda: work.report(0, 2, "Reading the file"),
        )
    except FileRefused as refused:
        sentence = " ".join(problem["what"] for problem in refused.problems)
        return lambda: importing.refuse(file, sentence, by=by)
    except TooMuch as too_much:
        sentence = str(too_much)
        return lambda: importing.refuse(file, sentence, by=by)
    work.report(1, 2, "Matching staff and modules")
    rows = [tuple(row) for row in found["rows"]]
    return lambda: _receive(file, rows, by)


def _receive(file: Import, rows: list[Any], by: Person) -> None:
    importing.receive(file, rows, by=by)
