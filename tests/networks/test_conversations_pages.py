"""The pages of conversations: for whom they are there, what a room shows, and what its lists cost."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.almanac import clock
from dueregard.networks.conversations import actions
from dueregard.networks.conversations import moderation_actions as moderation
from dueregard.networks.conversations import people_actions as people
from dueregard.networks.conversations.models import (
    Conversation,
    Introduction,
    Post,
    PostState,
    Topic,
)
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import seat
from tests.networks.talking import address, answer, begin, client_of, first_of, words_of

Cast = dict[str, Person]


# Not there


def everything(member: Place, chair: Place) -> dict[str, str]:
    """Return the address of every page of a room's conversations, each with what it is about."""
    topic = actions.add_topic("North", by=chair)
    made = begin(member, once=True)
    post = first_of(made)
    introduction = people.introduce("Hello", by=member)
    return {
        **{
            name: address(name, member)
            for name in (
                "room", "search-room", "topics", "start-conversation", "moderation", "delete-everything",
                "deleted-everything", "people-here", "names-here", "introduction", "remove-introduction", "between-two",
            )
        },
        **{name: address(name, member, made.pk) for name in ("conversation", "reply")},
        **{
            name: address(name, member, post.pk)
            for name in (
                "edit-post", "withdraw-post", "report-post", "raise-concern", "hold-post", "release-post",
                "ask-for-removal", "remove-post",
            )
        },
        "rename-topic": address("rename-topic", member, topic.pk),
        "say-hello": address("say-hello", member, introduction.pk),
    }  # fmt: skip


def test_who_is_no_member_finds_nothing_at_all(cast: Cast, member: Place, chair: Place) -> None:
    outside = client_of(cast["manager"])
    only_post = {"remove-introduction", "release-post", "ask-for-removal", "remove-post", "say-hello"}
    only_get = {
        "room", "search-room", "moderation", "deleted-everything", "people-here", "names-here", "between-two",
        "conversation",
    }  # fmt: skip
    nothing = outside.get("/no-such-page/").content
    for name, path in everything(member, chair).items():
        answers = [] if name in only_post else [outside.get(path)]
        answers += [] if name in only_get else [outside.post(path, {"text": "x", "title": "x"})]
        assert {(each.status_code, each.content) for each in answers} == {(404, nothing)}, name
    assert (Post.objects.count(), Conversation.objects.count(), Introduction.objects.count()) == (1, 1, 1)


def test_members_find_no_page_of_those_who_run_the_network(
    as_other: Client, member: Place, chair: Place
) -> None:
    paths = everything(member, chair)
    nothing = as_other.get("/no-such-page/").content
    for name in ("topics", "rename-topic", "moderation", "hold-post"):
        answered = as_other.get(paths[name])
        assert (answered.status_code, answered.content) == (404, nothing), name
    for name in ("topics", "rename-topic", "hold-post", "release-post", "ask-for-removal", "remove-post"):
        answered = as_other.post(paths[name], {"title": "Mine", "reason": "Mine"})
        assert (answered.status_code, answered.content) == (404, nothing), name
    assert [one.title for one in Topic.objects.all()] == ["North"]
    assert first_of(Conversation.objects.get()).state == PostState.SHOWN


def test_members_do_not_find_the_posts_of_others_to_change(
    as_chair: Client, member: Place, chair: Place
) -> None:
    paths = everything(member, chair)
    for path in (paths["edit-post"], paths["withdraw-post"]):
        assert as_chair.get(path).status_code == as_chair.post(path, {"text": "Mine"}).status_code == 404


def test_the_conversation_of_two_is_not_there_for_others(
    as_chair: Client, as_other: Client, member: Place, other_member: Place
) -> None:
    pair = people.say_hello(people.introduce("Hello", by=other_member), by=member)
    post = answer(pair, member, "Between us")
    nothing = as_chair.get("/no-such-page/").content
    for path in (
        address("conversation", member, pair.pk),
        *(address(name, member, post.pk) for name in ("report-post", "raise-concern", "hold-post")),
    ):
        answered = as_chair.get(path)
        assert (answered.status_code, answered.content) == (404, nothing)
    assert "Between us" in words_of(as_other.get(address("conversation", member, pair.pk)))


def test_no_title_of_a_window_names_the_network_or_the_conversation(
    as_chair: Client, member: Place, chair: Place
) -> None:
    for name, path in everything(member, chair).items():
        answered = as_chair.get(path)
        title = re.search(r"<title>(.*?)</title>", answered.content.decode(), re.DOTALL)
        assert "Pride" not in path
        if answered.status_code == 200:
            assert title is not None, name
            assert not re.search("Pride|Passed over", title[1]), name


# The room


def test_an_empty_room_says_so(as_member: Client, member: Place) -> None:
    said = words_of(as_member.get(address("room", member)))
    assert "Nobody has said anything yet" in said
    assert "Add topics" not in said


