"""Who has read the demonstration's policies: most people, in the weeks after each launch. All invented.

Thousands of readings are written at once, in place of one press for each: nothing else about them is different.
"""

import random
from datetime import date, timedelta
from uuid import UUID

from dueregard import journal
from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.demo.cast import CAST
from dueregard.jobs import worker
from dueregard.policies.models import Plan, PolicyConcern, Reading, RollOut, Task
from dueregard.policies.rollout import asking, reminders, tallies
from dueregard.policies.rollout.system import ROLL_OUT

A_DAY = timedelta(days=1)
SHARE_WHO_READ = 0.88
CONCERNS = (
    "I work shifts. How does half a day work for me?",
    "My manager did not know about this policy when I asked.",
)


def make(*, seed: int) -> None:
    """Let each roll-out that has just begun have asked everybody; before a worker does, who would ask them today."""
    chance = random.Random(f"{seed} readings")  # noqa: S311  (invented, the same for each seed)
    new = RollOut.objects.going_on().filter(spread_at=None).select_related("policy")
    for roll_out in new.order_by("begun_at", "pk"):
        _read(roll_out, chance)


def count() -> None:
    """Count those that were never counted, once the work of the launches has found that everybody was asked."""
    new = [each for each in tallies.uncounted() if not hasattr(each, "tally")]
    if new:
        worker.work(once=True)
        for roll_out in new:
            tallies.begin_counting(roll_out, by=ROLL_OUT)
        worker.work(once=True)


@journal.action
def _read(roll_out: RollOut, chance: random.Random) -> None:
    """Ask everybody on the day of the launch, and let most have read it; the cast have it before them."""
    launched, today = clock.day_of(roll_out.begun_at), clock.today()
    tasks = []
    for staff in asking.not_asked(roll_out).select_related("person").order_by("number"):
        asked_on = min(max(launched, staff.started), today)
        due_on = asked_on + roll_out.days * A_DAY
        passed = reminders.passed(asked_on=asked_on, due_on=due_on, today=today)
        tasks.append(
            Task(
                roll_out=roll_out,
                staff=staff,
                asked_on=asked_on,
                due_on=due_on,
                reminders=passed,
                reminded_on=today if passed else None,
            )
        )
    Task.objects.bulk_create(tasks, batch_size=500)
    of_the_cast = {each.email for each in CAST}
    readers = [
        task
        for task in tasks
        if task.staff.person.email not in of_the_cast and chance.random() < SHARE_WHO_READ
    ]
    Reading.objects.bulk_create(
        [
            Reading(task=task, version=roll_out.version, read_on=_some_day(task.asked_on, today, chance))
            for task in readers
        ],
        batch_size=500,
    )
    _concerns(roll_out, len(readers), today, chance)
    roll_out.spread_at = roll_out.begun_at
    roll_out.save(update_fields=["spread_at"])
    journal.record("asked everyone to read a policy", roll_out, by=ROLL_OUT, people=len(tasks))


def _concerns(roll_out: RollOut, readings: int, today: date, chance: random.Random) -> None:
    """Let two concerns have come out about what was launched first."""
    Plan.objects.filter(policy=roll_out.policy).update(heard_readings=readings)
    if not PolicyConcern.objects.exists():
        month = Month.containing(today - 31 * A_DAY).first
        PolicyConcern.objects.bulk_create(
            [
                PolicyConcern(
                    id=UUID(int=chance.getrandbits(128), version=4),
                    policy=roll_out.policy,
                    month=month,
                    words=f"{words} (Invented.)",
                )
                for words in CONCERNS
            ]
        )


def _some_day(first: date, today: date, chance: random.Random) -> date:
    return min(first + chance.randrange(40) * A_DAY, today)
