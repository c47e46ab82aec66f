"""What a member reads, as plain values: only what may be shown to this reader is in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dueregard.networks import seats
from dueregard.networks.conversations import words
from dueregard.networks.conversations.models import (
    Concern,
    Conversation,
    Introduction,
    Kind,
    Moderation,
    Participant,
    Post,
    PostState,
    Word,
)
from dueregard.networks.conversations.signatures import (
    SOMEBODY,
    name_of,
    names_for,
    still_here,
    voices_of_names,
)
from dueregard.networks.seats import NAMES_ARE_SHOWN_AFTER, Place

MOST_WORDS = 8
"""Words of a search. The rest are not asked for."""

MOST_FOUND = 200
"""Posts that a search returns: the latest. To count the rest would take as long as to find them."""

COMMON = 2000
"""A word of more posts than this is looked for from the latest conversation back, so many conversations at once."""
AT_ONCE = 10


@dataclass(frozen=True)
class ReadPost:
    """A post as one member reads it. Where the text is not theirs to read, it is empty."""

    pk: UUID
    number: int
    state: str
    who: str
    is_own: bool
    day: date | None
    is_edited: bool
    text: str
    cover: str
    reason: str
    answers: tuple[str, ...] = ()
    title: str = ""
    conversation: UUID | None = None

    @property
    def is_shown(self) -> bool:
        """Whether everyone who reads the conversation reads its text."""
        return self.state == PostState.SHOWN


@dataclass(frozen=True)
class ReadIntroduction:
    """An introduction as one member reads it."""

    pk: UUID
    who: str
    is_own: bool
    text: str
    interests: str
    buddy: bool


@dataclass(frozen=True)
class Between:
    """A conversation of two as one of them reads it in a list."""

    pk: UUID
    who: str
    has_begun: bool
    last_day: date


@dataclass(frozen=True)
class ToDecide:
    """A post that waits for those who run the network, as one of them reads it: signatures only, and no names."""

    post: ReadPost
    is_held: bool
    reports: tuple[str, ...]
    is_to_be_removed: bool
    asked_oneself: bool
    conversation: UUID | None


def names_are_shown_from(place: Place) -> date | None:
    """Return the day from which a newcomer reads names, or nothing for one who reads them already."""
    return None if place.sees_names else date.fromisoformat(place.held.joined_on) + NAMES_ARE_SHOWN_AFTER


# Conversations


def posts_of_page(
    posts: Sequence[Post], conversation: Conversation, place: Place
) -> tuple[list[ReadPost], str]:
    """Return the posts of a page as one member reads them, and who the other one is where it is between two."""
    two = list(conversation.participants.all()) if conversation.kind == Kind.PAIR else []
    inside = [post.inside for post in posts] + [one.inside for one in two]
    names = names_for(place, voices_of_names(inside))
    answers = _answers(posts, place)
    read = [_read(post, place, names, answers.get(post.pk, ())) for post in posts]
    return read, _other(two, place, names)


def search(place: Place, text: str) -> list[UUID]:
    """Return the keys of the posts in which all the words of a text occur, the latest first, and not too many.

    Keys alone, because a database that sorts twenty thousand rows must not carry what is closed in them.
    """
    tokens = [words.tokens(place.network.pk, word) for word in words.words_of(text)[:MOST_WORDS]]
    shown = Post.objects.visible_to(place).filter(state=PostState.SHOWN)
    rare = next((each for each in tokens if not _is_common(each)), None)
    for each in tokens:
        if each is not rare:
            shown = shown.filter(Exists(Word.objects.filter(post=OuterRef("pk"), token__in=each)))
    if rare is None:
        return _walked(shown, place)
    shown = shown.filter(pk__in=Word.objects.filter(token__in=rare).values("post"))
    return list(_latest(shown)[:MOST_FOUND])


def _is_common(tokens: Sequence[str]) -> bool:
    """Say whether a word occurs so often that sorting all its posts would take long."""
    return Word.objects.filter(token__in=tokens)[: COMMON + 1].count() > COMMON


def _walked(posts: "QuerySet[Post]", place: Place) -> list[UUID]:
    """Return the latest of the posts, from the latest conversation back until there are enough."""
    conversations = (
        Conversation.objects.visible_to(place).order_by("-turn", "pk").values_list("pk", flat=True)
    )
    found: list[UUID] = []
    begin = 0
    while len(found) < MOST_FOUND:
        here = list(conversations[begin : begin + AT_ONCE])
        if not here:
            break
        found += _latest(posts.filter(conversation__in=here))[: MOST_FOUND - len(found)]
        begin += AT_ONCE
    return found


def _latest(posts: "QuerySet[Post]") -> "QuerySet[Post, UUID]":
    return posts.order_by("-conversation__turn", "-number").values_list("pk", flat=True)


def posts_found(keys: Sequence[UUID], place: Place) -> list[ReadPost]:
    """Return what a search found as one member reads it, each with the title of its conversation."""
    rows = Post.objects.visible_to(place).select_related("conversation").in_bulk(keys)
    posts = [rows[key] for key in keys if key in rows]
    names = names_for(place, voices_of_names(post.inside for post in posts))
    return [_read(post, place, names, (), title=post.conversation.title or "Between two") for post in posts]


def _read(
    post: Post, place: Place, names: dict[str, str], answers: tuple[str, ...], *, title: str = ""
) -> ReadPost:
    inside = post.inside
    voice = inside.get("voice", "")
    is_own = bool(voice) and voice == place.voice
    reads_text = post.state == PostState.SHOWN or (post.state == PostState.HELD and is_own)
    return ReadPost(
        pk=post.pk,
        number=post.number,
        state=post.state,
        who=name_of(inside["signed"], voice, names) if voice else "",
        is_own=is_own,
        day=post.day,
        is_edited=inside.get("is_edited", False),
        text=inside["text"] if reads_text else "",
        cover=inside["cover"] if reads_text else "",
        reason=inside.get("held", ""),
        answers=answers,
        title=title,
        conversation=post.conversation_id,
    )


def _answers(posts: Sequence[Post], place: Place) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    for concern in Concern.objects.visible_to(place).filter(post__in=[post.pk for post in posts]):
        if concern.post_id:
            found[concern.post_id] += (concern.inside["answer"],)
    return found


# Moderation


def to_decide(moderations: Sequence[Moderation], place: Place) -> list[ToDecide]:
    """Return what waits for those who run the network. It says no names, and nobody's who reported."""
    return [_to_decide(one, place) for one in moderations]


