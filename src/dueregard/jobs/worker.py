"""The worker: takes jobs one after another, does them, and survives what goes wrong with them."""

import logging
import threading

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection

from dueregard.jobs import ending, kinds, leases
from dueregard.jobs.actions import CANCELLED_WORDS
from dueregard.jobs.errors import Cancelled, HandedBack, LeaseLost, Refused
from dueregard.jobs.heartbeat import Heartbeat
from dueregard.jobs.kinds import Handler, Kind
from dueregard.jobs.leases import Lease
from dueregard.jobs.models import Job, State
from dueregard.jobs.work import Actor, Work

log = logging.getLogger(__name__)

# A job whose worker dies this often is likely to be what kills it.
CRASHES_ALLOWED = 5
SECONDS_WITHOUT_DATABASE = 2.0


def work(*, once: bool = False, stop: threading.Event | None = None, poll: float = 0.5) -> None:
    """Do jobs until `stop` is set; with `once`, do what is due now and return.

    A database that is locked or gone is waited for; with `once` it is an error.
    """
    stop = stop or threading.Event()
    while not stop.is_set():
        try:
            _renew_connection()
            lease = leases.claim()
            if lease is not None:
                _do(lease, stop)
                continue
        except Error:
            if once:
                raise
            log.exception(
                "the database does not answer; waiting. A job in hand is taken up again when its lease ends"
            )
            stop.wait(SECONDS_WITHOUT_DATABASE)
            continue
        if once:
            return
        stop.wait(poll)


def _renew_connection() -> None:
    """Drop a connection that has broken or grown old, unless we were called inside somebody's transaction."""
    if not connection.in_atomic_block:
        close_old_connections()


def _do(lease: Lease, stop: threading.Event) -> None:
    """See one job through to an end that is written down, unless another worker has it by then."""
    with Heartbeat(lease) as heartbeat:
        try:
            _attempt(lease, heartbeat.lost, stop)
        except LeaseLost:
            log.warning(
                "a job was taken from this worker; what it did is dropped", extra={"job": lease.job_id}
            )


def _attempt(lease: Lease, lost: threading.Event, stop: threading.Event) -> None:
    job = Job.objects.get(pk=lease.job_id)
    kind = kinds.find(job.kind)
    try:
        handler = _handler(job, kind)
        by = Actor(job.by_id, job.by_label)
        ending.finish(lease, handler(Work(lease, arguments=job.arguments, by=by, lost=lost, stop=stop)))
    except LeaseLost:
        raise
    except Cancelled:
        _end_early(lease, State.CANCELLED, CANCELLED_WORDS)
    except HandedBack:
        ending.hand_back(lease)
        log.info("a job was handed back", extra={"job": job.pk, "job_kind": job.kind})
    except Refused as refusal:
        _end_early(lease, State.FAILED, str(refusal) or _wrong(job))
    except Exception:
        log.exception("a job failed", extra={"job": job.pk, "job_kind": job.kind})
        tries = job.attempts - job.taken_up_again
        if kind is None or tries >= kind.attempts:
            _end_early(lease, State.FAILED, _wrong(job))
        else:
            ending.put_off(lease, tries=tries)


def _handler(job: Job, kind: Kind | None) -> Handler:
    """Return who is to do the job, or say why nobody is."""
    if job.cancel_asked:
        raise Cancelled
    if kind is None:
        log.error("no handler is registered for a job", extra={"job": job.pk, "job_kind": job.kind})
        raise Refused(_wrong(job))
    if job.taken_up_again > CRASHES_ALLOWED:
        raise Refused(
            "This was interrupted again and again and has been stopped. Nothing was changed. "
            f"Tell the people who look after the system and give them this reference: {_reference(job)}."
        )
    return kind.handler


def _end_early(lease: Lease, state: State, words: str) -> None:
    """End a job even where the hook of its kind fails: better ended and logged than tried for ever."""
    try:
        ending.end_early(lease, state, words)
    except (LeaseLost, OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("what was to happen at the failure of a job failed itself", extra={"job": lease.job_id})
        ending.end_early(lease, state, words, tell=False)


def _wrong(job: Job) -> str:
    return (
        "Something went wrong on our side. Nothing was changed. Try again; if it goes wrong again, "
        f"tell the people who look after the system and give them this reference: {_reference(job)}."
    )


def _reference(job: Job) -> str:
    """Return what a person can read out and the log can be searched for."""
    return str(job.pk)[:8]
