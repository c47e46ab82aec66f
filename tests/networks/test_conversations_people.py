"""Introductions, conversations between two, the search, and the words that make a form show where to turn."""

from datetime import datetime, timedelta

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.networks import keyring
from dueregard.networks.conversations import moderation_actions as moderation
from dueregard.networks.conversations import people_actions as people
from dueregard.networks.conversations import refusals, reports
from dueregard.networks.conversations.actions import Said, reply
from dueregard.networks.conversations.models import Conversation, Introduction, Kind, Participant, Post, Word
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.talking import answer, begin, deeds, first_of, found

Cast = dict[str, Person]


# Introductions


def test_an_introduction_is_one_for_each_seat(member: Place, other_member: Place) -> None:
    before = deeds()
    people.introduce("First", interests="North", buddy=True, by=member)
    people.introduce("Second", by=member)
    people.introduce("Another", by=other_member)
    assert deeds() == before + 3
    kept = reports.introductions_of_page(list(Introduction.objects.visible_to(member)), member)
    assert [(one.who, one.text, one.buddy, one.is_own) for one in kept] == [
        (other_member.held.handle, "Another", False, False),
        (member.held.handle, "Second", False, True),
    ]


def test_an_introduction_is_found_after_the_keys_changed(member: Place) -> None:
    people.introduce("First", by=member)
    keyring.add(member.network.pk)
    people.introduce("Second", by=member)
    assert [one.inside["text"] for one in Introduction.objects.all()] == ["Second"]


def test_an_introduction_keeps_the_name_with_which_it_was_first_written(network: Network, cast: Cast) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.MEMBERS)
    people.introduce("First", by=loud)
    quiet = membership.make_quieter(Dial.PRIVATE, by=loud)
    people.introduce("Second", by=quiet)
    reader = seat(network, cast["supervisor"])
    (kept,) = reports.introductions_of_page(list(Introduction.objects.visible_to(reader)), reader)
    assert (kept.who, kept.text) == ("A member", "Second")


def test_remove_introduction_removes_it_and_none_is_no_mistake(member: Place) -> None:
    people.introduce("Hello", by=member)
    before = deeds()
    people.remove_introduction(by=member)
    people.remove_introduction(by=member)
    assert not Introduction.objects.exists()
    assert deeds() == before + 1


def test_the_introduction_of_somebody_who_left_is_not_shown(member: Place, other_member: Place) -> None:
    made = people.introduce("Hello", by=member)
    membership.leave(by=member)
    assert reports.introductions_of_page([made], other_member) == []
    with pytest.raises(refusals.NobodyThere):
        people.say_hello(made, by=other_member)


# Between two


def test_say_hello_begins_a_conversation_that_only_two_read(
    member: Place, other_member: Place, chair: Place
) -> None:
    introduction = people.introduce("Hello", by=other_member)
    before = deeds()
    pair = people.say_hello(introduction, by=member)
    assert deeds() == before + 1
    assert people.say_hello(introduction, by=member) == pair
    answer(pair, member, "Hello back")
    for place, count in ((member, 1), (other_member, 1), (chair, 0)):
        assert Conversation.objects.visible_to(place).filter(kind=Kind.PAIR).count() == count
        assert Post.objects.visible_to(place).count() == count
        assert len(reports.search(place, "hello")) == count
    with pytest.raises(NotAllowed):
        answer(pair, chair)


def test_either_of_two_finds_the_same_conversation(member: Place, other_member: Place) -> None:
    theirs, mine = people.introduce("Hello", by=other_member), people.introduce("Hello", by=member)
    pair = people.say_hello(theirs, by=member)
    keyring.add(member.network.pk)
    assert people.say_hello(mine, by=other_member) == pair
    assert reports.between_two([pair], member)[0].who == other_member.held.handle
    assert reports.between_two([pair], other_member)[0].who == member.held.handle


def test_nobody_says_hello_to_themselves_or_into_another_network(member: Place, cast: Cast) -> None:
    mine = people.introduce("Hello", by=member)
    with pytest.raises(refusals.Yourself):
        people.say_hello(mine, by=member)
    elsewhere = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    with pytest.raises(NotAllowed):
        people.say_hello(mine, by=seat(elsewhere, cast["manager"]))


def test_between_two_each_keeps_the_name_under_which_they_met(
    network: Network, cast: Cast, other_member: Place
) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.MEMBERS)
    pair = people.say_hello(people.introduce("Hello", by=other_member), by=loud)
    answer(pair, loud, "With my name")
    quiet = membership.make_quieter(Dial.PRIVATE, by=loud)
    post = answer(pair, quiet, "In private")
    assert post.inside["signed"] == ""
    assert quiet.held.handle not in str([one.inside for one in Participant.objects.all()])
    with pytest.raises(refusals.NotBetweenTwo):
        answer(pair, quiet, once=True)


