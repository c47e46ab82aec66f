"""The pages of conversations as members, moderators, safeguarding and outsiders read them."""

import re
from datetime import datetime, timedelta
from typing import Any
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
    Concern,
    Conversation,
    Introduction,
    Moderation,
    Post,
    PostState,
    Topic,
)
from dueregard.networks.membership.models import Dial, Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import seat
from tests.networks.talking import again, answer, begin, client_of, first_of, token_in, words_of

Cast = dict[str, Person]
GUIDANCE = "It sounds as if somebody’s life may be at risk."


@pytest.fixture
def as_member(cast: Cast, member: Place) -> Client:
    return client_of(cast["adviser"])


@pytest.fixture
def as_other(cast: Cast, other_member: Place) -> Client:
    return client_of(cast["supervisor"])


@pytest.fixture
def as_chair(cast: Cast, chair: Place) -> Client:
    return client_of(cast["chair"])


def address(name: str, place: Place, *arguments: Any) -> str:
    return reverse(name, args=[place.network.code, *arguments])


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


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_no_member_finds_nothing_at_all(cast: Cast, member: Place, chair: Place, method: str) -> None:
    outside = client_of(cast["manager"])
    only_post = {"remove-introduction", "release-post", "ask-for-removal", "remove-post", "say-hello"}
    only_get = {
        "room", "search-room", "moderation", "deleted-everything", "people-here", "names-here", "between-two",
        "conversation",
    }  # fmt: skip
    nothing = getattr(outside, method)("/no-such-page/")
    for name, path in everything(member, chair).items():
        if name in (only_post if method == "get" else only_get):
            continue
        answered = getattr(outside, method)(path, {"text": "x", "title": "x"} if method == "post" else {})
        assert (answered.status_code, answered.content) == (404, nothing.content), name
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


@pytest.mark.parametrize("name", ["edit-post", "withdraw-post"])
def test_members_do_not_find_the_posts_of_others_to_change(
    as_chair: Client, member: Place, chair: Place, name: str
) -> None:
    path = everything(member, chair)[name]
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


# To write


def test_start_posts_once_however_often_it_is_sent(as_member: Client, member: Place) -> None:
    path = address("start-conversation", member)
    page = as_member.get(path)
    assert "how you write, and what you know, may tell people who you are" in words_of(page)
    assert f"As I am known here: {member.held.handle}" in words_of(page)
    sent = {"title": "Passed over", "text": "Was anyone?", "sign": "once", "token": token_in(page)}
    for _ in range(2):
        assert as_member.post(path, sent).status_code == 302
    assert first_of(Conversation.objects.get()).inside["signed"] == "Asker"


def test_the_words_of_a_refused_form_stay_in_it(as_member: Client, member: Place) -> None:
    path = address("start-conversation", member)
    sent = {"title": "", "text": "Words worth keeping", "sign": "known", "token": str(uuid4())}
    said = as_member.post(path, sent).content.decode()
    assert "Enter a title" in said
    assert "Words worth keeping" in said
    long = as_member.post(path, {**sent, "title": "x" * 121, "text": "y" * 10_001, "cover": "z" * 81})
    for sentence in (
        "Title must be 120 characters or fewer",
        "What you want to say must be 10,000 characters or fewer",
        "Content warning (optional) must be 80 characters or fewer",
    ):
        assert sentence in words_of(long)
    assert not Conversation.objects.exists()


def test_lines_of_a_text_stay_and_unseen_signs_go(as_member: Client, member: Place) -> None:
    made = begin(member)
    sent = {"text": "One\r\ntwo\x07\r\n" + "z" * 9_992, "sign": "known", "token": str(uuid4())}
    assert as_member.post(address("reply", member, made.pk), sent).status_code == 302
    assert Post.objects.get(number=2).inside["text"].startswith("One\ntwo\nzzz")


def test_a_reply_leads_to_itself(as_member: Client, member: Place) -> None:
    made = begin(member)
    page = as_member.get(address("conversation", member, made.pk))
    sent = {"text": "I was, <b>too</b>.", "sign": "known", "token": token_in(page)}
    answered = as_member.post(address("reply", member, made.pk), sent, follow=True)
    assert answered.redirect_chain[-1][0].endswith("?page=1#post-2")
    assert "I was, &lt;b&gt;too&lt;/b&gt;." in answered.content.decode()


def test_who_has_a_one_off_name_reads_which(as_member: Client, member: Place, chair: Place) -> None:
    made = begin(chair)
    assert "With a one-off name, for this conversation only" in words_of(
        as_member.get(address("conversation", member, made.pk))
    )
    answer(made, member, once=True)
    said = words_of(as_member.get(address("conversation", member, made.pk)))
    assert "As “Voice 2”, your one-off name in this conversation" in said
    html = as_member.get(address("conversation", member, made.pk)).content.decode()
    assert re.findall(r'name="sign" value="(\w+)"[^>]*checked', html) == ["once"]
    assert "Voice 2 (you)" in said


