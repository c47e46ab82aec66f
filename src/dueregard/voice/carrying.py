"""What passes between the two databases, at fixed times and never when somebody acts.

Each step may be stopped and done again without a second effect: an issue has the id that its motion gave it, a verdict
is heard once, and a band is copied as it was counted.
"""

import logging

from dueregard import jobs
from dueregard.almanac import clock
from dueregard.networks import keyring
from dueregard.voice import actions as voice
from dueregard.voice import leaders, refusals, weighing
from dueregard.voice.collective import boxes, motions
from dueregard.voice.collective.models import Motion
from dueregard.voice.collective.motions import Kind, Moved
from dueregard.voice.models import Issue
from dueregard.voice.subjects import About, Theme, Verdict
from dueregard.voice.system import NETWORKS

log = logging.getLogger(__name__)


@jobs.tick("say what the networks have to say", every=900)
def say_what_passed() -> None:
    """Carry each motion that has passed to the other database, then note that it was said."""
    for motion in motions.passed():
        try:
            _say(motions.read(motion), motion)
        except refusals.NotNow:
            # What it was about is not there any more: it was answered, heard or withdrawn meanwhile.
            log.info("what a network had to say came too late")
            motions.mark_said(motion)
        except refusals.Refused:
            log.exception("what a network has to say cannot be taken in")  # it waits, and the others are said


@jobs.tick("empty the slips of the voice", every=60)
def empty_slips() -> None:
    """Empty the slips at each quarter of an hour at which enough of them wait."""
    if keyring.has_keys(keyring.VOICE):
        weighing.empty_slips()


@jobs.tick("count the weight of issues", every=3600)
def count_weight() -> None:
    """Count once a day, copy the bands to the issues, and end the boxes of issues that are over."""
    if not keyring.has_keys(keyring.VOICE):
        return
    weighing.count()
    shown = boxes.shown()
    issues = Issue.objects.in_bulk(shown)
    voice.set_weights({pk: shown[pk] for pk in issues}, by=NETWORKS)
    over = {pk for pk, issue in issues.items() if issue.has_ended}
    if over:
        weighing.end(over)


def _say(moved: Moved, motion: Motion) -> None:
    """Say one thing, and note that it is said."""
    if moved.kind == Kind.RAISE:
        issue = voice.raise_issue(_raised(moved, motion.network.name), by=NETWORKS)
        weighing.begin(issue.pk, motion)
        return
    issue = Issue.objects.get(pk=moved.issue)
    if moved.kind == Kind.VERDICT:
        voice.hear(issue, Verdict(moved.wording.verdict), words=moved.wording.text, by=NETWORKS)
    elif moved.kind == Kind.SHOW:
        voice.show(issue, voice_of=motion.network.name, by=NETWORKS)
    else:
        voice.withdraw(issue, by=NETWORKS)
    motions.mark_said(motion)


def _raised(moved: Moved, network: str) -> voice.Raised:
    said = moved.wording
    return voice.Raised(
        id=moved.issue,
        kind=About(said.about),
        theme=Theme(said.theme),
        title=said.title,
        text=said.text,
        wanted=said.wanted,
        leader=leaders.leader_called(said.leader),
        is_shown=said.is_shown,
        voice_of=network if said.is_shown else "",
        on=clock.today(),
    )
