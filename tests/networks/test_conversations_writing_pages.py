"""The pages on which members write, edit, withdraw and delete what is their own."""

import re
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from dueregard.almanac import clock
from dueregard.networks.conversations.models import (
    Concern,
    Conversation,
    Introduction,
    Moderation,
    Post,
)
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.talking import address, again, answer, begin, client_of, first_of, token_in, words_of

Cast = dict[str, Person]
GUIDANCE = "It sounds as if somebody’s life may be at risk."


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


def test_words_that_sound_like_risk_show_where_to_turn_and_post_all_the_same(
    as_member: Client, member: Place
) -> None:
    made = begin(member)
    paths = {
        "start": address("start-conversation", member),
        "reply": address("reply", member, made.pk),
        "edit": address("edit-post", member, first_of(made).pk),
        "introduction": address("introduction", member),
    }

    def kept() -> list[str]:
        return [one.inside["text"] for one in (*Post.objects.all(), *Introduction.objects.all())]

    for what, path in paths.items():
        words = f"I do not want to live like this, {what}"
        sent = {"title": "Title", "text": words, "sign": "known", "token": str(uuid4()), "version": "1"}
        asked = as_member.post(path, sent)
        assert asked.status_code == 200
        assert GUIDANCE in words_of(asked)
        assert "Post it all the same" in words_of(asked)
        assert f'href="{reverse("signposts")}"' in asked.content.decode()
        assert words not in kept()
        assert as_member.post(path, {**sent, "anyway": "yes"}).status_code == 302
        assert words in kept()
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
