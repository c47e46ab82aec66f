"""What a worker does with a job: to its end, whatever the handler does."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from dueregard import jobs, journal
from dueregard.jobs import actions, ending, leases, worker
from dueregard.jobs import work as work_module
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from tests.jobs.conftest import Somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    monkeypatch.setattr(logging.getLogger("dueregard"), "propagate", True)
    return caplog


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "BACK_OFF", timedelta())


def do(job: Job) -> Job:
    worker.work(once=True)
    job.refresh_from_db()
    return job


def leave_an_entry(work: jobs.Work) -> Callable[[], None]:
    """Return a `finish` whose effect can be counted."""
    subject = Job.objects.get(pk=work.job_id)

    def finish() -> None:
        journal.record("took effect", subject, by=work.by)

    return finish


def test_a_job_is_done_with_its_arguments(start: Any, starter: Somebody) -> None:
    seen: list[Any] = []

    def look(work: jobs.Work) -> None:
        seen.append((work.arguments, work.job_id, work.by_id, str(work.by)))

    job = do(start(look, dataset="abc"))
    assert seen == [({"dataset": "abc"}, job.pk, starter.id, "Ash Example")]
    assert (job.state, job.words, job.attempts) == ("done", "This has finished.", 1)
    assert (job.worker, job.lease_until) == ("", None)
    assert job.started_at <= job.finished_at


def test_the_results_appear_with_the_end(start: Any) -> None:
    do(start(leave_an_entry))
    assert Entry.objects.count() == 1


@pytest.mark.usefixtures("_at_once")
def test_results_that_fail_half_way_leave_nothing(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(work: jobs.Work) -> Callable[[], None]:
        first = leave_an_entry(work)

        def finish() -> None:
            first()
            raise RuntimeError("half way")

        return finish

    assert do(start(half)).state == "failed"
    assert not Entry.objects.exists()


def test_jobs_are_done_in_the_order_in_which_they_came(start: Any) -> None:
    seen: list[int] = []

    def note(work: jobs.Work) -> None:
        seen.append(work.arguments["number"])

    for number in range(5):
        start(note, number=number)
    worker.work(once=True)
    assert seen == [0, 1, 2, 3, 4]


def test_a_refusal_ends_in_its_sentence_and_is_not_tried_again(start: Any) -> None:
    tries: list[int] = []
    told: list[Any] = []

    def refuse(work: jobs.Work) -> None:
        tries.append(1)
        raise jobs.Refused("The file has no column “sex”.")

    job = do(start(refuse, failed=lambda arguments, words: told.append((arguments, words)), dataset="abc"))
    assert (job.state, job.words, len(tries)) == ("failed", "The file has no column “sex”.", 1)
    assert told == [({"dataset": "abc"}, "The file has no column “sex”.")]


def test_what_was_not_foreseen_is_tried_again_later(start: Any, log: pytest.LogCaptureFixture) -> None:
    def stumble(work: jobs.Work) -> None:
        raise RuntimeError("a stumble")

    job = do(start(stumble))
    assert (job.state, job.attempts) == ("waiting", 1)
    assert job.due_at > job.started_at + timedelta(seconds=4)
    assert "Something went wrong" in job.progress_words
    assert "RuntimeError: a stumble" in log.text


@pytest.mark.usefixtures("_at_once")
def test_a_second_try_can_end_well(start: Any) -> None:
    tries: list[int] = []

    def stumble_once(work: jobs.Work) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("a stumble")

    job = do(start(stumble_once))
    assert (job.state, job.attempts) == ("done", 2)


@pytest.mark.usefixtures("_at_once")
def test_after_its_attempts_it_fails_and_says_whom_to_tell(start: Any) -> None:
    told: list[str] = []

    def stumble(work: jobs.Work) -> None:
        raise RuntimeError("a stumble")

    job = do(start(stumble, attempts=2, failed=lambda arguments, words: told.append(words)))
    assert (job.state, job.attempts) == ("failed", 2)
    assert job.words.startswith("Something went wrong on our side.")
    assert str(job.pk)[:8] in job.words
    assert told == [job.words]


def test_a_failing_hook_leaves_no_job_open(start: Any, log: pytest.LogCaptureFixture) -> None:
    def refuse(work: jobs.Work) -> None:
        raise jobs.Refused("No.")

    def fail(arguments: dict[str, Any], words: str) -> None:
        raise RuntimeError("the hook")

    job = do(start(refuse, failed=fail))
    assert (job.state, job.words) == ("failed", "No.")
    assert "RuntimeError: the hook" in log.text


def test_a_job_whose_code_has_gone_fails_plainly(start: Any, log: pytest.LogCaptureFixture) -> None:
    job = start(leave_an_entry)
    Job.objects.filter(pk=job.pk).update(kind="removed in this version")
    job = do(job)
    assert job.state == "failed"
    (record,) = [one for one in log.records if one.msg == "no handler is registered for a job"]
    assert (record.job, record.job_kind) == (job.pk, "removed in this version")


@pytest.mark.parametrize("looks", [True, False], ids=["which looks up", "which never looks up"])
def test_a_cancelled_handler_leaves_nothing(start: Any, starter: Somebody, looks: bool) -> None:
    def cancelled(work: jobs.Work) -> Callable[[], None]:
        actions.cancel(Job.objects.get(pk=work.job_id), by=starter)
        if looks:
            work.check()
            raise AssertionError("The handler went on.")
        return leave_an_entry(work)

    told: list[str] = []
    job = do(start(cancelled, failed=lambda arguments, words: told.append(words)))
    assert (job.state, job.words) == ("cancelled", actions.CANCELLED_WORDS)
    assert told == [job.words]
    assert [entry.deed for entry in Entry.objects.all()] == ["cancelled a job"]


def test_report_stops_a_cancelled_handler(start: Any, starter: Somebody) -> None:
    def cancelled(work: jobs.Work) -> None:
        actions.cancel(Job.objects.get(pk=work.job_id), by=starter)
        work.report(1, 2, "Reading")
        raise AssertionError("The handler went on.")

    assert do(start(cancelled)).state == "cancelled"


def test_report_writes_how_far_it_is_but_not_at_every_call(
    start: Any, django_assert_max_num_queries: Any
) -> None:
    seen: list[Any] = []

    def count(work: jobs.Work) -> None:
        with django_assert_max_num_queries(3):
            for number in range(1000):
                work.report(number + 1, 1000, "Counting")
        job = Job.objects.get(pk=work.job_id)
        seen.append((job.progress_done, job.progress_of, job.progress_words))

    assert do(start(count)).progress_done == 1000
    assert seen == [(1, 1000, "Counting")]


def test_progress_stays_within_its_bounds(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_module, "SECONDS_BETWEEN_WRITES", 0.0)

    def count(work: jobs.Work) -> None:
        work.report(5, 3, "Counting" * 100)
        work.report(-1, 3, "Counting")
        work.report(1, -3, "Counting")

    assert do(start(count)).state == "done"


@pytest.mark.parametrize("how", ["finish", "check", "report"])
def test_a_worker_that_lost_its_lease_changes_nothing(
    start: Any, how: str, log: pytest.LogCaptureFixture
) -> None:
    def lose(work: jobs.Work) -> Callable[[], None]:
        Job.objects.filter(pk=work.job_id).update(worker="another")
        if how == "check":
            work.check()
        if how == "report":
            work.report(1, 2, "Reading")
        return leave_an_entry(work)

    job = do(start(lose))
    assert (job.state, job.worker, job.progress_done) == ("running", "another", 0)
    assert not Entry.objects.exists()
    assert "was taken from this worker" in log.text


def test_a_heartbeat_that_finds_the_job_gone_stops_the_handler() -> None:
    lost = threading.Event()
    lost.set()
    work = jobs.Work(
        leases.Lease(Somebody().id, "x"), arguments={}, by=jobs.Actor(Somebody().id, "x"), lost=lost
    )
    with pytest.raises(jobs.LeaseLost):
        work.check()


def test_a_silent_worker_loses_its_job(start: Any) -> None:
    job = start(leave_an_entry)
    Job.objects.update(state="running", worker="dead", lease_until=job.created_at, attempts=1)
    job = do(job)
    assert (job.state, job.attempts, job.taken_up_again) == ("done", 2, 1)
    assert Entry.objects.count() == 1


def test_a_job_that_kills_its_workers_is_stopped(start: Any) -> None:
    job = start(leave_an_entry)
    Job.objects.update(
        state="running", worker="dead", lease_until=job.created_at, taken_up_again=worker.CRASHES_ALLOWED
    )
    job = do(job)
    assert job.state == "failed"
    assert job.words.startswith("This was interrupted again and again")
    assert not Entry.objects.exists()


def test_crashes_do_not_use_up_the_attempts(start: Any) -> None:
    def stumble(work: jobs.Work) -> None:
        raise RuntimeError("a stumble")

    job = start(stumble, attempts=2)
    Job.objects.update(
        state="running", worker="dead", lease_until=job.created_at, attempts=3, taken_up_again=2
    )
    assert do(job).state == "waiting"


def test_a_job_cancelled_while_its_worker_was_dead_is_not_done(start: Any) -> None:
    job = start(leave_an_entry)
    Job.objects.update(state="running", worker="dead", lease_until=job.created_at, cancel_asked=True)
    assert do(job).state == "cancelled"
    assert not Entry.objects.exists()


def test_a_worker_told_to_stop_hands_its_job_back(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_module, "SECONDS_TO_END", 0.0)
    stop = threading.Event()

    def long_work(work: jobs.Work) -> None:
        stop.set()
        work.check()
        raise AssertionError("The handler went on.")

    job = start(long_work)
    worker.work(stop=stop)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("waiting", 0, "")


def test_a_worker_told_to_stop_may_finish_what_is_nearly_done(start: Any) -> None:
    stop = threading.Event()

    def short_work(work: jobs.Work) -> Callable[[], None]:
        stop.set()
        work.check()
        return leave_an_entry(work)

    job = start(short_work)
    worker.work(stop=stop)
    job.refresh_from_db()
    assert job.state == "done"


def test_a_worker_waits_for_a_database_that_is_gone(
    start: Any, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "SECONDS_WITHOUT_DATABASE", 0.0)
    claim, stop, calls = leases.claim, threading.Event(), []

    def claim_at_the_third_time() -> leases.Lease | None:
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("database is locked")
        return claim()

    def last(work: jobs.Work) -> None:
        stop.set()

    monkeypatch.setattr(leases, "claim", claim_at_the_third_time)
    job = start(last)
    worker.work(stop=stop)
    job.refresh_from_db()
    assert job.state == "done"
    assert "database is locked" in log.text


def test_of_two_workers_that_reach_for_one_job_one_gets_it(
    start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rival claims in between: after the first has seen the job, before it has written."""
    start(leave_an_entry)
    token_hex, rival = leases.secrets.token_hex, []

    def claim_in_between(size: int) -> str:
        monkeypatch.setattr(leases.secrets, "token_hex", token_hex)
        rival.append(leases.claim())
        return token_hex(size)

    monkeypatch.setattr(leases.secrets, "token_hex", claim_in_between)
    assert leases.claim() is None
    assert rival[0] is not None


def test_a_beat_in_between_keeps_the_job(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker thought dead beats after another has seen its lease run out, before that other has written."""
    job = start(leave_an_entry)
    Job.objects.update(state="running", worker="slow", lease_until=job.created_at, attempts=1)
    token_hex = leases.secrets.token_hex

    def beat_in_between(size: int) -> str:
        assert leases.Lease(job.pk, "slow").extend()
        return token_hex(size)

    monkeypatch.setattr(leases.secrets, "token_hex", beat_in_between)
    assert leases.claim() is None
