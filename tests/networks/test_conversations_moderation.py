"""Moderation by two who know no names, and concerns that need none."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.networks.conversations import actions, refusals, reports
from dueregard.networks.conversations import moderation_actions as moderation
from dueregard.networks.conversations import people_actions as people
from dueregard.networks.conversations.models import (
    Concern,
    Conversation,
    Moderation,
    Post,
    PostState,
    Word,
)
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.talking import again, answer, begin, deeds, first_of, found

Cast = dict[str, Person]


@pytest.fixture
def post(member: Place, other_member: Place) -> Post:
    """Return a reply of an ordinary member in another member's conversation."""
    return answer(begin(other_member), member, "Unkind words")


def shown(post: Post, place: Place) -> reports.ReadPost:
    post = Post.objects.select_related("conversation").get(pk=post.pk)
    return reports.posts_of_page([post], post.conversation, place)[0][0]


def queue(place: Place) -> list[reports.ToDecide]:
    return reports.to_decide(list(Moderation.objects.visible_to(place)), place)


# Reported


def test_any_member_reports_and_those_who_run_the_network_do_not_learn_who(
    post: Post, other_member: Place, facilitator: Place
) -> None:
    before = deeds()
    moderation.report(post, reason="It mocks somebody", by=other_member)
    (waiting,) = queue(facilitator)
    assert (waiting.reports, waiting.is_held, waiting.post.text) == (
        ("It mocks somebody",),
        False,
        "Unkind words",
    )
    assert other_member.voice not in repr(waiting)
    assert other_member.held.handle not in repr(waiting)
    assert shown(post, other_member).text == "Unkind words"
    assert deeds() == before + 1


def test_ordinary_members_see_no_queue(post: Post, member: Place, other_member: Place) -> None:
    moderation.report(post, reason="It mocks somebody", by=other_member)
    assert queue(member) == queue(other_member) == []


def test_who_reports_again_replaces_their_reason_and_reports_stay_few(
    post: Post, other_member: Place, chair: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderation, "MOST_REPORTS", 2)
    for by, reason in ((chair, "Mine"), (other_member, "First"), (other_member, "Second")):
        moderation.report(post, reason=reason, by=by)
    assert queue(chair)[0].reports == ("Mine", "Second")


def test_a_post_that_is_not_shown_is_not_reported(post: Post, other_member: Place, chair: Place) -> None:
    moderation.hold(post, reason="Unkind", by=chair)
    with pytest.raises(refusals.NotShown):
        moderation.report(post, reason="It mocks somebody", by=other_member)


def test_nobody_reports_what_they_do_not_read(post: Post, cast: Cast) -> None:
    elsewhere = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    with pytest.raises(NotAllowed):
        moderation.report(post, reason="Curious", by=seat(elsewhere, cast["manager"]))


# Held and released


def test_a_held_post_hides_its_text_at_once_and_everyone_reads_why(
    post: Post, member: Place, other_member: Place, chair: Place
) -> None:
    before = deeds()
    moderation.hold(post, reason="It names a colleague", by=chair)
    assert deeds() == before + 1
    for reader, text in ((other_member, ""), (chair, ""), (member, "Unkind words")):
        read = shown(post, reader)
        assert (read.state, read.reason, read.text, read.cover) == (
            PostState.HELD,
            "It names a colleague",
            text,
            "",
        )
    assert found(other_member, "unkind") == []
    assert queue(chair)[0].post.text == "Unkind words"


def test_a_held_first_post_holds_the_title(other_member: Place, chair: Place) -> None:
    made = begin(other_member, "An unkind title")
    moderation.hold(first_of(made), reason="Unkind", by=chair)
    assert Conversation.objects.get(pk=made.pk).title == "A title that is held"
    moderation.release(first_of(made), by=chair)
    assert Conversation.objects.get(pk=made.pk).title == "An unkind title"


def test_release_brings_the_post_back_and_leaves_nothing_to_decide(
    post: Post, other_member: Place, chair: Place, facilitator: Place
) -> None:
    moderation.hold(post, reason="Unkind", by=chair)
    before = deeds()
    moderation.release(post, by=facilitator)
    assert (shown(post, other_member).text, shown(post, other_member).reason) == ("Unkind words", "")
    assert found(other_member, "unkind") == [post]
    assert queue(chair) == []
    assert deeds() == before + 1
    with pytest.raises(refusals.NothingToDecide):
        moderation.release(post, by=chair)


