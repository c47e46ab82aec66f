import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.almanac import clock
from dueregard.journal.ticks.deeds import MINUTES
from dueregard.networks import seats
from dueregard.networks.membership.models import Network
from dueregard.networks.sealing import Sealed, marks

WITHOUT_TRACE_FOR = timedelta(hours=24)
"""For this long after it was written a post can be withdrawn without a trace."""


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, place: Any) -> "TopicQuerySet":
        """Return the topics of the place's network."""
        return self.filter(network=place.network) if seats.is_place(place) else self.none()


class Topic(models.Model):
    """What conversations are about, across regions. Topics are set by those who run the network."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=80)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["network", "title"], name="topic_named_once")]

    def __str__(self) -> str:
        return self.title


class Kind(models.TextChoices):
    """Who a conversation is for, and how long it lasts."""

    OPEN = "open", "For every member"
    PAIR = "pair", "For two members"
    BESIDE = "beside", "Beside a meeting"


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, place: Any) -> "ConversationQuerySet":
        """Return the conversations of the place's network that are not over; those of two to these two alone."""
        if not seats.is_place(place):
            return self.none()
        mine = Participant.objects.filter(
            conversation=models.OuterRef("pk"), mark__in=marks(place.network.pk, place.voice, about="pair")
        )
        here = self.filter(network=place.network).exclude(gone_after__lt=clock.today())
        return here.filter(~Q(kind=Kind.PAIR) | models.Exists(mine))

    def over(self) -> "ConversationQuerySet":
        """Return the conversations whose last day is past, to be erased."""
        return self.filter(gone_after__lt=clock.today())


IN_PLACE_OF_A_TITLE = {
    "held": "A title that is held",
    "removed": "A title that was removed",
    "withdrawn": "A title that was withdrawn",
}


class Conversation(Sealed):
    """A title and what members say under it. `turn` puts the latest first, and no time is kept but the day.

    Inside: the title, what stands in its place, and how many one-off names were given out here. The title of a
    conversation for every member is part of its first post: it is held, removed and withdrawn with it.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="conversations")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="conversations")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.OPEN)
    turn = models.PositiveBigIntegerField(help_text="The network's turn at the latest post.")
    length = models.PositiveIntegerField(default=0, help_text="The number of the latest post.")
    last_day = models.DateField(help_text="The day of the latest post.")
    gone_after = models.DateField(null=True, blank=True, help_text="The day after which it is erased.")
    is_closed = models.BooleanField(default=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-turn"]
        indexes = [
            models.Index(fields=["network", "kind", "-turn"], name="conversation_latest"),
            models.Index(fields=["topic", "-turn"], name="conversation_by_topic"),
        ]

    def __str__(self) -> str:
        return "a conversation"

    @property
    def title(self) -> str:
        """What it is called, or the words in place of its title."""
        return IN_PLACE_OF_A_TITLE.get(self.inside["covered"]) or self.inside["title"]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, place: Any) -> "ParticipantQuerySet":
        """Return nothing: a conversation of two says itself who may read it."""
        return self.none()


class Participant(Sealed):
    """One of two who talk to each other; inside is the voice."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    mark = models.CharField(max_length=64, db_index=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "one of two"

    def reindex(self) -> None:
        """Find it under the newest key."""
        self.mark = seats.mark(self.network_id, self.inside["voice"], about="pair")


class PostState(models.TextChoices):
    """Whether a post is read. Held ones come back or are removed, by two people."""

    SHOWN = "shown", "Shown"
    HELD = "held", "Held"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, place: Any) -> "PostQuerySet":
        """Return the posts of the conversations that the place sees."""
        return self.filter(conversation__in=Conversation.objects.visible_to(place))

    def moderated_by(self, place: Any) -> "PostQuerySet":
        """Return what somebody who runs the network may hold: of conversations of two only what was reported."""
        if not seats.is_place(place) or not place.runs_it:
            return self.none()
        reported = Q(moderation__isnull=False)
        return self.filter(network=place.network).filter(~Q(conversation__kind=Kind.PAIR) | reported)


