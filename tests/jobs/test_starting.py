"""Starting and cancelling a job."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dueregard import jobs
from dueregard.access import NotAllowed
from dueregard.jobs import actions, worker
from dueregard.jobs.errors import AlreadyFinished
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from tests.jobs.conftest import Somebody

pytestmark = pytest.mark.django_db


def nothing(work: jobs.Work) -> None:
    return None


def test_start_puts_the_job_into_the_queue(start: Any, starter: Somebody) -> None:
    job = start(nothing, key="one", dataset="abc")
    assert (job.state, job.kind, job.arguments) == ("waiting", "test nothing", {"dataset": "abc"})
    assert (job.by_id, job.by_label, job.href) == (starter.id, "Ash Example", "/about/")
    assert job.title == "Test nothing"


def test_of_one_key_there_is_one_open_job(start: Any) -> None:
    first = start(nothing, key="one")
    assert start(nothing, key="one").pk == first.pk
    assert start(nothing, key="two").pk != first.pk
    worker.work(once=True)
    assert start(nothing, key="one").pk != first.pk


def test_the_database_refuses_a_second_open_job_of_one_key(start: Any, starter: Somebody) -> None:
    start(nothing, key="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="test nothing", key="one", by_id=starter.id, by_label="Ash Example")


def test_start_returns_the_job_of_somebody_who_was_quicker(
    start: Any, starter: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = actions._add

    def add_late(kind: str, key: str, by: Any, href: str, arguments: dict[str, Any]) -> Job | None:
        monkeypatch.setattr(actions, "_add", add)
        rival.append(add(kind, key, by, href, arguments))
        return add(kind, key, by, href, arguments)

    rival: list[Job | None] = []
    monkeypatch.setattr(actions, "_add", add_late)
    assert start(nothing, key="one") == rival[0]


def test_one_key_is_not_shared_by_two_kinds(start: Any) -> None:
    def other(work: jobs.Work) -> None:
        return None

    start(nothing, key="one")
    with pytest.raises(ValueError, match="Put the kind into the key"):
        start(other, key="one")


def test_start_refuses_an_unknown_kind(starter: Somebody) -> None:
    with pytest.raises(ValueError, match="No handler is registered for “nobody’s work”"):
        jobs.start("nobody’s work", key="one", by=starter)


@pytest.mark.parametrize(
    "href", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_start_refuses_an_address_elsewhere(start: Any, href: str) -> None:
    with pytest.raises(ValueError, match="is not a page of this site"):
        start(nothing, href=href)


@pytest.mark.django_db(transaction=True)
def test_start_refuses_to_work_outside_a_transaction(starter: Somebody) -> None:
    jobs.task("test nothing")(nothing)
    with pytest.raises(RuntimeError, match="outside a transaction"):
        jobs.start("test nothing", key="one", by=starter)
    assert not Job.objects.exists()


def test_a_kind_has_one_handler() -> None:
    def stranger(work: jobs.Work) -> None:
        return None

    stranger.__module__ = "somewhere.else"
    jobs.task("test nothing")(nothing)
    jobs.task("test nothing")(nothing)
    with pytest.raises(ValueError, match="has a handler in"):
        jobs.task("test nothing")(stranger)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "running"},
        {"state": "done"},
        {"worker": "somebody"},
        {"progress_done": 2, "progress_of": 1},
        {"words": "It has not ended."},
    ],
)
def test_the_database_refuses_what_a_job_cannot_be(start: Any, wrong: dict[str, Any]) -> None:
    job = start(nothing)
    with pytest.raises(DatabaseError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


def test_cancel_ends_a_waiting_job_at_once(start: Any, starter: Somebody) -> None:
    told: list[str] = []
    job = start(nothing, failed=lambda arguments, words: told.append(words))
    job = actions.cancel(job, by=starter)
    assert (job.state, job.words) == ("cancelled", actions.CANCELLED_WORDS)
    assert told == [actions.CANCELLED_WORDS]
    entry = Entry.objects.get()
    assert (entry.deed, entry.subject_id, entry.actor_id) == ("cancelled a job", str(job.pk), starter.id)
    worker.work(once=True)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_failed_entry_undoes_the_cancelling(
    start: Any, starter: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any, **detail: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions.journal, "record", fail)
    job = start(nothing)
    with pytest.raises(RuntimeError):
        actions.cancel(job, by=starter)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == ("waiting", False)


def test_cancel_refuses_a_stranger(start: Any) -> None:
    job = start(nothing)
    with pytest.raises(NotAllowed):
        actions.cancel(job, by=Somebody(name="Birch Example", roles=frozenset({"analyst"})))
    job.refresh_from_db()
    assert job.state == "waiting"
    assert not Entry.objects.exists()


def test_an_administrator_may_cancel(start: Any) -> None:
    job = actions.cancel(start(nothing), by=Somebody(roles=frozenset({"administrator"})))
    assert job.state == "cancelled"


def test_cancel_refuses_a_job_that_has_ended(start: Any, starter: Somebody) -> None:
    job = start(nothing)
    worker.work(once=True)
    with pytest.raises(AlreadyFinished):
        actions.cancel(job, by=starter)
    job.refresh_from_db()
    assert job.state == "done"
    assert not Entry.objects.exists()


def test_people_see_their_own_jobs_and_administrators_all(start: Any, starter: Somebody) -> None:
    job = start(nothing)
    assert set(Job.objects.visible_to(starter)) == {job}
    assert set(Job.objects.visible_to(Somebody())) == set()
    assert set(Job.objects.visible_to(Somebody(roles=frozenset({"administrator"})))) == {job}
    assert set(Job.objects.visible_to(Somebody(is_authenticated=False))) == set()
