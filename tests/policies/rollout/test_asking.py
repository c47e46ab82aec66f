"""Who is asked to read a policy: everyone it is for, once, with one message; and who is asked again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.jobs import worker
from dueregard.jobs.models import Job
from dueregard.journal.models import Entry
from dueregard.people.models import Person, Staff, Team
from dueregard.policies.models import Audience, Policy, Reading, RollOut, Stage, Task, Version
from dueregard.policies.rollout import actions, asking, tasks
from dueregard.policies.rollout.actions import Opened
from dueregard.policies.rollout.audiences import staff_of
from dueregard.policies.rollout.emails import ASKED
from dueregard.policies.rollout.refusals import AlreadyStopped, NotStopped
from dueregard.policies.rollout.system import ROLL_OUT
from dueregard.post.models import Message
from tests.networks.members import NOW
from tests.people_of_the_tests import make_person
from tests.policies.conftest import spread
from tests.policies.launched import OTHERS, decision_of, hire, launch, make_policy

Cast = dict[str, Person]
TaskOf = Callable[[Person], Task]
NINE_AT_NIGHT = NOW.replace(hour=21)


def read(task: Task) -> Reading:
    version = actions.in_force(task)
    assert version is not None
    person = Person.objects.get(staff=task.staff)
    return actions.acknowledge(task, Opened(version.pk, task.pk), concern=None, by=person)


def deeds() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("deed", flat=True))


def test_a_launch_begins_a_roll_out_that_a_worker_does(version: Version) -> None:
    job = Job.objects.get(kind=asking.ROLL_OUT)
    assert not Task.objects.exists()
    worker.work(once=True)
    job.refresh_from_db()
    employed = Staff.objects.employed().count()
    assert (job.state, Task.objects.count(), Message.objects.filter(kind=ASKED).count()) == (
        "done",
        employed,
        employed,
    )
    found = RollOut.objects.get()
    assert (found.policy, found.version, found.spread_at) == (version.policy, version, NOW)
    assert {"asked people to read a policy", "asked everyone to read a policy"} <= set(deeds())
    assert Entry.objects.get(deed="launched a version").detail[
        "with"
    ]  # the beginning is a part of the launch


def test_each_is_asked_once_with_a_day_by_which_it_is_due(roll_out: RollOut, cast: Cast) -> None:
    task = Task.objects.get(staff__person=cast["staff"])
    assert (task.asked_on, task.due_on) == (clock.today(), clock.today() + timedelta(days=28))
    assert spread(roll_out) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(roll_out=roll_out, staff=task.staff, asked_on=task.asked_on, due_on=task.due_on)


def test_people_from_outside_and_leavers_are_not_asked(cast: Cast, team: Team, version: Version) -> None:
    gone = make_person("staff", team, name="Gone Example")
    Staff.objects.filter(person=gone).update(ended=clock.today() - timedelta(days=1))
    spread(version.roll_out)
    asked = set(Task.objects.values_list("staff__person__name", flat=True))
    assert not asked & {cast["inspector"].name, cast["outsider"].name, "Gone Example"}


def test_a_batch_is_allowed_to_the_system_alone_and_is_undone_when_it_cannot_be_recorded(
    version: Version, cast: Cast, fill_journal: Callable[[], None]
) -> None:
    with pytest.raises(NotAllowed):
        asking.ask_next(version.roll_out, by=cast["policy-owner"])
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        asking.ask_next(version.roll_out, by=ROLL_OUT)
    assert (Task.objects.count(), Message.objects.count()) == (0, 0)


def test_the_message_says_that_there_is_something_and_not_what(roll_out: RollOut, cast: Cast) -> None:
    letters = [each.letter() for each in Message.objects.filter(kind=ASKED)]
    assert sorted(letter.to for letter in letters) == sorted(
        Staff.objects.employed().values_list("person__email", flat=True)
    )
    for letter in letters:
        assert roll_out.policy.title not in letter.subject + letter.text
        assert "It is due by 2 December 2026" in letter.text


def test_nobody_is_written_to_at_night(cast: Cast) -> None:
    with clock.standing_at(NINE_AT_NIGHT):
        made = launch(make_policy(cast), decision_of(cast), by=cast["policy-owner"])
        spread(made.roll_out)
    due = set(Message.objects.filter(kind=ASKED).values_list("due_at", flat=True))
    assert [each.astimezone(clock.LONDON).strftime("%d %H") for each in due] == ["05 09"]


# Who is in an audience


def test_the_audience_of_managers_is_whoever_has_reports_or_the_role(cast: Cast) -> None:
    assert set(staff_of(Audience.MANAGERS)) == {cast["manager"].staff}
    Staff.objects.filter(person=cast["editor"]).update(manager=cast["chair"].staff)
    assert set(staff_of(Audience.MANAGERS)) == {cast["manager"].staff, cast["chair"].staff}


def test_the_audience_of_practitioners_is_told_by_role_or_job_title(cast: Cast) -> None:
    found = {cast["adviser"].staff, cast["supervisor"].staff}
    assert set(staff_of(Audience.PRACTITIONERS)) == found
    Staff.objects.filter(person=cast["editor"]).update(job_title="Newly Qualified Family Court Adviser")
    assert set(staff_of(Audience.PRACTITIONERS)) == found | {cast["editor"].staff}


def test_joiners_and_those_who_change_into_the_audience_are_asked_by_the_tick(
    cast: Cast, wednesday: None
) -> None:
    made = launch(make_policy(cast, audience=Audience.MANAGERS), decision_of(cast), by=cast["policy-owner"])
    worker.work(once=True)
    assert Task.objects.count() == 1
    tasks.ask_joiners()
    assert not Job.objects.open().exists()
    Staff.objects.filter(person=cast["editor"]).update(manager=cast["chair"].staff)
    with clock.standing_at(NOW + timedelta(days=1)):
        tasks.ask_joiners()
        worker.work(once=True)
    joined = Task.objects.get(staff=cast["chair"].staff)
    assert (joined.roll_out, joined.due_on) == (made.roll_out, clock.today() + timedelta(days=29))
    Staff.objects.filter(person=cast["editor"]).update(manager=None)
    assert not Task.objects.to_do().filter(staff=cast["chair"].staff).exists()  # and out of it again


def test_a_leaver_drops_out(roll_out: RollOut, cast: Cast) -> None:
    Staff.objects.filter(person=cast["staff"]).update(ended=clock.today() - timedelta(days=1))
    assert not Task.objects.to_do().filter(staff=cast["staff"].staff).exists()


# Stopping and resuming


def test_it_is_stopped_and_resumed_where_it_was(cast: Cast, version: Version) -> None:
    owner = cast["policy-owner"]
    asking.ask_next(version.roll_out, most=3, by=ROLL_OUT)
    actions.stop(version.roll_out, by=owner)
    worker.work(once=True)
    tasks.ask_joiners()
    worker.work(once=True)
    assert Task.objects.count() == 3
    with pytest.raises(AlreadyStopped):
        actions.stop(version.roll_out, by=owner)
    actions.resume(version.roll_out, by=owner)
    with pytest.raises(NotStopped):
        actions.resume(version.roll_out, by=owner)
    worker.work(once=True)
    assert Task.objects.count() == Staff.objects.employed().count()
    assert {"stopped the roll-out of a policy", "resumed the roll-out of a policy"} <= set(deeds())


@pytest.mark.parametrize("role", ["staff", "executive", "manager", "administrator", "inspector"])
def test_who_does_not_run_it_neither_stops_nor_resumes_it(cast: Cast, version: Version, role: str) -> None:
    for deed in (actions.stop, actions.resume):
        with pytest.raises(NotAllowed):
            deed(version.roll_out, by=cast[role])


def test_another_policy_owner_does_not_run_it(cast: Cast, team: Team, version: Version) -> None:
    with pytest.raises(NotAllowed):
        actions.stop(version.roll_out, by=make_person("policy-owner", team, name="Another Owner"))


def test_one_whose_work_is_cancelled_stands_as_stopped_and_can_be_resumed(
    cast: Cast, version: Version
) -> None:
    from dueregard.jobs import actions as jobs

    jobs.cancel(Job.objects.get(kind=asking.ROLL_OUT), by=cast["policy-owner"])
    version.roll_out.refresh_from_db()
    assert version.roll_out.stopped_at == NOW
    actions.resume(version.roll_out, by=cast["policy-owner"])
    worker.work(once=True)
    assert Task.objects.count() == Staff.objects.employed().count()


# Asked again, or not


def test_a_minor_change_asks_nobody_and_who_has_not_read_reads_what_is_in_force(
    cast: Cast, roll_out: RollOut, task_of: TaskOf
) -> None:
    read(task_of(cast["staff"]))
    before = Message.objects.count()
    minor = launch(roll_out.policy, roll_out.version.decision, by=cast["policy-owner"], is_material=False)
    worker.work(once=True)
    assert (RollOut.objects.count(), Message.objects.count()) == (1, before)
    assert not Task.objects.to_do().filter(staff=cast["staff"].staff).exists()
    late = read(task_of(cast["adviser"]))
    assert late.version == minor


def test_a_material_change_asks_everybody_again_and_wipes_nothing(
    cast: Cast, roll_out: RollOut, task_of: TaskOf
) -> None:
    first = read(task_of(cast["staff"]))
    second = launch(roll_out.policy, roll_out.version.decision, by=cast["policy-owner"], clauses=[OTHERS])
    spread(second.roll_out)
    roll_out.refresh_from_db()
    assert roll_out.ended_at == NOW
    assert Task.objects.to_do().count() == Staff.objects.employed().count()
    again = read(task_of(cast["staff"]))
    assert [each.version.number for each in Reading.objects.order_by("version__number")] == [1, 2]
    assert {first.version, again.version} == {roll_out.version, second}
    # Whoever had not read the former has one task, for the new one.
    assert Task.objects.to_do().filter(staff=cast["adviser"].staff).count() == 1
    assert read(task_of(cast["adviser"])).version == second


def test_nobody_is_asked_to_read_a_policy_that_is_retired(roll_out: RollOut) -> None:
    Policy.objects.get().versions.update(stage=Stage.REPLACED)
    assert not Task.objects.to_do().exists()
    assert spread(roll_out) == 0


def test_a_launch_that_is_called_twice_begins_one_roll_out(version: Version, cast: Cast) -> None:
    assert asking.begin(version, by=cast["policy-owner"]) == version.roll_out
    assert RollOut.objects.count() == Job.objects.filter(kind=asking.ROLL_OUT).count() == 1


def test_receipts_are_sealed_in_the_database(roll_out: RollOut, cast: Cast, task_of: TaskOf) -> None:
    read(task_of(cast["staff"]))
    for statement in ("UPDATE policies_reading SET read_on = '2020-01-01'", "DELETE FROM policies_reading"):
        with (
            pytest.raises(DatabaseError, match="sealed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_asking_takes_no_more_queries_for_many_than_for_some(
    cast: Cast, version: Version, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    """Two for each message, which stands in the outbox by itself, and few for the batch."""
    hire(60)
    with django_assert_max_num_queries(60 * 4 + 20):  # type: ignore[attr-defined]  # it is a context
        assert asking.ask_next(version.roll_out, most=60, by=ROLL_OUT) == 60
