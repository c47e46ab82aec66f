"""Builders for tests that need issues: leaders, an issue raised, and an issue brought to any stage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.models import Directorate, Person, Team
from dueregard.post.models import Message
from dueregard.voice import actions as voice
from dueregard.voice.actions import Answer, Changed, Raised
from dueregard.voice.models import Issue, Promise
from dueregard.voice.subjects import About, ChangeKind, Said, Theme, Verdict
from dueregard.voice.system import NETWORKS
from tests.people_of_the_tests import make_person

MONDAY = date(2026, 11, 2)
# Words that nobody but the leader may read of an issue that is not shown.
HIDDEN_TITLE, HIDDEN_TEXT, HIDDEN_WANTED = "Zebrafish title", "Quokka text", "Axolotl wish"
HIDDEN_WORDS = (HIDDEN_TITLE, HIDDEN_TEXT, HIDDEN_WANTED)


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """Let it be that day, at ten in the morning in London unless told otherwise."""
    with clock.standing_at(datetime.combine(day, time(hour), tzinfo=clock.LONDON)):
        yield


@dataclass
class Leaders:
    """A leader who must answer, another, the chief executive, the equality lead, and a colleague."""

    leader: Person
    other: Person
    chief: Person
    lead: Person
    colleague: Person


def make_leaders() -> Leaders:
    operations = Directorate.objects.create(name="Directorate of leaders")
    team = Team.objects.create(name="Team of leaders", directorate=operations)
    return Leaders(
        leader=make_person("manager", team, name="Leader Example"),
        other=make_person("quality-lead", team, name="Other Leader"),
        chief=make_person("executive", team, name="Chief Example"),
        lead=make_person("equality-lead", team, name="Lead Example"),
        colleague=make_person("staff", team, name="Colleague Example"),
    )


def raised(leader: Person | None, **more: Any) -> Raised:
    """Return an issue as it comes in; of one that is not shown the words are those of this file."""
    given: dict[str, Any] = {
        "id": uuid4(),
        "kind": About.PEOPLE,
        "theme": Theme.ADJUSTMENTS,
        "title": "No bag that one can carry",
        "text": "The kit list has no bag with wheels.",
        "wanted": "A bag with wheels on the list.",
        "leader": leader,
        "is_shown": True,
        "voice_of": "Invented network",
        "on": clock.today(),
    }
    if more.get("is_shown") is False:
        given |= {"title": HIDDEN_TITLE, "text": HIDDEN_TEXT, "wanted": HIDDEN_WANTED, "voice_of": ""}
    return Raised(**given | more)


def make_issue(leader: Person | None, **more: Any) -> Issue:
    """Raise an issue, today unless told otherwise."""
    return voice.raise_issue(raised(leader, **more), by=NETWORKS)


def say(
    issue: Issue, said: Said = Said.WILL_DO, *, by: Person | None = None, promises: int = 1, days: int = 30
) -> Issue:
    """Answer an issue; a no has no promises."""
    by = by or issue.leader
    made = (
        ()
        if said == Said.WILL_NOT
        else tuple(
            (f"Promise {number}", clock.today() + timedelta(days=days), by)
            for number in range(1, promises + 1)
        )
    )
    return voice.answer(issue, Answer(said, "Because it is right.", made), by=by)


def keep_all(issue: Issue) -> None:
    for promise in Promise.objects.open().filter(issue=issue):
        voice.keep(promise, how="It is done.", by=issue.leader)


def change(issue: Issue, name: str = "Court kit list", **more: Any) -> Any:
    given = Changed(ChangeKind.STANDARD, name, "Intranet, section 4", clock.today())
    return voice.record_change(issue, Changed(**vars(given) | more), by=issue.leader)


def verdict(issue: Issue, said: Verdict, words: str = "") -> Issue:
    return voice.hear(issue, said, words=words, by=NETWORKS)


STAGES: dict[str, Callable[[Issue], Any]] = {
    "raised": lambda issue: None,
    "acknowledged": lambda issue: voice.acknowledge(issue, words="Read.", by=issue.leader),
    "paused": lambda issue: voice.pause(issue, because="A survey runs.", by=issue.leader),
    "answered": say,
    "refused": lambda issue: say(issue, Said.WILL_NOT),
    "done": lambda issue: (say(issue), keep_all(issue)),
    "reopened": lambda issue: verdict(say(issue), Verdict.NO),
    "closed": lambda issue: verdict(say(verdict(say(issue), Verdict.NO)), Verdict.NO),
    "withdrawn": lambda issue: voice.withdraw(issue, by=NETWORKS),
}
"""How an issue is brought to each place where it can stand."""


def make_issue_that_is(stage: str, leader: Person, **more: Any) -> Issue:
    """Raise an issue and bring it to a stage, by its name in `STAGES`."""
    issue = make_issue(leader, **more)
    STAGES[stage](issue)
    return Issue.objects.get(pk=issue.pk)


def last_entry() -> tuple[str, str, object]:
    entry = Entry.objects.order_by("-number")[0]
    return entry.deed, entry.subject_id, entry.actor_id


def outbox() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


def happened(issue: Issue) -> list[str]:
    return list(issue.happenings.order_by("number").values_list("what", flat=True))


def now(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)