def _to_decide(moderation: Moderation, place: Place) -> ToDecide:
    post, inside = moderation.post, moderation.inside
    text = post.inside
    read = ReadPost(
        pk=post.pk,
        number=post.number,
        state=post.state,
        who=text["signed"] or SOMEBODY,
        is_own=text["voice"] == place.voice,
        day=post.day,
        is_edited=text["is_edited"],
        text=text["text"],
        cover=text["cover"],
        reason=text.get("held", ""),
        title=post.conversation.inside["title"] if post.carries_the_title else "",
    )
    return ToDecide(
        post=read,
        is_held=post.state == PostState.HELD,
        reports=tuple(one["reason"] for one in inside["reports"]),
        is_to_be_removed=moderation.is_to_be_removed,
        asked_oneself=inside["asked_by"] == place.voice,
        conversation=None if post.conversation.kind == Kind.PAIR else post.conversation_id,
    )


# People


def introductions_of_page(introductions: Sequence[Introduction], place: Place) -> list[ReadIntroduction]:
    """Return the introductions of a page, but for those of members who have left."""
    inside = [one.inside for one in introductions]
    names = names_for(place, voices_of_names(inside))
    here = still_here(place.network, (each["voice"] for each in inside))
    return [
        ReadIntroduction(
            pk=one.pk,
            who=name_of(one.inside["signed"], one.inside["voice"], names),
            is_own=one.inside["voice"] == place.voice,
            text=one.inside["text"],
            interests=one.inside["interests"],
            buddy=one.inside["buddy"],
        )
        for one in introductions
        if one.inside["voice"] in here
    ]


def between_two(conversations: Sequence[Conversation], place: Place) -> list[Between]:
    """Return conversations of two, each with the name of the other one."""
    two = {each.pk: list(each.participants.all()) for each in conversations}
    names = names_for(place, voices_of_names(one.inside for pair in two.values() for one in pair))
    return [
        Between(each.pk, _other(two[each.pk], place, names), each.length > 0, each.last_day)
        for each in conversations
    ]


def _other(two: Iterable[Participant], place: Place, names: dict[str, str]) -> str:
    for one in two:
        if one.inside["voice"] != place.voice:
            return name_of(one.inside["signed"], one.inside["voice"], names)
    return ""


def names_shown(place: Place) -> list[str]:
    """Return the names that members show to one another now, in alphabetical order; none to a newcomer."""
    if not place.sees_names:
        return []
    names = (held.name_shown() for _, held in seats.taken(place.network))
    return sorted(filter(None, names), key=str.casefold)