def test_ordinary_members_hold_and_release_nothing(post: Post, other_member: Place, chair: Place) -> None:
    with pytest.raises(NotAllowed):
        moderation.hold(post, reason="Mine", by=other_member)
    moderation.hold(post, reason="Unkind", by=chair)
    for act in (moderation.release, moderation.ask_for_removal, moderation.remove):
        with pytest.raises(NotAllowed):
            act(post, by=other_member)
    assert again(post).state == PostState.HELD


def test_those_who_run_another_network_hold_nothing_here(post: Post, cast: Cast) -> None:
    elsewhere = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    with pytest.raises(NotAllowed):
        moderation.hold(post, reason="Mine", by=seat(elsewhere, cast["manager"]))


def test_nobody_decides_about_their_own_post(chair: Place, facilitator: Place) -> None:
    own = first_of(begin(facilitator))
    moderation.hold(own, reason="Unkind", by=chair)
    for act in (moderation.release, moderation.ask_for_removal):
        with pytest.raises(refusals.OwnPost):
            act(own, by=facilitator)


def test_a_held_post_is_not_edited_but_may_be_withdrawn(post: Post, member: Place, chair: Place) -> None:
    moderation.hold(post, reason="Unkind", by=chair)
    with pytest.raises(refusals.NotShown):
        actions.edit(post, "Kind words", version=1, by=member)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        actions.withdraw(post, by=member)
    assert (again(post).state, again(post).inside) == (PostState.WITHDRAWN, {})
    assert queue(chair) == []


# Removed, by two


def test_removal_takes_two_people(post: Post, other_member: Place, chair: Place, facilitator: Place) -> None:
    moderation.hold(post, reason="It names a colleague", by=chair)
    before = deeds()
    moderation.ask_for_removal(post, by=chair)
    with pytest.raises(refusals.SamePerson):
        moderation.remove(post, by=chair)
    assert again(post).inside["text"] == "Unkind words"
    moderation.remove(post, by=facilitator)
    left = again(post)
    assert (left.state, left.inside) == (PostState.REMOVED, {"held": "It names a colleague"})
    assert left.mark != post.mark
    assert not Word.objects.filter(post=post).exists()
    assert not Moderation.objects.exists()
    read = shown(post, other_member)
    assert (read.reason, read.text, read.who) == ("It names a colleague", "", "")
    assert deeds() == before + 2


def test_a_removed_first_post_takes_the_title_with_it(
    other_member: Place, chair: Place, facilitator: Place
) -> None:
    made = begin(other_member, "An unkind title")
    moderation.hold(first_of(made), reason="Unkind", by=chair)
    moderation.ask_for_removal(first_of(made), by=facilitator)
    moderation.remove(first_of(made), by=chair)
    left = Conversation.objects.get(pk=made.pk)
    assert left.title == "A title that was removed"
    assert "unkind" not in str(left.inside)


def test_nothing_is_removed_that_is_not_held_or_not_asked_for(
    post: Post, other_member: Place, chair: Place, facilitator: Place
) -> None:
    with pytest.raises(refusals.NothingToDecide):
        moderation.remove(post, by=chair)
    moderation.report(post, reason="It mocks somebody", by=other_member)
    for act in (moderation.ask_for_removal, moderation.remove):
        with pytest.raises(refusals.NotHeld):
            act(post, by=chair)
    moderation.hold(post, reason="Unkind", by=chair)
    with pytest.raises(refusals.NotHeld):
        moderation.remove(post, by=facilitator)
    moderation.ask_for_removal(post, by=chair)
    with pytest.raises(refusals.NothingToDecide):
        moderation.ask_for_removal(post, by=facilitator)


def test_a_release_ends_a_removal_that_was_asked_for(post: Post, chair: Place, facilitator: Place) -> None:
    moderation.hold(post, reason="Unkind", by=chair)
    moderation.ask_for_removal(post, by=chair)
    moderation.release(post, by=facilitator)
    moderation.hold(post, reason="Unkind again", by=chair)
    with pytest.raises(refusals.NotHeld):
        moderation.remove(post, by=facilitator)


def test_between_two_only_what_was_reported_is_moderated(
    member: Place, other_member: Place, chair: Place
) -> None:
    pair = people.say_hello(people.introduce("Hello", by=other_member), by=member)
    unkind, other = answer(pair, member, "Unkind words"), answer(pair, other_member, "Please stop")
    with pytest.raises(NotAllowed):
        moderation.hold(unkind, reason="Curious", by=chair)
    moderation.report(unkind, reason="It hurts", by=other_member)
    moderation.hold(unkind, reason="Unkind", by=chair)
    assert queue(chair)[0].conversation is None
    with pytest.raises(NotAllowed):
        moderation.hold(other, reason="Curious", by=chair)
    assert list(Post.objects.visible_to(chair)) == []


