"""Work that takes longer than a page should: done in the background, shown as it goes on, never lost.

Nouns: a *kind* of work has one handler; a *job* is one piece of work of a kind, with its arguments; a
*worker* is a process that does jobs; a *lease* is a worker's hold on a job, which runs out when the worker
dies; a *tick* is a small thing that every worker does again and again.

Main rules: a job is started in the transaction that needs it; of one *key* there is one open job at a time; a
handler may run twice (its worker may die at any moment), so everything it leaves behind for others to see it
leaves in the `finish` it returns, which is applied together with the job's end, or not at all, and only by
the worker that still holds the lease; every job ends in a sentence a person can read.

An app writes its handlers in `tasks.py` and imports that module in its `AppConfig.ready`::

    @jobs.task("run an analysis")
    def analyse(work: jobs.Work) -> Callable[[], None]:
        release = ...  # long; calls work.report(…) now and then, outside any transaction
        return lambda: keep(release, by=work.by)
"""

from typing import TYPE_CHECKING, Any

from dueregard.jobs.errors import Cancelled, LeaseLost, Refused
from dueregard.jobs.kinds import task
from dueregard.jobs.ticks import tick
from dueregard.jobs.work import Actor, Work

if TYPE_CHECKING:
    from dueregard.jobs.models import Job

__all__ = ["Actor", "Cancelled", "LeaseLost", "Refused", "Work", "start", "task", "tick"]


def start(kind: str, *, key: str, by: Any, href: str = "", **arguments: Any) -> "Job":
    """Put a job in the queue, or return the open job with this key. Call it in a transaction."""
    from dueregard.jobs import actions  # models can be imported only once Django is set up

    return actions.start(kind, key=key, by=by, href=href, arguments=arguments)