def test_the_room_shows_the_latest_first_and_filters_by_topic(
    as_member: Client, as_chair: Client, member: Place, chair: Place
) -> None:
    as_chair.post(address("topics", chair), {"title": "North"})
    topic = Topic.objects.get()
    begin(member, "In the north", topic=topic)
    begin(member, "Anywhere")
    said = words_of(as_member.get(address("room", member)))
    assert said.index("Anywhere") < said.index("In the north")
    assert "Started on 4 November 2026" in said
    filtered = words_of(as_member.get(address("room", member), {"topic": str(topic.pk)}))
    assert "In the north" in filtered
    assert "Anywhere" not in filtered
    assert as_member.get(address("room", member), {"topic": "nonsense"}).status_code == 200


def test_no_fine_time_is_shown(as_member: Client, member: Place) -> None:
    made = begin(member)
    for name, arguments in (("room", ()), ("conversation", (made.pk,)), ("search-room", ())):
        html = as_member.get(address(name, member, *arguments), {"q": "passed"}).content.decode()
        assert not re.search(r"\d\d?:\d\d|\b10\s?am\b|T10", html)


def test_topics_are_added_and_renamed_with_sentences_for_mistakes(as_chair: Client, chair: Place) -> None:
    assert "Enter a name" in words_of(as_chair.post(address("topics", chair), {"title": " "}))
    assert as_chair.post(address("topics", chair), {"title": "North"}).status_code == 302
    again_ = words_of(as_chair.post(address("topics", chair), {"title": "north"}))
    assert "The network has a topic of this name" in again_
    path = address("rename-topic", chair, Topic.objects.get().pk)
    assert "North" in words_of(as_chair.get(path))
    as_chair.post(path, {"title": "The North"})
    assert Topic.objects.get().title == "The North"


def test_the_search_says_when_nothing_is_found_and_why(as_member: Client, member: Place) -> None:
    begin(member, text="We meet on Wednesdays.", cover="Coffee")
    path = address("search-room", member)
    for asked, said in (
        ("wednesdays meet", "We meet on Wednesdays."),
        ("wednes", "Nothing found"),
        ("at", "There is nothing to search for"),
        ("", "Enter whole words"),
    ):
        assert said in words_of(as_member.get(path, {"q": asked})), asked


# Lists stay quick


def queries(client: Client, path: str, query: dict[str, str] | None = None) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["commons"]) as commons,
    ):
        assert client.get(path, query or {}).status_code == 200
    return len(main) + len(commons)


def test_every_list_asks_as_often_for_three_rows_as_for_one(
    cast: Cast, network: Network, chair: Place, facilitator: Place, wednesday: datetime
) -> None:
    loud = [seat(network, cast[role], dial=Dial.MEMBERS) for role in ("analyst", "manager", "executive")]
    reader = seat(network, cast["adviser"])
    topic = actions.add_topic("North", by=chair)
    later = clock.standing_at(wednesday + timedelta(days=8))
    counts: list[dict[str, int]] = []
    conversation: Conversation | None = None
    with later:
        client, moderator, lead = (client_of(cast[role]) for role in ("adviser", "chair", "quality-lead"))
        for number, each in enumerate(loud):
            made = begin(each, f"Number {number}", "Searched for", topic=topic)
            conversation = conversation or made
            post = answer(conversation, each, "In one conversation")
            concern = moderation.raise_concern(post, why="", token=uuid4(), by=reader)
            moderation.answer_concern(concern, answer="Answered", by=cast["quality-lead"])
            moderation.report(answer(made, each), reason="Reported", by=reader)
            answer(people.say_hello(people.introduce("Hello", by=each), by=reader), each)
            if number in (0, 2):
                paths = {
                    "room": (client, {}),
                    "search-room": (client, {"q": "searched"}),
                    "people-here": (client, {}),
                    "names-here": (client, {}),
                    "between-two": (client, {}),
                    "moderation": (moderator, {}),
                }
                counted = {
                    name: queries(who, address(name, reader), query) for name, (who, query) in paths.items()
                }
                counted["conversation"] = queries(client, address("conversation", reader, conversation.pk))
                counted["concerns"] = queries(lead, reverse("concerns"))
                counts.append(counted)
    assert counts[0] == counts[1]


def test_long_lists_are_paged(as_member: Client, member: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from dueregard.networks.conversations import finding, views

    monkeypatch.setattr(views, "ON_A_PAGE", 2)
    monkeypatch.setattr(finding.page_of, "__defaults__", (2,))
    made = begin(member, "Number 0", "Post 1")
    for number in range(2, 6):
        answer(made, member, f"Post {number}")
    path = address("conversation", member, made.pk)
    first = words_of(as_member.get(path))
    assert "Post 2" in first
    assert "Post 3" not in first
    assert "Go to the latest post" in first
    assert as_member.get(path, {"at": "4"}).url == f"{path}?page=2#post-4"
    assert "Post 5" in words_of(as_member.get(path, {"page": "3"}))
    assert "Post 5" in words_of(as_member.get(path, {"page": "99"}))
    for number in range(1, 4):
        begin(member, f"Number {number}")
    room = words_of(as_member.get(address("room", member), {"page": "2"}))
    assert "Number 0" in room
    assert "Number 3" not in room
