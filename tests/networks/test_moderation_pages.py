"""The pages of moderation, of concerns and of people, as all who have a part in them read them."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.almanac import clock
from dueregard.networks.conversations import moderation_actions as moderation
from dueregard.networks.conversations import people_actions as people
from dueregard.networks.conversations.models import (
    Concern,
    Introduction,
    PostState,
)
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import seat
from tests.networks.talking import address, again, answer, begin, client_of, first_of, token_in, words_of

Cast = dict[str, Person]


# Moderation and concerns


def test_the_journey_of_a_report_to_its_removal_by_two(
    as_member: Client, as_other: Client, as_chair: Client, cast: Cast, member: Place, facilitator: Place
) -> None:
    post = first_of(begin(member, "Unkind", "Unkind words"))
    as_other.post(address("report-post", member, post.pk), {"reason": "It mocks somebody"})
    said = words_of(as_chair.get(address("moderation", member)))
    assert "It mocks somebody" in said
    assert "Unkind words" in said
    as_chair.post(address("hold-post", member, post.pk), {"reason": "It names a colleague"})
    page = address("conversation", member, post.conversation_id)
    for reader, reads in ((as_member, True), (as_other, False)):
        said = words_of(reader.get(page))
        assert "Held: It names a colleague" in said
        assert ("Unkind words" in said) == reads
    as_chair.post(address("ask-for-removal", member, post.pk))
    assert "Remove it for good" not in words_of(as_chair.get(address("moderation", member)))
    refused = as_chair.post(address("remove-post", member, post.pk))
    assert refused.status_code == 409
    assert "Somebody else who runs the network must confirm it." in words_of(refused)
    second = client_of(cast["facilitator"])
    assert "Remove it for good" in words_of(second.get(address("moderation", member)))
    second.post(address("remove-post", member, post.pk))
    said = words_of(as_other.get(page))
    assert "Removed: It names a colleague" in said
    assert "Unkind words" not in said
    assert "Nothing waits for you" in words_of(second.get(address("moderation", member)))


def test_only_those_who_run_the_network_have_the_queue_in_their_navigation(
    as_member: Client, as_chair: Client, member: Place
) -> None:
    path = address("moderation", member)
    assert path not in as_member.get(address("room", member)).content.decode()
    assert path in as_chair.get(address("room", member)).content.decode()


def test_those_who_run_the_network_hold_a_post_from_its_conversation(
    as_member: Client, as_chair: Client, member: Place, chair: Place, other_member: Place
) -> None:
    pair = people.say_hello(people.introduce("Hello", by=other_member), by=chair)
    answer(pair, other_member)
    for made, held_by_the_chair in ((begin(other_member), True), (pair, False)):
        page = address("conversation", chair, made.pk)
        assert ("Hold post 1" in words_of(as_chair.get(page))) == held_by_the_chair
    assert "Hold post 1" not in words_of(
        as_member.get(address("conversation", member, begin(other_member).pk))
    )


def test_an_empty_reason_holds_nothing(as_chair: Client, member: Place) -> None:
    post = first_of(begin(member))
    said = words_of(as_chair.post(address("hold-post", member, post.pk), {"reason": ""}))
    assert "Enter the reason" in said
    assert again(post).state == PostState.SHOWN


def test_the_journey_of_a_concern_to_its_answer(
    as_member: Client, as_other: Client, cast: Cast, member: Place, other_member: Place
) -> None:
    made = begin(member, "A worry", "She is alone with him")
    path = address("raise-concern", member, first_of(made).pk)
    page = as_other.get(path)
    assert "If somebody is in danger now, call 999." in words_of(page)
    sent = {"why": "A child may be hurt", "token": token_in(page)}
    assert "Your concern is sent" in words_of(as_other.post(path, sent))
    lead = client_of(cast["quality-lead"])
    assert reverse("concerns") in lead.get("/").content.decode()
    assert "Pride Open" in words_of(lead.get(reverse("concerns")))
    detail = reverse("concern", args=[Concern.objects.get().pk])
    said = lead.get(detail).content.decode()
    for words in ("A worry", "She is alone with him", "A child may be hurt"):
        assert words in said
    for place in (member, other_member):
        assert place.held.handle not in said
    assert "Enter your answer" in words_of(lead.post(detail, {"answer": ""}))
    lead.post(detail, {"answer": "We have spoken to the family."})
    again_ = lead.post(detail, {"answer": "Twice"})
    assert again_.status_code == 409
    assert "Twice" in words_of(again_)
    for reader in (as_member, as_other):
        said = words_of(reader.get(address("conversation", member, made.pk)))
        assert "Answer from safeguarding We have spoken to the family." in said


def test_concerns_are_for_those_who_answer_for_safeguarding_alone(
    cast: Cast, member: Place, other_member: Place
) -> None:
    made = moderation.raise_concern(first_of(begin(member)), why="", token=uuid4(), by=other_member)
    for role, person in cast.items():
        client = client_of(person)
        for path in (reverse("concerns"), reverse("concern", args=[made.pk])):
            answered = client.get(path)
            if role == "quality-lead":
                assert answered.status_code == 200
            else:
                assert answered.content == client.get("/no-such-page/").content


# People


def test_the_journey_of_an_introduction_to_a_conversation_of_two(
    as_member: Client, as_other: Client, member: Place, other_member: Place
) -> None:
    assert "Nobody has introduced themselves" in words_of(as_member.get(address("people-here", member)))
    sent = {"text": "I returned last year.", "interests": "North", "buddy": "on"}
    as_member.post(address("introduction", member), sent)
    said = words_of(as_other.get(address("people-here", member)))
    for words in (member.held.handle, "I returned last year.", "North", "Looking for a buddy"):
        assert words in said
    begun = as_other.post(address("say-hello", member, Introduction.objects.get().pk), follow=True)
    assert f"You and {member.held.handle}" in words_of(begun)
    assert "Only the two of you read this; if one of you reports a post" in words_of(begun)
    assert "How to sign it" not in words_of(begun)
    pair = begun.redirect_chain[-1][0]
    as_other.post(f"{pair}reply/", {"text": "Hello!", "token": token_in(begun)})
    assert "Hello!" in words_of(as_member.get(pair))
    listed = words_of(as_member.get(address("between-two", member)))
    assert f"You and {other_member.held.handle} Latest post on 4 November 2026" in listed
    as_member.post(address("remove-introduction", member))
    assert "I returned last year." not in words_of(as_other.get(address("people-here", member)))


def test_the_names_are_paged_and_for_those_who_have_been_here_for_a_week(
    cast: Cast, network: Network, member: Place, wednesday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dueregard.networks.conversations import people_views

    monkeypatch.setattr(people_views, "FIRST_NAMES", 1)
    seat(network, cast["manager"], dial=Dial.MEMBERS)
    seat(network, cast["analyst"], dial=Dial.OPEN)
    path = address("people-here", member)
    said = words_of(client_of(cast["adviser"]).get(path))
    assert "You will see them from 11 November 2026" in said
    assert "Line manager Example" not in said
    with clock.standing_at(wednesday + timedelta(days=7)):
        client = client_of(cast["adviser"])
        said = words_of(client.get(path))
        assert "Data analyst Example Others are here in private, and nobody sees how many." in said
        assert "Line manager Example" not in said
        assert "See all the names" in said
        every = words_of(client.get(address("names-here", member)))
    assert every.index("Data analyst Example") < every.index("Line manager Example")
