"""What the workers do for roll-outs: ask, remind and count in the background, and look each hour what is due."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dueregard import jobs
from dueregard.almanac import clock
from dueregard.policies.rollout import actions, asking, carrying, quiet, reports, tallies
from dueregard.policies.rollout.models import RollOut
from dueregard.policies.rollout.refusals import AlreadyStopped
from dueregard.policies.rollout.system import ROLL_OUT

EVERY_HOUR = 60 * 60


def _stop(arguments: dict[str, Any], words: str) -> None:
    """Let a roll-out whose work failed or was cancelled stand as stopped, so that its owner can resume it."""
    for roll_out in RollOut.objects.filter(pk=arguments["roll_out"]):
        with suppress(AlreadyStopped):
            actions.stop(roll_out, by=ROLL_OUT)


@jobs.task(asking.ROLL_OUT, title="Asking people to read a policy", failed=_stop)
def roll_out(work: jobs.Work) -> None:
    """Ask one batch of people after another; each is kept as soon as it is made, and a second try asks those left."""
    found = RollOut.objects.select_related("policy").get(pk=work.arguments["roll_out"])
    while True:
        so_far = reports.progress(found)
        work.report(so_far.asked, so_far.of, "Asking people to read")
        work.check()
        if not asking.ask_next(found, by=ROLL_OUT):
            return


@jobs.task(asking.REMIND, title="Reminding people to read a policy", failed=_stop)
def remind(work: jobs.Work) -> None:
    """Remind one batch of people after another."""
    found = RollOut.objects.get(pk=work.arguments["roll_out"])
    of, done = len(asking.to_remind(found)), 0
    while True:
        work.report(done, of, "Reminding people")
        work.check()
        reminded = asking.remind_next(found, by=ROLL_OUT)
        if not reminded:
            return
        done += reminded


@jobs.task(tallies.COUNT, title="Counting who has read a policy")
def count(work: jobs.Work) -> Callable[[], None]:
    """Count who has read, in groups that may be shown."""
    found = RollOut.objects.get(pk=work.arguments["roll_out"])
    work.report(0, 1, "Counting")
    counted = tallies.counted_groups(found)
    return lambda: tallies.keep(found, counted, by=ROLL_OUT)


@jobs.tick("ask joiners to read policies", every=EVERY_HOUR)
def ask_joiners() -> None:
    """Ask those who joined, or changed into an audience, since everybody was asked."""
    for found in RollOut.objects.going_on().select_related("policy"):
        asking.go_on(found, by=ROLL_OUT)


@jobs.tick("remind people to read policies", every=EVERY_HOUR)
def remind_readers() -> None:
    """Remind those who are to be reminded, in working hours alone."""
    if quiet.may_remind(clock.now()):
        for found in RollOut.objects.going_on():
            asking.begin_reminding(found, by=ROLL_OUT)


@jobs.tick("count who has read policies", every=EVERY_HOUR)
def count_readers() -> None:
    """Count each roll-out once a day."""
    for found in tallies.uncounted():
        tallies.begin_counting(found, by=ROLL_OUT)


@jobs.tick("let concerns about policies out", every=EVERY_HOUR)
def let_concerns_out() -> None:
    """Let concerns come out, once a week and only where enough people have read."""
    carrying.let_out()
