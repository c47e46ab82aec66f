"""What happens over the heads of leaders: remits, going up, exemptions from the public page, and reminders."""

from typing import Any

from django.db import transaction

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.people.models import Person
from dueregard.voice import emails
from dueregard.voice.deadlines import escalate_on
from dueregard.voice.holding import hold, refuse_empty
from dueregard.voice.leaders import chief_executive, is_leader
from dueregard.voice.models import Issue, Remit
from dueregard.voice.refusals import NotALeader
from dueregard.voice.subjects import Theme, What

REMIND_BEFORE = 2
"""Working days before a deadline on which the leader is reminded."""


@journal.action
def set_remit(theme: Theme, *, leader: Person | None, by: Person) -> Remit | None:
    """Say who answers what is raised under a theme from now on, or that nobody but the chief executive does.

    Issues that are raised stay whose they are.
    """
    require(by, Remit.get_perm("set"))
    if leader is None:
        ended = Remit.objects.filter(theme=Theme(theme)).first()
        if ended is not None:
            journal.record("ended who answers a theme", ended, by=by, theme=str(ended.theme))
            ended.delete()
        return None
    if not is_leader(leader):
        raise NotALeader
    remit, _ = Remit.objects.update_or_create(theme=Theme(theme), defaults={"leader": leader})
    journal.record("set who answers a theme", remit, by=by, leader=str(leader.pk))
    return remit


@journal.action
def exempt(issue: Issue, *, because: str, by: Person) -> Issue:
    """Keep an issue off the public page, for a reason in writing."""
    held = hold(issue)
    require(by, Issue.get_perm("exempt"), held.issue)
    held.refuse_withdrawn()
    held.issue.exempt_because = refuse_empty(because)
    held.add(What.EXEMPTED, by=by, words=held.issue.exempt_because)
    held.save("exempt_because")
    journal.record("kept an issue off the public page", held.issue, by=by)
    return held.issue


def escalate_what_is_late(*, by: Any) -> list[Issue]:
    """Let each issue go up whose missed deadline is as old as its lengths say, once for each deadline.

    Each goes up in a transaction of its own, so that one which cannot does not hold up the others.
    """
    require(by, Issue.get_perm("escalate"))
    to = chief_executive()
    if to is None:
        return []
    late = Issue.objects.late(clock.today()).order_by("due_on", "pk")
    due = [issue for issue in late if _goes_up(issue)]
    return [gone for gone in (_escalate(issue, to=to, by=by) for issue in due) if gone]


@journal.action
def _escalate(issue: Issue, *, to: Person, by: Any) -> Issue | None:
    """Let one issue go up, unless somebody was quicker."""
    held = hold(issue)
    missed = held.issue.due_on
    if missed is None or not held.issue.is_late or not _goes_up(held.issue):
        return None
    held.issue.escalated_to, held.issue.escalated_for = to, missed
    held.add(What.ESCALATED, by=by, words=to.name)
    held.save("escalated_to", "escalated_for")
    emails.tell_of_going_up(held.issue, to, missed)
    journal.record("let a late issue go up", held.issue, by=by, to=str(to.pk), missed=str(missed))
    return held.issue


def _goes_up(issue: Issue) -> bool:
    return (
        issue.due_on is not None
        and issue.escalated_for != issue.due_on
        and escalate_on(issue.due_on, issue.lengths) <= clock.today()
    )


def remind() -> int:
    """Write to leaders 2 working days before a deadline and when it is missed; return to how many issues that was.

    Each deadline is one occasion for the outbox, which never takes the same twice, so this may run as often as one
    likes. It is nobody's deed and has no entry in the journal, as the digest has none.
    """
    today = clock.today()
    # A message about a deadline missed long ago was put in long ago.
    since = add_working_days(today, -REMIND_BEFORE)
    until = add_working_days(today, REMIND_BEFORE)
    near = (
        Issue.objects.waiting().filter(due_on__gte=since, due_on__lte=until).select_related("leader__staff")
    )
    count = 0
    for issue in near.order_by("due_on", "pk"):
        with transaction.atomic():
            emails.tell_of_deadline(issue)
        count += 1
    return count
