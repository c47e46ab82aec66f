"""A concern goes in beside a reading without a name, and comes out in a batch with the month alone."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.policies.models import PolicyConcern, Reading, RollOut, Task
from dueregard.policies.rollout import actions, carrying, concerns
from dueregard.policies.rollout.actions import Opened
from dueregard.policies.rollout.concerns import LONGEST, Waiting, fits
from dueregard.policies.rollout.refusals import AlreadyRead, NotAskedAnyMore, TextChanged
from dueregard.policies.rollout.system import CONCERNS
from dueregard.post.models import Message
from dueregard.voice.collective import boxes
from dueregard.voice.collective.models import Slip
from tests.networks.members import NOW
from tests.policies.conftest import spread
from tests.policies.launched import hire, launch

Cast = dict[str, Person]
TaskOf = Callable[[Person], Task]


def confirm(task: Task, concern: str | None = None) -> Reading:
    """Confirm as the person who is asked, with a concern or without one."""
    version = actions.in_force(task)
    assert version is not None
    opened = Opened(version.pk, uuid4())
    return actions.acknowledge(task, opened, concern=concern, by=Person.objects.get(staff=task.staff))


def confirmed_by(roll_out: RollOut, number: int, *said: str) -> None:
    """Let so many people confirm, the first of them with these concerns."""
    waiting = Task.objects.to_do().filter(roll_out=roll_out).order_by("staff__number")[:number]
    for place, task in enumerate(list(waiting)):
        confirm(task, said[place] if place < len(said) else None)


def out() -> list[tuple[date, str]]:
    return sorted(PolicyConcern.objects.values_list("month", "words"))


def test_a_reading_is_kept_and_recorded_and_says_nothing_of_a_concern(cast: Cast, task_of: TaskOf) -> None:
    reading = confirm(task_of(cast["staff"]), "It forgets part-timers.")
    assert (reading.version.number, reading.read_on) == (1, clock.today())
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.deed, entry.subject_id, entry.actor_id, entry.detail) == (
        "read a policy",
        str(reading.pk),
        cast["staff"].pk,
        {},
    )
    assert {field.name for field in Reading._meta.fields} == {"id", "task", "version", "read_on"}


def test_one_slip_is_put_in_either_way_and_the_slips_look_alike(cast: Cast, task_of: TaskOf) -> None:
    confirm(task_of(cast["staff"]), None)
    assert boxes.how_many_wait() == 1
    confirm(task_of(cast["adviser"]), "x" * LONGEST)
    assert boxes.how_many_wait() == 2
    assert Slip.objects.count() == boxes.LOT
    assert len({len(bytes(slip.contents)) for slip in Slip.objects.all()}) == 1
    assert [each.words for each in concerns.held()] == ["x" * LONGEST]


def test_the_same_page_sent_twice_is_one_concern(cast: Cast, roll_out: RollOut, task_of: TaskOf) -> None:
    """As when the receipt could not be kept, so that the page was sent again."""
    token = uuid4()
    for _ in range(2):
        concerns.put(roll_out.policy_id, "Once.", token=token)
    assert len(concerns.held()) == 1


def test_whoever_has_confirmed_puts_in_nothing_more(cast: Cast, task_of: TaskOf) -> None:
    task = task_of(cast["staff"])
    confirm(task)
    with pytest.raises(AlreadyRead):
        confirm(task, "And now?")
    assert concerns.held() == []
    assert Reading.objects.count() == 1


def test_nobody_confirms_for_another_nor_what_is_not_in_force(
    cast: Cast, roll_out: RollOut, task_of: TaskOf
) -> None:
    task = task_of(cast["staff"])
    opened = Opened(roll_out.version_id, uuid4())
    with pytest.raises(NotAllowed):
        actions.acknowledge(task, opened, concern=None, by=cast["adviser"])
    launch(roll_out.policy, roll_out.version.decision, by=cast["policy-owner"], is_material=False)
    with pytest.raises(TextChanged):
        actions.acknowledge(task, opened, concern="Lost?", by=cast["staff"])
    second = launch(roll_out.policy, roll_out.version.decision, by=cast["policy-owner"])
    with pytest.raises(NotAskedAnyMore):
        actions.acknowledge(task, Opened(second.pk, uuid4()), concern=None, by=cast["staff"])
    assert concerns.held() == []
    assert not Reading.objects.exists()


def test_it_is_undone_when_it_cannot_be_recorded(
    cast: Cast, task_of: TaskOf, fill_journal: Callable[[], None]
) -> None:
    task = task_of(cast["staff"])
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        confirm(task)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("words", ["", "x" * LONGEST, "€" * 250, "“Quoted”\n" * 40, "ক" * 250])
def test_what_fits_goes_in_and_comes_out_as_it_was(roll_out: RollOut, words: str) -> None:
    assert fits(words)
    concerns.put(roll_out.policy_id, words, token=uuid4())
    assert [(each.policy, each.words) for each in concerns.held()] == [(roll_out.policy_id, words)]


def test_more_than_a_slip_holds_does_not_fit() -> None:
    assert not fits("x" * (LONGEST + 1))
    assert not fits("ক" * 300)


# Coming out


def test_concerns_come_out_with_the_month_alone_once_ten_have_read(cast: Cast, roll_out: RollOut) -> None:
    confirmed_by(roll_out, 9, "One.", "Two.")
    carrying.let_out()
    assert out() == []
    confirmed_by(roll_out, 1)
    carrying.let_out()
    assert out() == []  # this week's came out
    with clock.standing_at(NOW + timedelta(days=7)):
        carrying.let_out()
    assert out() == [(date(2026, 11, 1), "One."), (date(2026, 11, 1), "Two.")]
    assert concerns.held() == []
    assert {field.name for field in PolicyConcern._meta.fields} == {"id", "policy", "month", "words"}


def test_whether_they_come_out_depends_on_readings_and_not_on_concerns(cast: Cast, roll_out: RollOut) -> None:
    hire(12)
    spread(roll_out)
    confirmed_by(roll_out, 10)
    carrying.let_out()
    roll_out.policy.plan.refresh_from_db()
    assert roll_out.policy.plan.heard_readings == 10
    confirmed_by(roll_out, 9, *["Soon."] * 9)
    with clock.standing_at(NOW + timedelta(days=7)):
        carrying.let_out()
    assert out() == []


def test_the_owner_is_told_that_there_is_something_by_a_neutral_message(
    cast: Cast, roll_out: RollOut
) -> None:
    confirmed_by(roll_out, 10, "One.")
    before = set(Message.objects.values_list("pk", flat=True))
    carrying.let_out()
    letter = Message.objects.exclude(pk__in=before).get().letter()
    assert letter.to == cast["policy-owner"].email
    assert letter.subject == "You have updates in Due Regard"


def test_stopped_anywhere_nothing_is_lost_or_doubled(
    cast: Cast, roll_out: RollOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed_by(roll_out, 10, "One.", "Two.")

    class Killed(BaseException):
        pass

    def die(*args: object, **how: object) -> None:
        raise Killed

    with monkeypatch.context() as first:
        first.setattr(concerns, "forget", die)
        with pytest.raises(Killed):
            carrying.let_out()
    assert len(out()) == 2
    carrying.let_out()
    assert len(out()) == 2
    assert concerns.held() == []


def test_some_that_say_the_same_come_out_each_once(cast: Cast, roll_out: RollOut) -> None:
    confirmed_by(roll_out, 10, "", "", "Same.", "Same.")
    carrying.let_out()
    assert [words for _, words in out()] == ["", "", "Same.", "Same."]


def test_a_concern_that_waits_for_its_policy_stays_when_others_come_out(
    cast: Cast, roll_out: RollOut
) -> None:
    confirmed_by(roll_out, 10, "Out.")
    other = uuid4()
    concerns.put(other, "Stays.", token=uuid4())
    carrying.let_out()
    assert [each.words for each in concerns.held()] == ["Stays."]


def test_hearing_is_allowed_to_the_system_alone(cast: Cast, roll_out: RollOut) -> None:
    waiting = concerns.keyed([Waiting(uuid4(), roll_out.policy_id, "Heard.")])
    for person in cast.values():
        with pytest.raises(NotAllowed):
            carrying.hear(waiting, ripe={roll_out.policy_id: 10}, by=person)
    carrying.hear(waiting, ripe={roll_out.policy_id: 10}, by=CONCERNS)
    assert Entry.objects.order_by("-number")[0].deed == "let concerns about a policy come out"


def test_concerns_are_read_by_the_owner_and_those_who_oversee(cast: Cast, roll_out: RollOut) -> None:
    PolicyConcern.objects.create(id=uuid4(), policy=roll_out.policy, month=date(2026, 11, 1), words="Heard.")
    readers = {role for role in ROLES if PolicyConcern.objects.visible_to(cast[role]).exists()}
    assert readers == {"policy-owner", "equality-lead", "executive"}
