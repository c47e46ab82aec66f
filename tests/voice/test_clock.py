"""The answer clock: by hand, against a clock written apart, through the actions, and broken to be caught."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from dueregard.almanac.working_days import add_working_days
from dueregard.people.models import Person
from dueregard.voice import actions as voice
from dueregard.voice import deadlines
from dueregard.voice.actions import Answer
from dueregard.voice.deadlines import Deed, Lengths, Pause, Round, last_round, standing
from dueregard.voice.holding import Held
from dueregard.voice.models import Issue, Promise
from dueregard.voice.refusals import Refused
from dueregard.voice.subjects import Said, Verdict, What
from dueregard.voice.system import NETWORKS
from tests.voice import slow_clock
from tests.voice.issues import Leaders, on, raised

USUAL = Lengths(acknowledge=5, answer=20, longer=10, escalate=5)
SETTINGS = ("VOICE_ACKNOWLEDGE_WITHIN", "VOICE_ANSWER_WITHIN", "VOICE_LONGER_BY", "VOICE_ESCALATE_AFTER")
HISTORIES, THROUGH_ACTIONS = 10_000, 500


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("now", "acknowledge_by", "answer_by"),
    [
        (Round(day(11, 2)), day(11, 9), day(11, 30)),  # a Monday; the day itself is not counted
        (Round(day(11, 7)), day(11, 13), day(12, 4)),  # a Saturday
        (Round(day(12, 23)), day(1, 4, 2027), day(1, 25, 2027)),  # Christmas, 28 December for the 26th, New Year
        (Round(day(3, 31)), day(4, 9), day(4, 30)),  # Good Friday and Easter Monday
        (Round(day(11, 2), is_longer=True), day(11, 9), day(12, 14)),
        (Round(day(11, 2), (Pause(day(11, 2)),)), None, None),  # paused on the day it came
        (Round(day(11, 2), (Pause(day(11, 4), day(11, 4)),)), day(11, 9), day(11, 30)),  # paused for no day
        (Round(day(11, 2), (Pause(day(11, 4), day(11, 5)),)), day(11, 10), day(12, 1)),  # for one
        (Round(day(11, 2), (Pause(day(11, 7), day(11, 9)),)), day(11, 9), day(11, 30)),  # over a weekend
        (Round(day(11, 2), (Pause(day(11, 9), day(11, 11)),)), day(11, 11), day(12, 2)),  # on the last day
        (Round(day(11, 2), (Pause(day(11, 10)),)), day(11, 9), None),  # after it: missed is missed
        (Round(day(11, 2), (Pause(day(11, 2), day(11, 3)),)), day(11, 9), day(11, 30)),  # the first is not counted
    ],
)  # fmt: skip
def test_deadlines_by_hand(now: Round, acknowledge_by: date | None, answer_by: date | None) -> None:
    found = deadlines.deadlines(now, USUAL)
    assert (found.acknowledge_by, found.answer_by) == (acknowledge_by, answer_by)


def test_what_is_late_and_when_it_goes_up_by_hand() -> None:
    now = Round(day(11, 2))
    on_the_day, after = (standing(now, USUAL, today=day(11, number)) for number in (9, 10))
    assert (on_the_day.due, on_the_day.is_late, after.is_late) == (day(11, 9), False, True)
    assert (after.missed, after.escalate_on) == (("to acknowledge",), day(11, 16))
    acknowledged = Round(day(11, 2), acknowledged=day(11, 12))
    assert standing(acknowledged, USUAL, today=day(11, 13)).due == day(11, 30)
    both = standing(now, USUAL, today=day(12, 1))
    assert (both.due, both.missed) == (day(11, 9), ("to acknowledge", "to answer"))
    answered = standing(Round(day(11, 2), answered=day(12, 1)), USUAL, today=day(12, 9))
    assert (answered.due, answered.is_late, answered.escalate_on) == (None, False, None)
    with pytest.raises(ValueError, match="Nothing happened"):
        last_round([])


class PureRule:
    """The pure rule, with the guards of the actions around it."""

    def __init__(self, lengths: tuple[int, int, int, int], began: date) -> None:
        self.lengths = Lengths(*lengths)
        self.happened = [(Deed.RAISED, began)]
        self.guards = slow_clock.SlowClock(lengths, began)  # what may be done when is the actions' business

    def do(self, deed: str, day: date) -> bool:
        if not self.guards.do(deed, day):
            return False
        moves = {
            "acknowledge": Deed.ACKNOWLEDGED, "pause": Deed.PAUSED, "resume": Deed.RESUMED,
            "longer": Deed.LONGER, "answer": Deed.ANSWERED,
        }  # fmt: skip
        if deed in moves:
            self.happened.append((moves[deed], day))
        elif deed == "no" and not self.guards.heard:
            self.happened.append((Deed.REOPENED, day))
        return True

    def says(self, day: date) -> slow_clock.Said:
        now = last_round(self.happened)
        by, stands = deadlines.deadlines(now, self.lengths), standing(now, self.lengths, today=day)
        promises = tuple(tuple(promise) for promise in self.guards.promises)
        return (
            by.acknowledge_by, by.answer_by, stands.due, stands.is_late, stands.escalate_on, promises,
        )  # fmt: skip


class Actions:
    """An issue in the database, on which everything is done through the actions."""

    def __init__(
        self, leader: Person, in_force: SimpleNamespace, lengths: tuple[int, int, int, int], began: date
    ) -> None:
        self.leader = leader
        vars(in_force).update(zip(SETTINGS, lengths, strict=True))
        with on(began):
            self.issue = voice.raise_issue(raised(leader, id=uuid4()), by=NETWORKS)
        vars(in_force).update(dict.fromkeys(SETTINGS, 99))  # a change of setting never moves an old deadline

    def do(self, deed: str, day: date) -> bool:
        with on(day):
            try:
                return self.act(deed, day)
            except Refused:
                return False

    def act(self, deed: str, day: date) -> bool:
        issue, leader = self.issue, self.leader
        match deed:
            case "acknowledge":
                voice.acknowledge(issue, words="", by=leader)
            case "pause":
                voice.pause(issue, because="A survey runs.", by=leader)
            case "resume":
                voice.resume(issue, by=leader)
            case "longer":
                voice.need_longer(issue, because="A trial.", by=leader)
            case "answer":
                promised = (("Do it", day + timedelta(days=40), leader),)
                voice.answer(issue, Answer(Said.WILL_DO, "Yes.", promised), by=leader)
            case "no" | "helped":
                voice.hear(issue, Verdict(deed), words="", by=NETWORKS)
            case "keep" | "move":
                return self.with_promise(deed, day)
        return True

    def with_promise(self, deed: str, day: date) -> bool:
        to = day + timedelta(days=50)
        found = Promise.objects.open().filter(issue=self.issue)
        promise = (
            (found if deed == "keep" else found.exclude(by_when=to)).order_by("happenings__number").first()
        )
        if promise is None:
            return False
        if deed == "keep":
            voice.keep(promise, how="Done.", by=self.leader)
        else:
            voice.move(promise, to=to, because="No stock.", by=self.leader)
        return True

    def says(self, day: date) -> slow_clock.Said:
        issue = Issue.objects.get(pk=self.issue.pk)
        promised = {}
        for line in issue.happenings.exclude(promise=None).select_related("promise").order_by("number"):
            promised[line.promise_id] = (line.promise.by_when, line.promise.is_kept)
        with on(day):
            late = issue.is_late
        up = issue.due_on and deadlines.escalate_on(issue.due_on, issue.lengths)
        return (
            issue.acknowledge_by, issue.answer_by, issue.due_on, late, up, tuple(promised.values()),
        )  # fmt: skip


def differences(first: int, count: int, opens: slow_clock.Opens, *, deeds: int = 8) -> list[str]:
    return [
        words for seed in range(first, first + count) for words in slow_clock.run(seed, opens, deeds=deeds)
    ]


def test_the_pure_rule_agrees_with_the_slow_clock() -> None:
    assert differences(0, 300, PureRule, deeds=12) == []


@pytest.mark.prove
def test_the_pure_rule_agrees_with_the_slow_clock_10_000_times() -> None:
    assert differences(1_000, HISTORIES, PureRule, deeds=16) == []


@pytest.fixture
def opened(leaders: Leaders, monkeypatch: pytest.MonkeyPatch) -> slow_clock.Opens:
    in_force = SimpleNamespace()
    monkeypatch.setattr("dueregard.voice.network_actions.settings", in_force)
    return lambda lengths, began: Actions(leaders.leader, in_force, lengths, began)


def test_the_actions_agree_with_the_slow_clock_500_times(opened: slow_clock.Opens) -> None:
    assert differences(0, THROUGH_ACTIONS, opened, deeds=5) == []
    assert Issue.objects.count() == THROUGH_ACTIONS


def counts_bank_holidays(day: date) -> bool:
    return day.weekday() < 5


def pauses_count(now: Round, count: int) -> date | None:
    return add_working_days(now.began, count)


def counts_the_first_day(now: Round, count: int) -> date | None:
    return add_working_days(now.began - timedelta(days=1), count)


BROKEN: dict[str, tuple[str, Any]] = {
    "bank holidays count": ("dueregard.almanac.working_days.is_working_day", counts_bank_holidays),
    "paused days count": ("dueregard.voice.deadlines._last_day", pauses_count),
    "the first day counts": ("dueregard.voice.deadlines._last_day", counts_the_first_day),
    "answering does not end a pause": ("dueregard.voice.deadlines._resumed", lambda now, day: now),
    "it goes up a day late": (
        "dueregard.voice.deadlines.escalate_on",
        lambda missed, lengths: add_working_days(missed, lengths.escalate + 1),
    ),
}


@pytest.mark.parametrize("how", BROKEN)
def test_control_a_broken_rule_is_caught(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, broken = BROKEN[how]
    monkeypatch.setattr(place, broken)
    assert differences(0, 60, PureRule, deeds=12)


def add_and_begin_with_a_clean_sheet(held: Held, what: What, **more: Any) -> None:
    """Reopen as somebody might write it: what was promised in the first round is over."""
    add(held, what, **more)
    if what == What.REOPENED:
        Promise.objects.open().filter(issue=held.issue).update(how="Overtaken", kept_on=held.issue.raised_on)


add = Held.add


def no_pauses(happened: Any) -> Round:
    return replace(last_round(happened), pauses=())


@pytest.mark.parametrize("how", ["a promise is lost", "pauses are not counted"])
def test_control_broken_actions_are_caught(
    how: str, opened: slow_clock.Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "a promise is lost":
        monkeypatch.setattr(Held, "add", add_and_begin_with_a_clean_sheet)
    else:
        monkeypatch.setattr("dueregard.voice.holding.last_round", no_pauses)
    assert any(slow_clock.run(seed, opened, deeds=8) for seed in range(60))