class Post(Sealed):
    """What a member said. Inside: the text, the name it was signed with, the voice, the quarter of an hour.

    A post that was signed with a name has nothing under `signed`: the name is looked up when it is read. `held` is why
    it is held, or was removed, and `version` grows with each edit. When it is withdrawn or removed the rest is gone.

    `mark` is a blind index of voice and conversation, so that what one member said in two conversations does not look
    alike; a one-off name has a mark of its own.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    mark = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=9, choices=PostState.choices, default=PostState.SHOWN)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "number"]
        constraints = [models.UniqueConstraint(fields=["conversation", "number"], name="post_numbered_once")]

    def __str__(self) -> str:
        return "a post"

    @property
    def may_go_without_trace(self) -> bool:
        """Whether it was written in the last 24 hours. What is kept is the quarter of an hour, so its end counts."""
        slot = self.inside.get("slot")
        if not slot:
            return False
        until = datetime.fromisoformat(slot) + timedelta(minutes=MINUTES) + WITHOUT_TRACE_FOR
        return clock.now() < until

    @property
    def day(self) -> date | None:
        """The day on which it was written, which is all that is shown of the time."""
        slot = self.inside.get("slot")
        return clock.day_of(datetime.fromisoformat(slot)) if slot else None

    @property
    def carries_the_title(self) -> bool:
        """Whether the title of its conversation is part of it."""
        return self.number == 1 and self.conversation.kind == Kind.OPEN

    def reindex(self) -> None:
        """Find it, and its words, under the newest key."""
        from dueregard.networks.conversations import words

        if self.inside.get("voice"):
            about = "once" if self.inside.get("once") else "post"
            self.mark = seats.mark(
                self.network_id, f"{self.inside['voice']}|{self.conversation_id}", about=about
            )
        words.index(self)


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, place: Any) -> "WordQuerySet":
        """Return nothing: words are for the search, which returns posts."""
        return self.none()


class Word(models.Model):
    """That a word occurs in a post: a blind index of the word under the network's key, cut to 16 digits."""

    token = models.CharField(max_length=16)
    post = models.ForeignKey(Post, models.CASCADE, related_name="words")

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["token"]
        indexes = [models.Index(fields=["token", "post"], name="word_in_post")]

    def __str__(self) -> str:
        return self.token


class ModerationQuerySet(models.QuerySet["Moderation"]):
    def visible_to(self, place: Any) -> "ModerationQuerySet":
        """Return what is held, to those who run the network."""
        if not seats.is_place(place) or not place.runs_it:
            return self.none()
        return self.filter(network=place.network)


class Moderation(Sealed):
    """Why a post is held, or asked to be looked at. Inside: the reason, and the voices of those who acted.

    A post is removed by two: `first` says that one of them has asked for it.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    post = models.OneToOneField(Post, models.CASCADE, related_name="moderation")
    is_reported = models.BooleanField(default=False)
    is_to_be_removed = models.BooleanField(default=False)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a moderation"


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, user: Any) -> "ConcernQuerySet":
        """Return the concerns to those who answer for safeguarding: they need no name to act.

        To a place, those that were answered, beside the posts that it sees.
        """
        if seats.is_place(user):
            answered = self.filter(network=user.network, is_open=False)
            return answered.filter(post__in=Post.objects.visible_to(user))
        is_here = getattr(user, "is_authenticated", False) and user.holds("quality-lead")
        return self.all() if is_here else self.none()


class Concern(Sealed):
    """That a child or somebody else may be at risk. Inside: what was said, the words of whoever raised it, the answer.

    It names neither the author nor the one who raised it; an answer is read by both in the room.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="concerns")
    raised_on = models.DateField()
    is_open = models.BooleanField(default=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-is_open", "-raised_on", "id"]

    def __str__(self) -> str:
        return "a concern"


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, place: Any) -> "IntroductionQuerySet":
        """Return the introductions of the place's network."""
        return self.filter(network=place.network) if seats.is_place(place) else self.none()


class Introduction(Sealed):
    """What a member chose to say of themselves, so that others find them. Inside: text, signature, voice, buddy.

    It keeps the signature with which it was first written: who wants another one removes it and writes anew.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="introductions")
    mark = models.CharField(max_length=64, unique=True)
    turn = models.PositiveBigIntegerField()

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-turn"]

    def __str__(self) -> str:
        return "an introduction"

    def reindex(self) -> None:
        """Find it under the newest key."""
        self.mark = seats.mark(self.network_id, self.inside["voice"], about="introduction")
