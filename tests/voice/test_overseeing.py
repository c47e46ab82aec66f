"""What happens to issues when nobody acts: they go up, leaders are written to; and what is kept off the public page."""

from datetime import date

import pytest

from dueregard.access import NotAllowed
from dueregard.post.models import Message
from dueregard.voice import actions as voice
from dueregard.voice import refusals
from dueregard.voice.system import CLOCK, NETWORKS
from tests.voice.issues import (
    Leaders,
    last_entry,
    make_issue,
    make_issue_that_is,
    now,
    on,
    outbox,
)

# What goes up, and mail


def test_a_missed_deadline_goes_up_on_the_fifth_working_day_once(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader)
    make_issue_that_is("answered", leaders.leader)
    with on(date(2026, 11, 13)):
        assert voice.escalate_what_is_late(by=CLOCK) == []
        assert now(issue).is_late
    with on(date(2026, 11, 16)):
        assert voice.escalate_what_is_late(by=CLOCK) == [issue]
        assert last_entry() == ("let a late issue go up", str(issue.pk), CLOCK.id)
        assert voice.escalate_what_is_late(by=CLOCK) == []
        assert now(issue).escalated_to == leaders.chief
        assert outbox().count("gone up, late") == 1
        voice.acknowledge(issue, words="", by=leaders.leader)
    with on(date(2026, 12, 7)):  # the answer is another deadline
        voice.pause(issue, because="After all.", by=leaders.leader)
        assert voice.escalate_what_is_late(by=CLOCK) == [issue]
    for person in vars(leaders).values():
        with pytest.raises(NotAllowed):
            voice.escalate_what_is_late(by=person)


def test_leaders_are_written_to_once_for_each_deadline_and_nothing_is_said(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader, is_shown=False)
    for day, kinds in (
        (date(2026, 11, 4), []),
        (date(2026, 11, 5), ["to answer soon"]),
        (date(2026, 11, 9), ["to answer soon"]),
        (date(2026, 11, 10), ["to answer soon", "to answer, late"]),
        (date(2026, 11, 12), ["to answer soon", "to answer, late"]),
    ):
        for _ in range(2):
            with on(day):
                voice.remind()
        assert outbox() == sorted(["to answer", *kinds])
    with on(date(2026, 11, 16)):
        voice.escalate_what_is_late(by=CLOCK)
    letters = [message.letter() for message in Message.objects.all()]
    said = " ".join(f"{letter.subject} {letter.text}" for letter in letters)
    for word in (issue.title, issue.text, "adjustments", "Adjustments", str(issue.pk), "Leader", "network"):
        assert word not in said
    assert {letter.to for letter in letters} == {leaders.leader.email, leaders.chief.email}


def test_off_the_public_page_for_a_reason_by_the_equality_lead(leaders: Leaders) -> None:
    issue = make_issue(leaders.leader)
    assert (
        voice.exempt(issue, because="It names a place.", by=leaders.lead).exempt_because
        == "It names a place."
    )
    assert last_entry() == ("kept an issue off the public page", str(issue.pk), leaders.lead.pk)
    with pytest.raises(refusals.NoWords):
        voice.exempt(issue, because=" ", by=leaders.lead)
    for person in (leaders.leader, leaders.chief, NETWORKS):
        with pytest.raises(NotAllowed):
            voice.exempt(issue, because="x", by=person)
