"""Every write of moderation and concerns: reported by anyone, held by one, removed by two; risk told without names."""

from uuid import UUID

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks.acting import action, note
from dueregard.networks.conversations import refusals
from dueregard.networks.conversations.actions import entitle, hold_fast, strip
from dueregard.networks.conversations.models import Concern, Conversation, Moderation, Post, PostState, Word
from dueregard.networks.seats import Place
from dueregard.people.models import Person

MOST_REPORTS = 10
"""Reports that are kept of one post. It is looked at all the same, however many there are."""


@action
def report(post: Post, *, reason: str, by: Place) -> Moderation:
    """Ask those who run the network to look at a post. They read the reason, and not who gave it."""
    require(by, "networks.converse", post.conversation)
    _, post = hold_fast(post)
    if post.state != PostState.SHOWN:
        raise refusals.NotShown
    moderation = _moderation(post)
    inside = moderation.inside
    others = [one for one in inside["reports"] if one["voice"] != by.voice]
    kept = [*others, {"voice": by.voice, "reason": reason}][-MOST_REPORTS:]
    moderation.enclose({**inside, "reports": kept})
    moderation.is_reported = True
    moderation.save()
    note("reported a post", moderation)
    return moderation


@action
def hold(post: Post, *, reason: str, by: Place) -> Post:
    """Hide the text of a post at once; everyone reads the reason in its place, and its author reads both."""
    require(by, "networks.moderate", post)
    conversation, post = hold_fast(post)
    if post.state != PostState.SHOWN:
        raise refusals.NotShown
    moderation = _moderation(post)
    moderation.enclose({**moderation.inside, "held_by": by.voice})
    moderation.save()
    post.state = PostState.HELD
    post.enclose({**post.inside, "held": reason})
    post.save(update_fields=["key", "contents", "state"])
    if post.carries_the_title:
        entitle(conversation, covered="held")
    note("held a post", conversation, post, moderation)
    return post


@action
def release(post: Post, *, by: Place) -> Post:
    """Let a post be read again, or leave one that was reported as it is. Its author does not decide that."""
    require(by, "networks.moderate", post)
    conversation, post = hold_fast(post)
    _to_decide(post, by)
    Moderation.objects.filter(post=post).delete()
    if post.state == PostState.HELD:
        post.state = PostState.SHOWN
        post.enclose({name: value for name, value in post.inside.items() if name != "held"})
        post.save(update_fields=["key", "contents", "state"])
        if post.carries_the_title:
            entitle(conversation)
    note("released a post", conversation, post)
    return post


@action
def ask_for_removal(post: Post, *, by: Place) -> Moderation:
    """Ask that a held post be removed: somebody else who runs the network must say so too."""
    require(by, "networks.moderate", post)
    _, post = hold_fast(post)
    moderation = _to_decide(post, by)
    if post.state != PostState.HELD:
        raise refusals.NotHeld
    if moderation.is_to_be_removed:
        raise refusals.NothingToDecide
    moderation.enclose({**moderation.inside, "asked_by": by.voice})
    moderation.is_to_be_removed = True
    moderation.save()
    note("asked for the removal of a post", moderation)
    return moderation


@action
def remove(post: Post, *, by: Place) -> Post:
    """Remove a post whose removal somebody else has asked for: only the reason is left, and nothing brings it back."""
    require(by, "networks.moderate", post)
    conversation, post = hold_fast(post)
    moderation = _to_decide(post, by)
    if post.state != PostState.HELD or not moderation.is_to_be_removed:
        raise refusals.NotHeld
    if moderation.inside["asked_by"] == by.voice:
        raise refusals.SamePerson
    if post.carries_the_title:
        entitle(conversation, title="", covered="removed")
    strip(post, PostState.REMOVED, {"held": post.inside["held"]})
    post.save(update_fields=["key", "contents", "mark", "state"])
    Word.objects.filter(post=post).delete()
    moderation.delete()
    note("removed a post", conversation, post)
    return post


def _moderation(post: Post) -> Moderation:
    """Return what is kept about a post that is looked at, new where there is nothing yet; the post must be held."""
    kept = Moderation.objects.filter(post=post).first()
    if kept is None:
        kept = Moderation(network_id=post.network_id, post=post)
        kept.enclose({"reports": [], "held_by": "", "asked_by": ""})
    return kept


def _to_decide(post: Post, by: Place) -> Moderation:
    moderation = Moderation.objects.filter(post=post).first()
    if moderation is None:
        raise refusals.NothingToDecide
    if post.inside.get("voice") == by.voice:
        raise refusals.OwnPost
    return moderation


# Concerns


@action
def raise_concern(post: Post, *, why: str, token: UUID, by: Place) -> Concern:
    """Tell those who answer for safeguarding that somebody may be at risk: what was said, and no names."""
    require(by, "networks.raise-concern", post)
    conversation, post = hold_fast(post)
    raised = Concern.objects.filter(pk=token).first()
    if raised is not None:
        if raised.post_id != post.pk or raised.inside["why"] != why:
            raise refusals.SentBefore
        return raised
    if post.state not in (PostState.SHOWN, PostState.HELD):
        raise refusals.NotShown
    concern = Concern(id=token, network_id=post.network_id, post=post, raised_on=clock.today())
    said = {"text": post.inside["text"], "title": _title_of(post, conversation), "why": why, "answer": ""}
    concern.enclose(said)
    concern.save(force_insert=True)
    note("raised a concern", concern)
    return concern


def _title_of(post: Post, conversation: Conversation) -> str:
    return str(conversation.inside["title"]) if post.carries_the_title else ""


@action
def answer_concern(concern: Concern, *, answer: str, by: Person) -> Concern:
    """Answer a concern and close it. The answer is read beside the post, by those who read the post."""
    require(by, "networks.answer-concern", concern)
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if not concern.is_open:
        raise refusals.AlreadyAnswered
    concern.enclose({**concern.inside, "answer": answer})
    concern.is_open = False
    concern.save()
    note("answered a concern", concern)
    return concern