def test_a_new_handle_never_reopens_the_conversation_of_a_name(
    network: Network, cast: Cast, other_member: Place
) -> None:
    loud = seat(network, cast["adviser"], dial=Dial.MEMBERS)
    with_name = people.say_hello(people.introduce("With my name", by=loud), by=other_member)
    quiet = membership.make_quieter(Dial.PRIVATE, by=loud)
    people.remove_introduction(by=quiet)
    in_private = people.introduce("In private", by=quiet)
    pair = people.say_hello(in_private, by=other_member)
    assert pair != with_name
    assert reports.between_two([pair], other_member)[0].who == quiet.held.handle


def test_the_names_of_those_who_show_them_are_read_after_a_week(
    network: Network, cast: Cast, wednesday: datetime
) -> None:
    seat(network, cast["manager"], dial=Dial.MEMBERS)
    seat(network, cast["analyst"], dial=Dial.OPEN)
    seat(network, cast["executive"])
    reader = seat(network, cast["adviser"])
    assert reports.names_shown(reader) == []
    assert reports.names_are_shown_from(reader) == (wednesday + timedelta(days=7)).date()
    with clock.standing_at(wednesday + timedelta(days=7)):
        assert reports.names_shown(reader) == ["Data analyst Example", "Line manager Example"]
        assert reports.names_are_shown_from(reader) is None


# The search


def test_search_finds_posts_with_all_the_words_the_latest_first(member: Place, other_member: Place) -> None:
    first = first_of(begin(member, "A Café in the North", "We meet on Wednesdays."))
    second = answer(begin(other_member, "South", "Nothing"), member, "We meet in the north, at a cafe.")
    assert found(member, "north CAFE") == [second, first]
    assert found(member, "north wednesdays") == [first]
    assert found(member, "nor") == []
    assert found(member, "north nowhere") == []


def test_search_finds_words_that_were_stored_under_an_older_key(member: Place) -> None:
    first = first_of(begin(member, text="Wednesdays"))
    keyring.add(member.network.pk)
    second = first_of(begin(member, text="Wednesdays"))
    assert found(member, "wednesdays") == [second, first]


def test_common_words_are_found_from_the_latest_conversation_back_in_the_same_order(
    member: Place, other_member: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        made = begin(member, f"Title {number}", "We meet on Wednesdays.")
        for text in ("On Wednesdays, in the north.", "Not then.", "Wednesdays"):
            answer(made, other_member, text)
    asked = ("wednesdays", "wednesdays north", "meet wednesdays", "then", "nowhere wednesdays")
    sorted_at_once = {text: found(member, text) for text in asked}
    assert [len(posts) for posts in sorted_at_once.values()] == [15, 5, 5, 5, 0]
    for common in (0, 6):  # every word is, or only the most frequent
        monkeypatch.setattr(reports, "COMMON", common)
        monkeypatch.setattr(reports, "AT_ONCE", 2)
        assert {text: found(member, text) for text in asked} == sorted_at_once
    monkeypatch.setattr(reports, "MOST_FOUND", 4)
    monkeypatch.setattr(reports, "COMMON", 0)
    assert found(member, "wednesdays") == sorted_at_once["wednesdays"][:4]


def test_search_stays_in_its_network(member: Place, cast: Cast) -> None:
    begin(member, text="Wednesdays")
    network = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    elsewhere = seat(network, cast["manager"])
    begin(elsewhere, text="Wednesdays")
    assert [post.network_id for post in found(elsewhere, "wednesdays")] == [network.pk]
    assert not set(Word.objects.filter(post__network=network).values_list("token", flat=True)) & set(
        Word.objects.filter(post__network=member.network).values_list("token", flat=True)
    )


def test_search_finds_no_words_that_are_held(member: Place, chair: Place) -> None:
    post = first_of(begin(member, text="Wednesdays"))
    moderation.hold(post, reason="Held", by=chair)
    for reader in (member, chair):
        assert found(reader, "wednesdays") == []


def test_a_text_of_the_greatest_length_is_kept_whole(member: Place) -> None:
    made = begin(member)
    text = "🙂" * 10_000
    post = reply(made, Said(text, cover="🙂" * 80), token=made.pk, by=member)
    assert Post.objects.get(pk=post.pk).inside["text"] == text


def test_search_returns_the_latest_where_there_are_many(
    member: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_FOUND", 2)
    made = begin(member, text="Wednesdays")
    later = [answer(made, member, "Wednesdays") for _ in range(2)]
    assert found(member, "wednesdays") == later[::-1]
