"""Every write of topics, conversations and posts. Moderation and introductions have modules of their own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.journal.ticks.deeds import quarter_of
from dueregard.networks import keyring, seats
from dueregard.networks.acting import action, note
from dueregard.networks.conversations import refusals, signatures, words
from dueregard.networks.conversations.models import (
    Conversation,
    Introduction,
    Kind,
    Moderation,
    Participant,
    Post,
    PostState,
    Topic,
    Word,
)
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place

MOST_TOPICS = 40
AT_A_TIME = 200
"""Conversations whose posts are looked for at a time, and posts that are written at a time."""


@dataclass(frozen=True)
class Said:
    """What somebody says: the text, a warning that covers it, and whether a one-off name stands under it."""

    text: str
    cover: str = ""
    once: bool = False


# Topics


@action
def add_topic(title: str, *, by: Place) -> Topic:
    """Add a topic."""
    require(by, "networks.run", by.network)
    network = seats.locked(by.network)
    if Topic.objects.filter(network=network).count() >= MOST_TOPICS:
        raise refusals.TooManyTopics
    return _keep(Topic(network=network), title, "added a topic")


@action
def rename_topic(topic: Topic, title: str, *, by: Place) -> Topic:
    """Give a topic another name; what is in it stays in it."""
    require(by, "networks.run", topic.network)
    seats.locked(by.network)
    return _keep(topic, title, "renamed a topic")


def _keep(topic: Topic, title: str, deed: str) -> Topic:
    others = Topic.objects.filter(network=topic.network).exclude(pk=topic.pk)
    if others.filter(title__iexact=title).exists():
        raise refusals.TopicExists
    topic.title = title
    topic.save()
    note(deed, topic)
    return topic


# Conversations and posts


@action
def start(title: str, said: Said, *, topic: Topic | None = None, token: UUID, by: Place) -> Conversation:
    """Start a conversation with its first post. The same token again is the same post, so pressing twice starts one."""
    require(by, "networks.sit", topic.network if topic else by.network)
    network = seats.locked(by.network)
    sent = _sent_before(token, said, by)
    if sent is not None:
        return sent.conversation
    conversation = _begin(network, title, topic=topic)
    post = _add(conversation, said, token=token, network=network, by=by)
    note("started a conversation", conversation, post)
    return conversation


@action
def reply(conversation: Conversation, said: Said, *, token: UUID, by: Place) -> Post:
    """Write in a conversation. The same token again is the same post, so pressing twice writes once."""
    require(by, "networks.converse", conversation)
    network = seats.locked(by.network)
    sent = _sent_before(token, said, by)
    if sent is not None:
        return sent
    conversation = _locked_conversation(conversation.pk)
    if conversation.is_closed:
        raise refusals.Closed
    if said.once and conversation.kind == Kind.PAIR:
        raise refusals.NotBetweenTwo
    post = _add(conversation, said, token=token, network=network, by=by)
    note("wrote a post", conversation, post)
    return post


@action
def edit(post: Post, text: str, *, cover: str = "", title: str = "", version: int, by: Place) -> Post:
    """Write one's own post anew, and its title where it carries one. The name under it stays as it was.

    Raises
    ------
    EditedMeanwhile
        When it is not in the version that was read. Nothing is written then.
    """
    require(by, "networks.change-post", post)
    conversation, post = hold_fast(post)
    if post.state != PostState.SHOWN:
        raise refusals.NotShown
    if post.inside["version"] != version:
        raise refusals.EditedMeanwhile
    changed = {"text": text, "cover": cover, "version": version + 1, "is_edited": True}
    post.enclose({**post.inside, **changed})
    post.save(update_fields=["key", "contents"])
    if title and post.carries_the_title:
        entitle(conversation, title=title)
    words.index(post)
    note("edited a post", conversation, post)
    return post


@action
def withdraw(post: Post, *, by: Place) -> None:
    """Take one's own words back: within 24 hours without a trace, later a line says that somebody withdrew a post."""
    require(by, "networks.change-post", post)
    _, post = hold_fast(post)
    if post.state not in (PostState.SHOWN, PostState.HELD):
        raise refusals.NotShown
    _take_back([post])
    note("withdrew a post", by.network)


@action
def delete_everything(*, by: Place) -> int:
    """Take back every word that a voice wrote in its network, and its introduction; return how many posts it was."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    keys = list(Conversation.objects.filter(network=network).values_list("pk", flat=True))
    count = 0
    for start_at in range(0, len(keys), AT_A_TIME):
        found = [
            each
            for key in keys[start_at : start_at + AT_A_TIME]
            for about in ("post", "once")
            for each in seats.marks(network.pk, f"{by.voice}|{key}", about=about)
        ]
        mine = Post.objects.select_for_update(of=("self",)).select_related("conversation")
        posts = list(mine.filter(network=network, mark__in=found))
        count += len(posts)
        _take_back(posts)
    Introduction.objects.filter(mark__in=seats.marks(network.pk, by.voice, about="introduction")).delete()
    note("deleted everything that a voice wrote", network)
    return count


# What the meetings ask for, and what comes back


@action
def open_beside(network: Network, *, title: str, gone_after: date) -> Conversation:
    """Open a room for text beside a meeting, which is erased after a day. The action that asks for it says who may."""
    conversation = _begin(seats.locked(network), title, kind=Kind.BESIDE, gone_after=gone_after)
    note("opened a conversation beside a meeting", conversation)
    return conversation


@action
def erase_what_is_over() -> int:
    """Erase the conversations whose last day is past, and the introductions of those who left. It is automatic work."""
    over = Conversation.objects.over()
    count = over.count()
    for conversation in over.select_related("network"):
        note("erased a conversation whose day had come", conversation)
        conversation.delete()
    return count + _erase_left_behind()


def _erase_left_behind() -> int:
    count = 0
    for network in Network.objects.all():
        # Without its keys nothing of a network can be opened; it waits for the next time.
        found = list(Introduction.objects.filter(network=network)) if keyring.has_keys(network.pk) else []
        here = signatures.still_here(network, (one.inside["voice"] for one in found))
        for introduction in found:
            if introduction.inside["voice"] not in here:
                note("erased an introduction that was left behind", introduction)
                introduction.delete()
                count += 1
    return count


# The steps of these


def _begin(
    network: Network,
    title: str,
    *,
    kind: Kind = Kind.OPEN,
    topic: Topic | None = None,
    gone_after: date | None = None,
) -> Conversation:
    """Return a new conversation without posts, with the network's next turn; the network must be held."""
    conversation = Conversation(
        network=network,
        topic=topic,
        kind=kind,
        turn=next_turn(network),
        last_day=clock.today(),
        gone_after=gone_after,
    )
    # Whoever starts counts as the first voice, so that the next one-off name is "Voice 2" whoever takes it.
    conversation.enclose({"title": title, "covered": "", "names": 1})
    conversation.save(force_insert=True)
    return conversation


