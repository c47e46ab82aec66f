"""Who may do what with conversations. The actor is a place, but for those who answer concerns."""

from typing import Any

import rules

from dueregard.networks.conversations.models import Concern, Conversation, Post
from dueregard.networks.seats import Place


@rules.predicate
def reads(place: Place, conversation: Conversation) -> bool:
    """Somebody who reads this conversation, and so may write in it."""
    return Conversation.objects.visible_to(place).filter(pk=conversation.pk).exists()


@rules.predicate
def wrote(place: Place, post: Post) -> bool:
    """The one who wrote the post."""
    return post.network_id == place.network.pk and post.inside.get("voice") == place.voice


@rules.predicate
def moderates(place: Place, post: Post) -> bool:
    """Somebody who runs the network, for a post that they may hold."""
    return Post.objects.moderated_by(place).filter(pk=post.pk).exists()


@rules.predicate
def sees(place: Place, post: Post) -> bool:
    """Somebody who reads the post, or has it before them because it was reported."""
    return reads(place, post.conversation) or moderates(place, post)


@rules.predicate
def answers_concerns(user: Any, concern: Concern) -> bool:
    """Somebody who answers for safeguarding."""
    return Concern.objects.visible_to(user).filter(pk=concern.pk).exists()


PERMISSIONS = {
    "networks.converse": reads,
    "networks.change-post": wrote,
    "networks.moderate": moderates,
    "networks.raise-concern": sees,
    "networks.answer-concern": answers_concerns,
}
