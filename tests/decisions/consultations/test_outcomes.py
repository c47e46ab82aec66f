"""Outcomes: nothing is published while something is undecided, unread, unconsidered or unanswered; and what it says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.decisions.consultations import erasing, reports
from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.answering import uploading
from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.models import Outcome, TextChange, Theme
from dueregard.decisions.consultations.drafting import actions as drafting
from dueregard.decisions.consultations.equality import actions as equality
from dueregard.decisions.consultations.inviting import actions as inviting
from dueregard.decisions.consultations.inviting.models import Guest, Invitation, SentOn
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.decisions.consultations.outcomes import actions as outcomes
from dueregard.decisions.consultations.outcomes.actions import Changed, Decided
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition, Reply
from dueregard.decisions.consultations.refusals import ChangedMeanwhile, NotClosed, NotNow, Unready
from dueregard.journal.models import Entry
from dueregard.post.models import Message
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast


def publish(made: Consultation) -> OutcomeEdition:
    made.refresh_from_db()
    return outcomes.publish(made, version=made.version, by=made.proposal.owner)


def test_a_consultation_with_an_undecided_theme_cannot_publish_its_outcome(cast: Cast) -> None:
    made = building.ready(cast)
    building.theme(made, "Who pays")
    with pytest.raises(Unready, match="Not decided yet: “Who pays”"):
        publish(made)
    assert not OutcomeEdition.objects.exists()
    assert Consultation.objects.get().stage == Stage.CLOSED


def test_a_whole_one_is_published_as_a_sealed_edition_and_recorded(cast: Cast) -> None:
    edition = publish(building.ready(cast))
    assert edition.number == 1
    assert Consultation.objects.get().stage == Stage.PUBLISHED
    assert Entry.objects.order_by("-number")[0].detail == {"sha256": edition.sha256}
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        OutcomeEdition.objects.filter(pk=edition.pk).update(updated="Otherwise")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        edition.delete()


def test_changed_needs_a_change_of_the_text_that_cites_the_theme(cast: Cast) -> None:
    made = building.closed(cast)
    one = building.theme(made)
    building.code_all(made, one)
    by = cast["policy-owner"]
    one = outcomes.decide(one, Decided(Outcome.CHANGED, "They said.", "It is right."), version=1, by=by)
    with pytest.raises(Unready, match="without a change to the text"):
        outcomes.consider(made, by=cast["executive"])
    change = outcomes.change_text(one, Changed("4.2", "five", "seven"), by=by)
    outcomes.consider(made, by=cast["executive"])
    outcomes.take_back_change(change, by=by)
    with pytest.raises(NotNow, match="the same"):
        outcomes.change_text(one, Changed("4.2", "five", "five"), by=by)


def test_what_is_not_read_cannot_be_considered(cast: Cast) -> None:
    made = building.closed(cast)
    with pytest.raises(Unready, match="12 answers in words still to be read"):
        outcomes.consider(made, by=cast["executive"])


def test_only_who_is_to_consider_says_so_and_after_it_is_closed(cast: Cast) -> None:
    made = building.decided(cast)
    for role in set(ROLES) - {"executive"}:
        with pytest.raises(NotAllowed):
            outcomes.consider(made, by=cast[role])
    with clock.standing_at(clock.now()):
        made = outcomes.consider(made, by=cast["executive"])
        assert (made.considered_by, made.considered_at) == (cast["executive"], clock.now())
    with pytest.raises(NotClosed):
        outcomes.consider(building.opened(cast), by=cast["executive"])


def test_a_theme_decided_or_answers_brought_in_after_that_are_to_be_considered_again(cast: Cast) -> None:
    made = building.ready(cast)
    one = Theme.objects.get()
    with clock.standing_at(clock.now() + timedelta(seconds=1)):
        outcomes.decide(
            one, Decided(Outcome.LATER, "They said.", "Not now."), version=one.version, by=cast["executive"]
        )
        with pytest.raises(Unready, match="considered again"):
            publish(made)
    with clock.standing_at(clock.now() + timedelta(seconds=2)):
        outcomes.consider(made, by=cast["executive"])
    with clock.standing_at(clock.now() + timedelta(seconds=3)):
        uploading.upload(made, b"question 3\nBy phone\n", source="Forms", by=cast["policy-owner"])
        with pytest.raises(Unready, match="considered again"):
            publish(made)


def test_it_decides_and_publishes_who_owns_it_and_nobody_else(cast: Cast) -> None:
    made = building.ready(cast)
    one = Theme.objects.get()
    for role in set(ROLES) - {"policy-owner"}:
        by = cast[role]
        with pytest.raises(NotAllowed):
            outcomes.publish(made, version=made.version, by=by)
        with pytest.raises(NotAllowed):
            outcomes.write(made, "a", "b", version=made.version, by=by)
        if role != "executive":
            with pytest.raises(NotAllowed):
                outcomes.decide(one, Decided(Outcome.LATER, "a", "b"), version=one.version, by=by)
            with pytest.raises(NotAllowed):
                outcomes.change_text(one, Changed("1", "a", "b"), by=by)


def test_a_theme_that_somebody_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    made = building.closed(cast)
    one = building.theme(made)
    building.decide(one)
    with pytest.raises(ChangedMeanwhile):
        outcomes.decide(one, Decided(Outcome.LATER, "a", "b"), version=1, by=cast["policy-owner"])


def test_the_database_keeps_no_decided_theme_without_a_reason_or_a_name(cast: Cast) -> None:
    one = building.theme(building.closed(cast))
    for change in ({"outcome": "later"}, {"outcome": "later", "said": "a", "because": "b"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Theme.objects.filter(pk=one.pk).update(**change)


def test_more_than_twelve_weeks_later_it_needs_a_reason(cast: Cast) -> None:
    made = building.ready(cast)
    with clock.standing_at(clock.now() + timedelta(weeks=12, days=1)):
        made.refresh_from_db()
        with pytest.raises(Unready, match="12 weeks"):
            publish(made)
        made = outcomes.write(
            made,
            "We asked.",
            "We begin.",
            late_because="There was an election.",
            version=made.version,
            by=cast["policy-owner"],
        )
        assert publish(made).content["late_because"] == "There was an election."


# What it says


def test_it_says_what_was_asked_said_and_done_and_quotes_only_what_was_cleared(cast: Cast) -> None:
    made = building.closed(
        cast, "Five days are too few.", "I was off on 3 March at Alder Valley.", "Never mind me.", least=24
    )
    one = building.theme(made)
    building.code_all(made, one)
    for text in ("Five days are too few.", "I was off on 3 March at Alder Valley."):
        coding.quote(building.answer_with(made, text), one, text, by=cast["policy-owner"])
    building.decide(one, Outcome.CHANGED)
    made = outcomes.consider(made, by=cast["executive"])
    made = outcomes.write(made, "We asked.", "We begin.", version=made.version, by=cast["policy-owner"])
    says = publish(made).content
    (theme,) = says["themes"]
    assert theme["quotations"] == ["Five days are too few."]
    assert (theme["people"], says["answered"]["people"]) == ("about 25", "about 25")
    assert theme["changes"] == [{"clause": "4.2", "before": "five days", "after": "seven days"}]
    assert (theme["outcome"], theme["because"]) == ("changed", "There is money for it.")
    assert says["attachments"] == [{"title": "The draft policy", "href": "https://example.org/draft"}]
    assert says["considered"]["by"] == str(cast["executive"])
    assert says["heard"] == []


def test_who_was_heard_is_hidden_where_it_is_few_and_rounded_where_it_is_not(cast: Cast) -> None:
    made = building.opened(cast)
    for number in range(27):
        equality.park(made, {"sex": "Female" if number else "Male"}, token=uuid4())
    made = building.close(made)
    heard = outcomes.content.heard(made)
    assert (heard[0]["title"], heard[0]["lines"]) == ("Sex", [])
    assert heard[3]["lines"][0] == {"level": "Under 18", "words": "0"}


def test_an_edition_stays_as_it_was_and_the_next_says_what_was_updated(cast: Cast) -> None:
    made = building.published(cast)
    with pytest.raises(NotNow, match="Nothing has changed"):
        publish(made)
    made = outcomes.write(
        made, "We asked, again.", "We begin.", version=made.version, by=cast["policy-owner"]
    )
    outcomes.publish(
        made, updated="The beginning was made clearer.", version=made.version, by=cast["policy-owner"]
    )
    latest, first = OutcomeEdition.objects.all()
    assert (latest.number, latest.updated) == (2, "The beginning was made clearer.")
    assert first.content["introduction"] == "We asked, and you answered."


def test_a_quotation_that_is_taken_back_is_gone_with_the_next_edition(cast: Cast) -> None:
    made = building.closed(cast, "Five days are too few.")
    one = building.theme(made)
    building.code_all(made, one)
    quotation = coding.quote(
        building.answer_with(made, "Five days are too few."),
        one,
        "Five days are too few.",
        by=cast["policy-owner"],
    )
    building.decide(one)
    made = outcomes.consider(made, by=cast["executive"])
    made = outcomes.write(made, "We asked.", "We begin.", version=made.version, by=cast["policy-owner"])
    assert publish(made).content["themes"][0]["quotations"] == ["Five days are too few."]
    with pytest.raises(NotAllowed):
        coding.take_back(quotation, by=cast["executive"])
    coding.take_back(quotation, by=cast["analyst"])
    assert publish(made).content["themes"][0]["quotations"] == []
    with pytest.raises(NotNow):
        coding.take_back(quotation, by=cast["analyst"])


def test_the_public_is_told_no_name_of_somebody_whom_the_decision_maker_named(cast: Cast) -> None:
    made = building.decided(cast)
    drafting.name_who_considers(made, cast["manager"], by=cast["executive"])
    made.refresh_from_db()
    made = outcomes.consider(made, by=cast["manager"])
    made = outcomes.write(made, "We asked.", "We begin.", version=made.version, by=cast["policy-owner"])
    says = publish(made).content
    assert says["considered"]["by"] == "Somebody whom the decision-maker named"
    assert cast["manager"].name not in str(says)


# Boards and partner bodies


def invite(made: Consultation, name: str = "Young people’s board") -> Invitation:
    return inviting.invite(
        made,
        name,
        guest=Guest.YOUNG_BOARD,
        to="board@board.example",
        expires_on=made.closes_on + timedelta(days=90),
        by=made.proposal.owner,
    )


def test_each_body_that_answered_is_owed_a_reply_of_its_own(cast: Cast) -> None:
    made = building.opened(cast)
    responses = []
    for name in ("Young people’s board", "The Carers’ Charity"):
        answers = building.said(made, f"{name} agrees.")
        responses.append(answering.answer_invited(invite(made, name), answers))
    made = building.close(made)
    one = building.theme(made)
    building.code_all(made, one)
    building.decide(one)
    made = outcomes.consider(made, by=cast["executive"])
    made = outcomes.write(made, "We asked.", "We begin.", version=made.version, by=cast["policy-owner"])
    outcomes.reply(responses[0], "Thank you, board.", by=cast["policy-owner"])
    with pytest.raises(Unready, match="No reply yet to: “The Carers’ Charity”"):
        publish(made)
    outcomes.reply(responses[1], "Thank you, charity.", by=cast["executive"])
    says = publish(made).content
    assert [(one["name"], one["words"]) for one in says["replies"]] == [
        ("The Carers’ Charity", "Thank you, charity."),
        ("Young people’s board", "Thank you, board."),
    ]


def test_people_have_no_reply_of_their_own(cast: Cast) -> None:
    made = building.opened(cast)
    response = answering.answer(made, building.said(made, "Mine"), by=cast["staff"])
    building.close(made)
    with pytest.raises(NotNow, match="Only networks"):
        outcomes.reply(response, "Thanks", by=cast["policy-owner"])


def test_an_invitation_sends_a_link_that_is_kept_as_a_digest_alone(cast: Cast) -> None:
    made = building.opened(cast)
    invitation = invite(made)
    letter = Message.objects.get()
    text = letter.letter().text
    token = text.split("/consultations/invited/")[1].split("/")[0]
    assert inviting.find(token) == invitation
    assert token not in str(Invitation.objects.values().get())
    assert inviting.find(token[:-1] + "x") is None
    with clock.standing_at(clock.start_of(invitation.expires_on + timedelta(days=1))):
        assert inviting.find(token) is None
    with pytest.raises(NotNow, match="invited already"):
        invite(made)
    inviting.withdraw(invitation, by=cast["policy-owner"])
    assert inviting.find(token) is None
    invite(made)


def test_only_the_owner_invites_withdraws_and_sends_on(cast: Cast) -> None:
    made = building.opened(cast)
    invitation = invite(made)
    for role in set(ROLES) - {"policy-owner"}:
        by = cast[role]
        with pytest.raises(NotAllowed):
            inviting.invite(
                made, "B", guest=Guest.PARTNER, to="b@b.example", expires_on=made.closes_on, by=by
            )
        with pytest.raises(NotAllowed):
            inviting.withdraw(invitation, by=by)
        with pytest.raises(NotAllowed):
            inviting.send_on(made, "B", "Words", to="b@b.example", by=by)


def test_what_belongs_to_another_body_is_sent_to_it_by_a_letter_that_is_kept_and_sealed(cast: Cast) -> None:
    made = building.closed(cast)
    sent = inviting.send_on(
        made, "The council", "People speak of buses.", to="c@council.example", by=cast["policy-owner"]
    )
    assert (sent.words, b"buses" in bytes(sent.closed_words)) == ("People speak of buses.", False)
    text = Message.objects.get().letter().text
    assert "People speak of buses." in text
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        SentOn.objects.update(to="Another")


# For the due-regard gate


def test_the_gate_of_decisions_is_told_how_far_each_consultation_has_come(cast: Cast) -> None:
    made = building.closed(cast)
    (facts,) = reports.facts_of(made.proposal)
    assert (facts.title, facts.closed_at, facts.undecided, facts.decided_at) == (
        made.title,
        made.closed_at,
        (),
        None,
    )
    one, two = building.theme(made, "Days"), building.theme(made, "Cost")
    building.decide(one)
    (facts,) = reports.facts_of(made.proposal)
    assert (facts.undecided, facts.decided_at) == (("Cost",), None)
    with clock.standing_at(clock.now()):
        building.decide(two)
        (facts,) = reports.facts_of(made.proposal)
        assert (facts.undecided, facts.decided_at) == ((), clock.now())


def test_the_words_of_answers_are_erased_a_year_after_the_outcome_and_the_outcome_stays(cast: Cast) -> None:
    made = building.published(cast)
    with clock.standing_at(clock.now() + timedelta(days=364)):
        erasing.erase_old()
    assert all(one.words for one in Answer.objects.all())
    with clock.standing_at(clock.now() + timedelta(days=366)):
        erasing.erase_old()
    assert not any(one.words for one in Answer.objects.all())
    made.refresh_from_db()
    assert made.erased_at is not None
    assert OutcomeEdition.objects.get().content["themes"]


def test_each_write_is_undone_when_it_cannot_be_recorded(
    cast: Cast, fill_journal: Callable[[], None]
) -> None:
    made = building.opened(cast)
    invitation = invite(made)
    response = answering.answer_invited(invitation, building.said(made, "We agree."))
    made = building.close(made)
    one = building.theme(made)
    building.code_all(made, one)
    building.decide(one)
    outcomes.reply(response, "Thanks.", by=cast["policy-owner"])
    made = outcomes.consider(made, by=cast["executive"])
    made = outcomes.write(made, "We asked.", "We begin.", version=made.version, by=cast["policy-owner"])
    fill_journal()
    by = cast["policy-owner"]
    deeds: list[Callable[[], Any]] = [
        lambda: outcomes.decide(one, Decided(Outcome.LATER, "a", "b"), version=2, by=by),
        lambda: outcomes.change_text(one, Changed("1", "a", "b"), by=by),
        lambda: outcomes.reply(response, "Other.", by=by),
        lambda: outcomes.consider(made, by=cast["executive"]),
        lambda: outcomes.write(made, "c", "d", version=made.version, by=by),
        lambda: outcomes.publish(made, version=made.version, by=by),
        lambda: inviting.withdraw(invitation, by=by),
        lambda: inviting.send_on(made, "B", "Words", to="b@b.example", by=by),
        lambda: erasing.erase(made),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert not OutcomeEdition.objects.exists()
    assert not TextChange.objects.exists()
    assert not SentOn.objects.exists()
    assert Reply.objects.get().words == "Thanks."
    assert Theme.objects.get().outcome == Outcome.NOT_CHANGED
