"""What comes out of the anonymous half for policies: once a week, and of each policy only what is safe by then.

Of one policy concerns come out where at least ten people have read it since they came out last, however many concerns
there are, none included: whoever knows who has read in the meantime cannot tell which of them wrote. Each step may be
stopped and done again without a second effect: a concern has the same key each time, and is forgotten in the commons
once it is kept here.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.policies.rollout import concerns, emails
from dueregard.policies.rollout.concerns import Waiting
from dueregard.policies.rollout.models import Plan, PolicyConcern, Reading
from dueregard.policies.rollout.system import CONCERNS

LEAST_READINGS = 10


def let_out() -> None:
    """Let out what may come out, at most once in a week of the calendar."""
    last = concerns.came_out_last() if concerns.can_be_heard() else None
    if not concerns.can_be_heard() or (last and _week(clock.day_of(last)) == _week(clock.today())):
        return
    waiting = concerns.keyed(concerns.held())
    ripe = ripe_policies()
    if ripe:
        hear({key: each for key, each in waiting.items() if each.policy in ripe}, ripe=ripe, by=CONCERNS)
    kept = set(PolicyConcern.objects.filter(pk__in=waiting).values_list("pk", flat=True))
    concerns.forget([each.token for key, each in waiting.items() if key in kept])


def ripe_policies() -> dict[UUID, int]:
    """Return the policies of which concerns may come out now, each with the number of its readings."""
    counts = Reading.objects.values_list("task__roll_out__policy").annotate(Count("pk")).order_by()
    readings: dict[UUID, int] = dict(counts)
    heard = dict(Plan.objects.values_list("policy", "heard_readings"))
    return {
        policy: count for policy, count in readings.items() if count - heard.get(policy, 0) >= LEAST_READINGS
    }


@journal.action
def hear(out: Mapping[UUID, Waiting], *, ripe: dict[UUID, int], by: object) -> None:
    """Keep what comes out, in an order of chance and with the month alone, and write to the owners."""
    require(by, PolicyConcern.get_perm("hear"))
    month = Month.containing(clock.today()).first
    rows = [
        PolicyConcern(id=key, policy_id=each.policy, month=month, words=each.words)
        for key, each in out.items()
    ]
    secrets.SystemRandom().shuffle(rows)
    PolicyConcern.objects.bulk_create(rows, ignore_conflicts=True)
    with_concerns = {each.policy for each in out.values()}
    plans = Plan.objects.select_for_update(of=("self",)).select_related("policy__owner")
    for plan in plans.filter(policy__in=ripe).order_by("pk"):
        plan.heard_readings = ripe[plan.policy_id]
        plan.save(update_fields=["heard_readings"])
        if plan.policy_id in with_concerns:
            emails.tell_of_concerns(plan.policy.owner, occasion=f"{plan.pk} {plan.heard_readings}")
        journal.record("let concerns about a policy come out", plan, by=by)


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
