"""What comes from the networks: issues, weights, verdicts. All of it through their named system person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import bands as almanac_bands
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.voice import emails
from dueregard.voice.deadlines import Deed, last_round
from dueregard.voice.holding import Held, hold, refuse_empty, wind
from dueregard.voice.leaders import is_leader, leader_for
from dueregard.voice.models import Issue
from dueregard.voice.refusals import AlreadyHeard, NotABand, NotALeader, NotAnswered, NotYet
from dueregard.voice.subjects import OVER, PROMISING, About, Stage, Theme, Verdict, What

# A weight is shown from 10 on; below, it is being collected, whatever it is.
SHOWN_BANDS = frozenset(almanac_bands.band(count) for count in range(10, 1000))


@dataclass(frozen=True)
class Raised:
    """An issue as it comes from a network or from members: nothing in it says who wrote it."""

    id: UUID
    kind: About
    theme: Theme
    title: str
    text: str
    wanted: str
    leader: Person | None
    is_shown: bool
    voice_of: str
    on: date


@journal.action
def raise_issue(raised: Raised, *, by: Any) -> Issue:
    """Take in an issue. The same key again is the same issue, so what is delivered twice is raised once.

    Raises
    ------
    voice.refusals.Refused
        When it has no words, or nobody can answer it; its kinds say why.
    """
    require(by, Issue.get_perm("raise"))
    found = Issue.objects.filter(pk=raised.id).first()
    if found is not None:
        return found
    if raised.on > clock.today():
        raise NotYet
    if raised.leader is not None and not is_leader(raised.leader):
        raise NotALeader
    issue = Issue(
        id=raised.id,
        kind=About(raised.kind),
        theme=Theme(raised.theme),
        title=refuse_empty(raised.title),
        text=refuse_empty(raised.text),
        wanted=raised.wanted.strip(),
        leader=raised.leader or leader_for(raised.theme),
        is_shown=raised.is_shown,
        voice_of=raised.voice_of if raised.is_shown else "",
        raised_on=raised.on,
        acknowledge_within=settings.VOICE_ACKNOWLEDGE_WITHIN,
        answer_within=settings.VOICE_ANSWER_WITHIN,
        longer_by=settings.VOICE_LONGER_BY,
        escalate_after=settings.VOICE_ESCALATE_AFTER,
    )
    wind(issue, last_round([(Deed.RAISED, raised.on)]))
    try:
        with transaction.atomic():
            issue.save(force_insert=True)
    except IntegrityError:
        found = Issue.objects.filter(pk=raised.id).first()
        if found is None:
            raise
        journal.record("was given an issue a second time", found, by=by)
        return found
    Held(issue, []).add(What.RAISED, by=by, on=raised.on)
    emails.tell_of_issue(issue, number=1)
    journal.record("raised an issue", issue, by=by, theme=str(issue.theme), kind=str(issue.kind))
    return issue


@journal.action
def hear(issue: Issue, verdict: Verdict, *, words: str, by: Any) -> Issue:
    """Take in whether the answer helped. The first no reopens the issue; a second closes it, and says so.

    What was promised stays promised, whatever the verdict is.
    """
    held = hold(issue)
    require(by, Issue.get_perm("hear"), held.issue)
    held.refuse_withdrawn()
    if held.issue.stage not in OVER:
        raise NotAnswered
    if held.issue.verdict:
        raise AlreadyHeard
    said = Verdict(verdict)
    held.add(What.HEARD, by=by, words=words.strip(), said=said)
    if said == Verdict.NO and not held.issue.has_reopened:
        held.add(What.REOPENED, by=by)
        held.issue.has_reopened, held.issue.stage = True, Stage.RAISED
        emails.tell_of_issue(held.issue, number=len(held.happened))
    else:
        held.issue.verdict = said
        if said == Verdict.NO or held.issue.answer not in PROMISING:
            held.issue.stage = Stage.CLOSED
    held.save("has_reopened", "verdict")
    journal.record("heard whether an answer helped", held.issue, by=by, verdict=str(said))
    return held.issue


@journal.action
def show(issue: Issue, *, voice_of: str, by: Any) -> Issue:
    """Show the text to all staff, as the network has agreed, under its name or none. It cannot be hidden again."""
    held = hold(issue)
    require(by, Issue.get_perm("show"), held.issue)
    held.refuse_withdrawn()
    held.issue.is_shown, held.issue.voice_of = True, voice_of
    held.add(What.SHOWN, by=by)
    held.save("is_shown", "voice_of")
    journal.record("showed an issue to all staff", held.issue, by=by)
    return held.issue


@journal.action
def withdraw(issue: Issue, *, by: Any) -> Issue:
    """Take an issue back while it waits for its answer: its words are erased, and what was promised stays."""
    held = hold(issue)
    require(by, Issue.get_perm("withdraw"), held.issue)
    held.refuse_unless_waiting()
    held.add(What.WITHDRAWN, by=by)
    withdrawn = held.issue
    withdrawn.stage = Stage.WITHDRAWN
    withdrawn.title = withdrawn.text = withdrawn.wanted = withdrawn.voice_of = withdrawn.weight = ""
    withdrawn.is_shown = False
    held.save("title", "text", "wanted", "voice_of", "weight", "is_shown")
    journal.record("withdrew an issue", withdrawn, by=by)
    return withdrawn


@journal.action
def set_weights(bands: Mapping[UUID, str], *, by: Any) -> int:
    """Copy the weights, as bands, and return how many became others. An empty one is still being collected.

    Raises
    ------
    NotABand
        When one of them is anything but a band from 10 on: a number would tell who joined when.
    """
    require(by, Issue.get_perm("weigh"))
    if not SHOWN_BANDS.issuperset(filter(None, bands.values())):
        raise NotABand
    standing = Issue.objects.on_the_board().select_for_update(of=("self",)).filter(pk__in=bands)
    changed = [issue for issue in standing.order_by("pk") if issue.weight != bands[issue.pk]]
    for issue in changed:
        issue.weight = bands[issue.pk]
    if changed:
        Issue.objects.bulk_update(changed, ["weight"], batch_size=500)
        told = {str(issue.pk): issue.weight for issue in changed}
        journal.record("copied the weights of issues", changed[0], by=by, weights=told)
    return len(changed)
