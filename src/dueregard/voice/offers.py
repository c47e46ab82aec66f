"""What a person can do with an issue now: what the rules allow, where the issue stands for it."""

from typing import Any

from dueregard.almanac import clock
from dueregard.voice.models import Issue
from dueregard.voice.seen import Seen
from dueregard.voice.subjects import OVER, PROMISING, WAITING, Stage, What

GOING = (Stage.RAISED, Stage.ACKNOWLEDGED)


def of(issue: Issue, user: Any) -> frozenset[str]:
    """Return the names of what this person may do with an issue as it stands."""
    return frozenset(
        name
        for name, is_open in _open(issue).items()
        if is_open and user.has_perm(Issue.get_perm(name), issue)
    )


def _open(issue: Issue) -> dict[str, bool]:
    """Return where an issue stands for what. The actions look again, under lock."""
    stage = issue.stage
    is_past = issue.answer_by is not None and issue.answer_by < clock.today()
    return {
        "acknowledge": stage == Stage.RAISED,
        "pause": stage in GOING,
        "resume": stage == Stage.PAUSED,
        "need_longer": stage in GOING and not is_past and not _has_taken_longer(issue),
        "answer": stage in WAITING,
        "pass_on": stage != Stage.WITHDRAWN and issue.has_something_left_to_do,
        "record_change": issue.is_about_practice and stage in OVER and issue.answer in PROMISING,
        "exempt": stage != Stage.WITHDRAWN and not issue.exempt_because,
    }


def _has_taken_longer(issue: Issue) -> bool:
    return issue.happenings.filter(what=What.LONGER).exists()


def promises_of(seen: Seen, issue: Issue, user: Any) -> frozenset[Any]:
    """Return the keys of the open promises that this person keeps or moves."""
    return frozenset(
        promise.id
        for promise in seen.promises
        if not promise.kept_on and user.pk in (promise.owner_id, issue.leader_id)
    )