def test_those_who_run_the_network_read_no_names_in_the_queue(
    network: Network, cast: Cast, chair: Place, wednesday: datetime
) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.OPEN)
    moderation.hold(first_of(begin(loud)), reason="Unkind", by=chair)
    with clock.standing_at(wednesday + timedelta(days=8)):
        assert queue(chair)[0].post.who == "A member"


# Somebody may be at risk


def test_a_concern_holds_what_was_said_and_no_names(
    post: Post, member: Place, other_member: Place, cast: Cast
) -> None:
    before = deeds()
    made = moderation.raise_concern(post, why="A child is named", token=uuid4(), by=other_member)
    (kept,) = Concern.objects.visible_to(cast["quality-lead"])
    assert kept == made
    assert kept.inside == {"text": "Unkind words", "title": "", "why": "A child is named", "answer": ""}
    for place in (member, other_member):
        for trace in (place.voice, place.held.handle, place.held.staff):
            assert trace not in str(kept.inside)
    assert deeds() == before + 1


def test_a_concern_about_a_first_post_says_its_title(member: Place, other_member: Place) -> None:
    post = first_of(begin(member, "I am afraid for a child"))
    made = moderation.raise_concern(post, why="", token=uuid4(), by=other_member)
    assert made.inside["title"] == "I am afraid for a child"


def test_only_those_who_answer_for_safeguarding_read_concerns(
    post: Post, member: Place, chair: Place, other_member: Place, cast: Cast
) -> None:
    made = moderation.raise_concern(post, why="", token=uuid4(), by=other_member)
    for role, person in cast.items():
        assert (made in Concern.objects.visible_to(person)) == (role == "quality-lead")
    for place in (member, chair, other_member):
        assert list(Concern.objects.visible_to(place)) == []
    with pytest.raises(NotAllowed):
        moderation.answer_concern(made, answer="No", by=cast["equality-lead"])


def test_the_answer_is_read_beside_the_post_by_those_who_read_it(
    post: Post, member: Place, other_member: Place, cast: Cast
) -> None:
    made = moderation.raise_concern(post, why="", token=uuid4(), by=other_member)
    assert shown(post, member).answers == ()
    before = deeds()
    moderation.answer_concern(made, answer="We have acted.", by=cast["quality-lead"])
    assert shown(post, member).answers == shown(post, other_member).answers == ("We have acted.",)
    assert deeds() == before + 1
    with pytest.raises(refusals.AlreadyAnswered):
        moderation.answer_concern(made, answer="Once more", by=cast["quality-lead"])
    elsewhere = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    assert list(Concern.objects.visible_to(seat(elsewhere, cast["manager"]))) == []


def test_the_answer_between_two_is_read_by_the_two(
    member: Place, other_member: Place, chair: Place, cast: Cast
) -> None:
    pair = people.say_hello(people.introduce("Hello", by=other_member), by=member)
    post = answer(pair, member, "I cannot bear it")
    with pytest.raises(NotAllowed):
        moderation.raise_concern(post, why="", token=uuid4(), by=chair)
    made = moderation.raise_concern(post, why="", token=uuid4(), by=other_member)
    moderation.answer_concern(made, answer="We have acted.", by=cast["quality-lead"])
    assert [list(Concern.objects.visible_to(place)) for place in (member, other_member, chair)] == [
        [made], [made], []
    ]  # fmt: skip


def test_pressing_twice_raises_one_concern(post: Post, other_member: Place) -> None:
    token = uuid4()
    made = moderation.raise_concern(post, why="", token=token, by=other_member)
    assert moderation.raise_concern(post, why="", token=token, by=other_member) == made
    with pytest.raises(refusals.SentBefore):
        moderation.raise_concern(post, why="Another", token=token, by=other_member)


def test_a_concern_outlives_the_post_that_is_withdrawn(
    post: Post, member: Place, other_member: Place, cast: Cast
) -> None:
    made = moderation.raise_concern(post, why="", token=uuid4(), by=other_member)
    actions.withdraw(post, by=member)
    (kept,) = Concern.objects.visible_to(cast["quality-lead"])
    assert (kept.pk, kept.post_id, kept.inside["text"]) == (made.pk, None, "Unkind words")


def test_nothing_is_raised_about_a_post_without_words(post: Post, member: Place, other_member: Place) -> None:
    with clock.standing_at(clock.now() + timedelta(days=2)):
        actions.withdraw(post, by=member)
    with pytest.raises(refusals.NotShown):
        moderation.raise_concern(post, why="", token=uuid4(), by=other_member)
