from typing import Any

from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import require
from dueregard.jobs import ending, kinds
from dueregard.jobs.errors import AlreadyFinished
from dueregard.jobs.models import Job, State

CANCELLED_WORDS = "This was cancelled before it finished. Nothing was changed."


def start(kind: str, *, key: str, by: Any, href: str = "", arguments: dict[str, Any]) -> Job:
    """Put a job in the queue, or return the open job with this key if there is one.

    It is part of another action, which asks whether `by` may and writes the entry in the journal; so it
    refuses to work outside a transaction, where the job could stand without its cause.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"“{kind}” was started outside a transaction.")
    if kinds.find(kind) is None:
        raise ValueError(f"No handler is registered for “{kind}”. Does AppConfig.ready import its module?")
    if href and (not href.startswith("/") or href.startswith("//")):
        raise ValueError(f"“{href}” is not a page of this site.")
    while True:
        job = Job.objects.open().filter(key=key).first() or _add(kind, key, by, href, arguments)
        if job is None:
            continue  # somebody else was quicker; their job is there now, or has ended already
        if job.kind != kind:
            raise ValueError(f"The key “{key}” is that of a “{job.kind}” job. Put the kind into the key.")
        return job


def _add(kind: str, key: str, by: Any, href: str, arguments: dict[str, Any]) -> Job | None:
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind, key=key, href=href, arguments=arguments, by_id=by.id, by_label=str(by)
            )
    except IntegrityError:
        if not Job.objects.open().filter(key=key).exists():
            raise
        return None


@journal.action
def cancel(job: Job, *, by: Any) -> Job:
    """Cancel a job: at once while it waits, else as soon as its worker looks up.

    Once this has returned, the job will not be done: its worker asks again in the transaction that would end
    it.
    """
    require(by, "jobs.cancel", job)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_finished:
        raise AlreadyFinished
    if job.cancel_asked:
        return job
    job.cancel_asked = True
    job.save(update_fields=["cancel_asked"])
    if job.state == State.WAITING:
        ending.end(job, State.CANCELLED, CANCELLED_WORDS)
    journal.record("cancelled a job", job, by=by)
    return job
