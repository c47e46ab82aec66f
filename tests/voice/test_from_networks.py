"""What comes from the networks: an issue shown or withdrawn, and weights as bands."""

from datetime import date
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.journal.models import Entry
from dueregard.voice import actions as voice
from dueregard.voice import refusals
from dueregard.voice.models import Promise
from dueregard.voice.subjects import Verdict
from dueregard.voice.system import CLOCK, NETWORKS
from tests.voice.issues import (
    Leaders,
    last_entry,
    make_issue,
    now,
    say,
    verdict,
)


def test_shown_and_withdrawn_by_the_network_alone(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader, is_shown=False)
    assert issue.listed_on == date(2026, 11, 30)
    shown = voice.show(issue, voice_of="Invented network", by=NETWORKS)
    assert (shown.is_shown, shown.voice_of, shown.listed_on) == (True, "Invented network", shown.due_on)
    assert last_entry() == ("showed an issue to all staff", str(issue.pk), NETWORKS.id)
    verdict(say(issue), Verdict.NO)
    withdrawn = voice.withdraw(issue, by=NETWORKS)
    assert last_entry() == ("withdrew an issue", str(issue.pk), NETWORKS.id)
    assert (withdrawn.title, withdrawn.text, withdrawn.wanted, withdrawn.voice_of) == ("",) * 4
    assert (withdrawn.is_shown, withdrawn.due_on, Promise.objects.open().count()) == (False, None, 1)
    for person in vars(leaders).values():
        with pytest.raises(NotAllowed):
            voice.withdraw(issue, by=person)
        with pytest.raises(NotAllowed):
            voice.show(issue, voice_of="", by=person)
        with pytest.raises(NotAllowed):
            voice.hear(issue, Verdict.NO, words="", by=person)


def test_weights_are_bands_from_ten_on(leaders: Leaders) -> None:
    one, other = make_issue(leaders.leader), make_issue(leaders.leader)
    before = Entry.objects.count()
    assert voice.set_weights({one.pk: "10-24", other.pk: "", uuid4(): "25-49"}, by=NETWORKS) == 1
    assert (now(one).weight, now(other).weight) == ("10-24", "")
    assert voice.set_weights({one.pk: "10-24"}, by=CLOCK) == 0
    assert Entry.objects.count() == before + 1
    assert voice.set_weights({one.pk: ""}, by=NETWORKS) == 1
    for wrong in ("9", "11", "fewer than 10"):
        with pytest.raises(refusals.NotABand):
            voice.set_weights({other.pk: wrong}, by=NETWORKS)
    with pytest.raises(NotAllowed):
        voice.set_weights({other.pk: "10-24"}, by=leaders.chief)