def next_turn(network: Network) -> int:
    """Return the network's next turn; the network must be held."""
    network.last_turn += 1
    network.save(update_fields=["last_turn"])
    return network.last_turn


def _add(conversation: Conversation, said: Said, *, token: UUID, network: Network, by: Place) -> Post:
    signed = _signature(conversation, once=said.once, by=by)
    conversation.length += 1
    conversation.turn, conversation.last_day = next_turn(network), clock.today()
    conversation.save()
    post = Post(id=token, network=network, conversation=conversation, number=conversation.length)
    post.enclose(
        {
            "text": said.text,
            "cover": said.cover,
            "signed": signed,
            "once": said.once,
            "voice": by.voice,
            "slot": quarter_of(clock.now()).isoformat(),
            "version": 1,
            "is_edited": False,
        }
    )
    about = "once" if said.once else "post"
    post.mark = seats.mark(network.pk, f"{by.voice}|{conversation.pk}", about=about)
    post.save(force_insert=True)
    words.index(post)
    return post


def _signature(conversation: Conversation, *, once: bool, by: Place) -> str:
    """Return what stands under a new post: empty for the name that the seat shows while somebody reads.

    Between two everyone keeps the name under which they met, or going quieter would show the new handle to the one
    who knows the name.
    """
    if conversation.kind == Kind.PAIR:
        mine = seats.marks(by.network.pk, by.voice, about="pair")
        return str(Participant.objects.get(conversation=conversation, mark__in=mine).inside["signed"])
    if not once:
        return by.signature
    given = signatures.given_once(conversation, by)
    if given:
        return given
    inside = conversation.inside
    if conversation.kind == Kind.OPEN and conversation.length == 0:
        return "Asker"
    conversation.enclose({**inside, "names": inside["names"] + 1})
    return f"Voice {inside['names'] + 1}"


def _sent_before(token: UUID, said: Said, by: Place) -> Post | None:
    post = Post.objects.filter(pk=token).select_related("conversation").first()
    if post is not None and (post.network_id != by.network.pk or post.inside.get("voice") != by.voice):
        raise refusals.SentBefore
    if post is not None and post.inside["text"] != said.text:
        raise refusals.SentBefore
    return post


def _locked_conversation(key: UUID) -> Conversation:
    conversation = Conversation.objects.select_for_update().filter(pk=key).first()
    if conversation is None:
        raise refusals.Gone
    return conversation


def hold_fast(post: Post) -> tuple[Conversation, Post]:
    """Return a post and its conversation as they stand, held until the end of the action."""
    conversation = _locked_conversation(post.conversation_id)
    found = Post.objects.select_for_update().filter(pk=post.pk).first()
    if found is None:
        raise refusals.Gone
    found.conversation = conversation
    return conversation, found


def entitle(conversation: Conversation, *, title: str | None = None, covered: str = "") -> None:
    """Change the title of a conversation, or put the words for `covered` in its place."""
    kept = conversation.inside["title"] if title is None else title
    conversation.enclose({**conversation.inside, "title": kept, "covered": covered})
    conversation.save(update_fields=["key", "contents"])


def _take_back(posts: Sequence[Post]) -> None:
    """Let posts go: those of the last 24 hours without a trace, the others but for a line without a name."""
    for post in posts:
        if post.carries_the_title:
            entitle(post.conversation, title="", covered="withdrawn")
    fresh = [post for post in posts if post.may_go_without_trace]
    later = [post for post in posts if not post.may_go_without_trace]
    Word.objects.filter(post__in=later).delete()
    Moderation.objects.filter(post__in=later).delete()
    for post in later:
        strip(post, PostState.WITHDRAWN, {})
    Post.objects.bulk_update(later, ["key", "contents", "mark", "state"], batch_size=AT_A_TIME)
    Post.objects.filter(pk__in=[post.pk for post in fresh]).delete()
    # Where nobody else said anything, nothing is left to make sense of.
    others = Post.objects.filter(conversation=OuterRef("pk")).exclude(state=PostState.WITHDRAWN)
    emptied = Conversation.objects.filter(pk__in={post.conversation_id for post in posts}, kind=Kind.OPEN)
    emptied.filter(~Exists(others)).delete()


def strip(post: Post, state: PostState, left: dict[str, str]) -> None:
    """Leave nothing of a post but its number, its state and `left`; it is not saved yet."""
    post.state = state
    post.enclose(left)
    post.mark = secrets.token_hex(32)