def test_a_warning_covers_the_post_until_it_is_opened(as_other: Client, member: Place) -> None:
    made = begin(member, text="The story", cover="Loss of a child")
    html = as_other.get(address("conversation", member, made.pk)).content.decode()
    (covered,) = re.findall(r"<details.*?</details>", html, re.DOTALL)
    summary, _, text = covered.partition("</summary>")
    assert "Loss of a child" in summary
    assert "The story" in text
    assert "The story" not in html.replace(covered, "")


@pytest.mark.parametrize("what", ["start", "reply", "edit", "introduction"])
def test_words_that_sound_like_risk_show_where_to_turn_and_post_all_the_same(
    as_member: Client, member: Place, what: str
) -> None:
    made = begin(member)
    path = {
        "start": address("start-conversation", member),
        "reply": address("reply", member, made.pk),
        "edit": address("edit-post", member, first_of(made).pk),
        "introduction": address("introduction", member),
    }[what]
    words = "I do not want to live like this"
    sent = {"title": "Title", "text": words, "sign": "known", "token": str(uuid4()), "version": "1"}
    asked = as_member.post(path, sent)
    assert asked.status_code == 200
    assert GUIDANCE in words_of(asked)
    assert "Post it all the same" in words_of(asked)
    assert 'href="/support/"' in asked.content.decode() or reverse("signposts") in asked.content.decode()
    kept = [one.inside["text"] for one in (*Post.objects.all(), *Introduction.objects.all())]
    assert words not in kept
    assert as_member.post(path, {**sent, "anyway": "yes"}).status_code == 302
    kept = [one.inside["text"] for one in (*Post.objects.all(), *Introduction.objects.all())]
    assert words in kept
    assert not Concern.objects.exists()
    assert not Moderation.objects.exists()


def test_a_closed_conversation_keeps_the_words_that_were_sent(as_member: Client, member: Place) -> None:
    made = begin(member)
    Conversation.objects.filter(pk=made.pk).update(is_closed=True)
    sent = {"text": "Words worth keeping", "sign": "known", "token": str(uuid4())}
    answered = as_member.post(address("reply", member, made.pk), sent)
    assert answered.status_code == 409
    assert "Words worth keeping" in words_of(answered)
    assert "takes no more posts" in words_of(answered)


# One's own words


def test_a_stale_edit_shows_both_texts(as_member: Client, member: Place) -> None:
    post = first_of(begin(member))
    path = address("edit-post", member, post.pk)
    assert "Was anyone else passed over?" in words_of(as_member.get(path))
    sent = {"title": "Title", "text": "From the first window", "version": "1"}
    assert as_member.post(path, sent).status_code == 302
    stale = as_member.post(path, {**sent, "text": "From the second window"})
    assert stale.status_code == 409
    assert "From the first window" in words_of(stale)
    assert "From the second window" in words_of(stale)
    assert again(post).inside["text"] == "From the first window"
    version = re.search(r'name="version" value="(\d+)"', stale.content.decode())
    assert version is not None
    assert as_member.post(path, {**sent, "text": "Both", "version": version[1]}).status_code == 302
    assert again(post).inside["text"] == "Both"


def test_an_edited_post_says_so(as_member: Client, as_other: Client, member: Place) -> None:
    made = begin(member)
    as_member.post(
        address("edit-post", member, first_of(made).pk), {"title": "T", "text": "U", "version": "1"}
    )
    assert "4 November 2026, edited" in words_of(as_other.get(address("conversation", member, made.pk)))


def test_withdrawing_says_what_will_be_left(as_member: Client, member: Place, chair: Place) -> None:
    made = begin(chair)
    post = answer(made, member, "Words of no return")
    path = address("withdraw-post", member, post.pk)
    assert "goes without a trace" in words_of(as_member.get(path))
    with clock.standing_at(clock.now() + timedelta(days=2)):
        client = client_of(Person.objects.get(name="Family Court Adviser Example"))
        assert "the line “Withdrawn by its author” stays" in words_of(client.get(path))
        assert client.post(path).url == address("conversation", member, made.pk)
        said = words_of(client.get(address("conversation", member, made.pk)))
    assert "Withdrawn by its author" in said
    assert "Words of no return" not in said


def test_withdrawing_the_only_post_leads_back_to_the_room(as_member: Client, member: Place) -> None:
    post = first_of(begin(member))
    assert as_member.post(address("withdraw-post", member, post.pk)).url == address("room", member)


def test_delete_everything_asks_once_and_says_what_stays(as_member: Client, member: Place) -> None:
    begin(member)
    path = address("delete-everything", member)
    assert "for at most 35 days" in words_of(as_member.get(path))
    assert Post.objects.exists()
    done = as_member.post(path, follow=True)
    assert "Everything you wrote is deleted" in words_of(done)
    assert "for at most 35 days" in words_of(done)
    assert not Post.objects.exists()


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
