"""Conversations and posts: topics, started, answered and edited; and whose name stands under them."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.networks.conversations import actions, refusals, reports
from dueregard.networks.conversations.actions import Said
from dueregard.networks.conversations.models import (
    Conversation,
    Post,
    Topic,
)
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.talking import again, answer, begin, deeds, first_of, found

Cast = dict[str, Person]
DAY = timedelta(days=1)


@pytest.fixture
def elsewhere(cast: Cast, wednesday: datetime) -> Place:
    """Return a place in another network."""
    network = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    return seat(network, cast["analyst"])


def read(conversation: Conversation, place: Place) -> list[reports.ReadPost]:
    posts = list(
        Post.objects.visible_to(place).filter(conversation=conversation).select_related("conversation")
    )
    return reports.posts_of_page(posts, conversation, place)[0]


# Topics


def test_those_who_run_the_network_add_and_rename_topics(chair: Place, facilitator: Place) -> None:
    before = deeds()
    topic = actions.add_topic("North", by=facilitator)
    actions.rename_topic(topic, "The North", by=chair)
    assert [one.title for one in Topic.objects.visible_to(chair)] == ["The North"]
    assert deeds() == before + 2


def test_an_ordinary_member_does_not_set_topics(member: Place, chair: Place) -> None:
    topic = actions.add_topic("North", by=chair)
    with pytest.raises(NotAllowed):
        actions.add_topic("South", by=member)
    with pytest.raises(NotAllowed):
        actions.rename_topic(topic, "South", by=member)


def test_two_topics_do_not_have_one_name_and_there_are_not_too_many(
    chair: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.add_topic("North", by=chair)
    other = actions.add_topic("South", by=chair)
    with pytest.raises(refusals.TopicExists):
        actions.add_topic("north", by=chair)
    with pytest.raises(refusals.TopicExists):
        actions.rename_topic(other, "North", by=chair)
    monkeypatch.setattr(actions, "MOST_TOPICS", 2)
    with pytest.raises(refusals.TooManyTopics):
        actions.add_topic("East", by=chair)


# Started and answered


def test_start_writes_a_conversation_with_its_first_post(member: Place, chair: Place) -> None:
    topic = actions.add_topic("North", by=chair)
    before = deeds()
    made = begin(member, "Passed over", "Was anyone else?", cover="Promotion", topic=topic)
    post = first_of(made)
    assert (made.title, made.topic, made.length, made.last_day) == ("Passed over", topic, 1, clock.today())
    assert {name: post.inside[name] for name in ("text", "cover", "signed", "once", "slot", "version")} == {
        "text": "Was anyone else?",
        "cover": "Promotion",
        "signed": member.held.handle,
        "once": False,
        "slot": "2026-11-04T10:00:00+00:00",
        "version": 1,
    }
    assert deeds() == before + 1


def test_what_is_said_is_stored_closed(member: Place) -> None:
    post = first_of(begin(member, "Passed over", "Was anyone else?", cover="Promotion"))
    for text in (b"Was anyone", b"Promotion", member.held.handle.encode(), member.voice.encode()):
        assert text not in bytes(post.contents)
    assert b"Passed over" not in bytes(post.conversation.contents)
    assert member.voice not in post.mark


def test_start_needs_a_topic_of_this_network(member: Place, elsewhere: Place) -> None:
    topic = Topic.objects.create(network=elsewhere.network, title="Elsewhere")
    with pytest.raises(NotAllowed):
        begin(member, topic=topic)


def test_a_reply_puts_its_conversation_first(member: Place, other_member: Place) -> None:
    older, newer = begin(member, "Older"), begin(member, "Newer")
    before = deeds()
    post = answer(older, other_member)
    assert post.number == 2
    assert [one.title for one in Conversation.objects.visible_to(member)] == ["Older", "Newer"]
    assert Conversation.objects.get(pk=newer.pk).turn < Conversation.objects.get(pk=older.pk).turn
    assert deeds() == before + 1


def test_nobody_writes_in_another_network(member: Place, elsewhere: Place) -> None:
    made = begin(member)
    with pytest.raises(NotAllowed):
        answer(made, elsewhere)
    assert list(Conversation.objects.visible_to(elsewhere)) == []
    assert list(Post.objects.visible_to(elsewhere)) == []


def test_the_same_token_posts_once(member: Place, other_member: Place) -> None:
    token = uuid4()
    made = actions.start("Title", Said("Text"), token=token, by=member)
    assert actions.start("Title", Said("Text"), token=token, by=member) == made
    assert Post.objects.count() == 1
    with pytest.raises(refusals.SentBefore):
        actions.reply(made, Said("Another text"), token=token, by=member)
    with pytest.raises(refusals.SentBefore):
        actions.reply(made, Said("Text"), token=token, by=other_member)


def test_a_closed_conversation_takes_no_more_posts(member: Place) -> None:
    made = begin(member)
    Conversation.objects.filter(pk=made.pk).update(is_closed=True)
    with pytest.raises(refusals.Closed):
        answer(made, member)


def test_nothing_of_a_post_is_left_when_it_fails(member: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    made = begin(member)
    before = deeds()

    def fail(*args: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(actions.words, "index", fail)
    with pytest.raises(IntegrityError):
        answer(made, member)
    assert (Post.objects.count(), deeds()) == (1, before)
    assert Conversation.objects.get(pk=made.pk).length == 1


# Whose name stands under it


def test_a_post_made_in_private_keeps_its_handle_for_ever(
    network: Network, cast: Cast, member: Place
) -> None:
    made = begin(member)
    loud = seat(network, cast["adviser"], dial=Dial.OPEN)
    answer(made, loud, "And now with my name.")
    reader = seat(network, cast["supervisor"])
    with clock.standing_at(clock.now() + 8 * DAY):
        assert [post.who for post in read(made, reader)] == [member.held.handle, cast["adviser"].name]


def test_a_post_made_with_a_name_never_shows_the_new_handle(network: Network, cast: Cast) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.MEMBERS)
    made = begin(loud)
    quiet = membership.make_quieter(Dial.PRIVATE, by=loud)
    answer(made, quiet, "And now in private.")
    reader = seat(network, cast["supervisor"])
    with clock.standing_at(clock.now() + 8 * DAY):
        assert [post.who for post in read(made, reader)] == ["A member", quiet.held.handle]


def test_a_newcomer_reads_no_names_but_their_own(network: Network, cast: Cast) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.MEMBERS)
    made = begin(loud)
    newcomer = seat(network, cast["supervisor"], dial=Dial.MEMBERS)
    answer(made, newcomer)
    assert [post.who for post in read(made, newcomer)] == ["A member", cast["supervisor"].name]
    with clock.standing_at(clock.now() + 7 * DAY):
        assert [post.who for post in read(made, newcomer)] == [cast["adviser"].name, cast["supervisor"].name]


def test_one_off_names_are_constant_in_a_conversation(
    member: Place, other_member: Place, chair: Place
) -> None:
    made = begin(member, once=True)
    answer(made, other_member, once=True)
    answer(made, chair)
    answer(made, chair, once=True)
    answer(made, member, once=True)
    answer(made, other_member, once=True)
    signed = [post.inside["signed"] for post in Post.objects.filter(conversation=made)]
    assert signed == ["Asker", "Voice 2", chair.held.handle, "Voice 3", "Asker", "Voice 2"]


def test_who_started_with_a_handle_is_never_the_asker(member: Place, other_member: Place) -> None:
    made = begin(member)
    answer(made, member, once=True)
    answer(made, other_member, once=True)
    signed = [post.inside["signed"] for post in Post.objects.filter(conversation=made)]
    assert signed == [member.held.handle, "Voice 2", "Voice 3"]


def test_marks_do_not_join_what_one_member_wrote(member: Place) -> None:
    first, second = begin(member), begin(member)
    for made in (first, second):
        answer(made, member)
        answer(made, member, once=True)
    by_kind = {(post.conversation_id, post.inside["once"]): post.mark for post in Post.objects.all()}
    assert len(by_kind) == len(set(by_kind.values())) == 4
    assert Post.objects.values("mark").distinct().count() == 4


# Edited


def test_edit_changes_the_words_and_says_so(member: Place, other_member: Place) -> None:
    made = begin(member, "Before", "Before this")
    before = deeds()
    actions.edit(first_of(made), "Afterwards", cover="A warning", title="Later", version=1, by=member)
    post = read(made, other_member)[0]
    assert (post.text, post.cover, post.is_edited) == ("Afterwards", "A warning", True)
    assert Conversation.objects.get(pk=made.pk).title == "Later"
    assert [found(member, word) for word in ("before", "afterwards")] == [[], [first_of(made)]]
    assert deeds() == before + 1


def test_edit_refuses_a_version_that_is_not_the_latest(member: Place) -> None:
    post = first_of(begin(member))
    actions.edit(post, "First", version=1, by=member)
    with pytest.raises(refusals.EditedMeanwhile):
        actions.edit(post, "Second", version=1, by=member)
    assert again(post).inside["text"] == "First"


def test_only_the_author_changes_a_post(member: Place, chair: Place) -> None:
    post = first_of(begin(member))
    with pytest.raises(NotAllowed):
        actions.edit(post, "Other words", version=1, by=chair)
    with pytest.raises(NotAllowed):
        actions.withdraw(post, by=chair)
