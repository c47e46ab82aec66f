"""What is withdrawn, deleted or over: what goes, what stays, and that nothing else does."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.conversations import actions, refusals, reports
from dueregard.networks.conversations import people_actions as people
from dueregard.networks.conversations.models import (
    Conversation,
    Introduction,
    Kind,
    Post,
    PostState,
    Word,
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


# Withdrawn


def test_within_24_hours_a_post_goes_without_a_trace(member: Place, other_member: Place) -> None:
    made = begin(member)
    post = answer(made, other_member, "Words of no return")
    answer(made, member)
    before = deeds()
    with clock.standing_at(clock.now() + DAY):
        actions.withdraw(post, by=other_member)
    assert list(Post.objects.values_list("number", flat=True)) == [1, 3]
    assert not Word.objects.filter(post=post.pk).exists()
    assert deeds() == before + 1


def test_later_a_line_stays_and_nothing_else(member: Place, other_member: Place) -> None:
    made = begin(member)
    post = answer(made, other_member, "Words of no return")
    with clock.standing_at(clock.now() + DAY + timedelta(minutes=15)):
        actions.withdraw(post, by=other_member)
    left = again(post)
    assert (left.state, left.inside) == (PostState.WITHDRAWN, {})
    assert left.mark != post.mark
    assert not left.words.exists()
    line = read(made, member)[1]
    assert (line.who, line.text, line.day, line.is_own) == ("", "", None, False)


def test_a_withdrawn_first_post_takes_the_title_with_it(member: Place, other_member: Place) -> None:
    made = begin(member, "A telling title")
    answer(made, other_member)
    actions.withdraw(first_of(made), by=member)
    left = Conversation.objects.get(pk=made.pk)
    assert left.title == "A title that was withdrawn"
    assert "telling" not in str(left.inside)


@pytest.mark.parametrize("later", [0, 3])
def test_a_conversation_in_which_nobody_else_wrote_goes_with_its_post(member: Place, later: int) -> None:
    made = begin(member)
    with clock.standing_at(clock.now() + later * DAY):
        actions.withdraw(first_of(made), by=member)
    assert not Conversation.objects.filter(pk=made.pk).exists()


def test_a_post_is_withdrawn_once(member: Place, other_member: Place) -> None:
    made = begin(member)
    post = answer(made, other_member)
    actions.withdraw(post, by=other_member)
    with pytest.raises(refusals.Gone):
        actions.withdraw(post, by=other_member)


# Deleted, all of it


def test_delete_everything_leaves_no_word(
    member: Place, other_member: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_A_TIME", 2)
    kept, alone = (
        begin(other_member, "Of another", "These words stay"),
        begin(member, "Alone", "Secret words"),
    )
    own = begin(member, "Own title", "Secret words")
    answer(own, other_member, "An answer that stays")
    for made in (kept, own):
        answer(made, member, "Secret words", once=True)
        answer(made, member, "Secret words")
    introduction = people.introduce("Secret words", by=member)
    pair = people.say_hello(people.introduce("Hello", by=other_member), by=member)
    answer(pair, member, "Secret words")
    beside = actions.open_beside(member.network, title="Coffee", gone_after=clock.today() + 7 * DAY)
    answer(beside, member, "Secret words")
    before = deeds()
    with clock.standing_at(clock.now() + 3 * DAY):
        assert actions.delete_everything(by=member) == 8
    assert deeds() == before + 1
    assert {post.inside.get("text") for post in Post.objects.all()} == {
        "These words stay", "An answer that stays", None
    }  # fmt: skip
    assert not any(member.voice in str(post.inside) for post in Post.objects.all())
    assert not Conversation.objects.filter(pk=alone.pk).exists()
    assert [one.title for one in Conversation.objects.filter(kind=Kind.OPEN)] == [
        "A title that was withdrawn", "Of another"
    ]  # fmt: skip
    assert not Introduction.objects.filter(pk=introduction.pk).exists()
    assert found(other_member, "secret") == []
    assert Word.objects.exclude(post__state=PostState.SHOWN).count() == 0


def test_delete_everything_finds_what_was_found_under_an_older_key(
    member: Place, other_member: Place
) -> None:
    from dueregard.networks import keyring

    made = begin(other_member)
    answer(made, member, "Under the first key")
    keyring.add(member.network.pk)
    answer(made, member, "Under the second key")
    assert actions.delete_everything(by=member) == 2
    assert [post.inside["text"] for post in Post.objects.all()] == ["Was anyone else passed over?"]


def test_delete_everything_leaves_other_networks_alone(
    cast: Cast, member: Place, elsewhere: Place, network: Network
) -> None:
    own = seat(elsewhere.network, cast["adviser"])
    begin(own, text="In the other network")
    actions.delete_everything(by=member)
    assert Post.objects.count() == 1


# Beside a meeting


def test_a_room_beside_a_meeting_is_for_members_and_ends(member: Place, elsewhere: Place) -> None:
    last = clock.today() + 7 * DAY
    before = deeds()
    room = actions.open_beside(member.network, title="Coffee", gone_after=last)
    assert deeds() == before + 1
    answer(room, member, once=True)
    assert room in Conversation.objects.visible_to(member)
    assert room not in Conversation.objects.visible_to(elsewhere)
    with clock.standing_at(clock.now() + 7 * DAY):
        assert (actions.erase_what_is_over(), room in Conversation.objects.visible_to(member)) == (0, True)
    with clock.standing_at(clock.now() + 8 * DAY):
        assert room not in Conversation.objects.visible_to(member)
        assert actions.erase_what_is_over() == 1
    assert (Conversation.objects.count(), Post.objects.count(), Word.objects.count()) == (0, 0, 0)
    assert deeds() == before + 3


def test_who_writes_first_beside_a_meeting_is_no_asker(member: Place) -> None:
    room = actions.open_beside(member.network, title="Coffee", gone_after=clock.today())
    assert answer(room, member, once=True).inside["signed"] == "Voice 2"


def test_an_introduction_that_outlasted_its_seat_is_erased(member: Place, other_member: Place) -> None:
    people.introduce("Staying", by=other_member)
    people.introduce("Leaving", by=member)
    with transaction.atomic(using="commons"):  # as nobody leaves: leaving takes the introduction along
        seats.change(seats.locked(member.network), voice=member.voice, to=None)
    assert actions.erase_what_is_over() == 1
    assert [one.inside["text"] for one in Introduction.objects.all()] == ["Staying"]


def test_a_seat_that_was_left_no_longer_gives_a_name(network: Network, cast: Cast) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.OPEN)
    made = begin(loud)
    membership.leave(by=loud)
    reader = seat(network, cast["supervisor"])
    with clock.standing_at(clock.now() + 8 * DAY):
        assert [post.who for post in read(made, reader)] == ["A member"]
    assert seats.find(cast["adviser"], network) is None
