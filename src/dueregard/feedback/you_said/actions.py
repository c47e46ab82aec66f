"""Every write of replies: written by one person, published by another, in words that their readers can read."""

from dataclasses import dataclass
from datetime import date

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.feedback.reading_age import HARDEST_FOR_CHILDREN, reading_age
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.you_said.models import Reply
from dueregard.people.models import Person


class NotNow(Exception):
    """The reply is not in a state in which this can be done. The tree: the refusals of this module."""


class ChangedMeanwhile(NotNow):
    """Somebody else has changed the reply since the page was opened."""


class AlreadyPublished(NotNow):
    """The public reads it; it is taken down first."""


class NotPublished(NotNow):
    """It is a draft."""


@dataclass
class TooHard(Exception):
    """The words are too hard for the children they are for."""

    age: float


@dataclass(frozen=True)
class Words:
    """What a reply says, and to whom."""

    audience: str
    said: str
    did: str
    heard_on: date
    survey: Survey | None = None
    """For colleagues alone: the survey in which they said it."""


@journal.action
def write(words: Words, *, by: Person) -> Reply:
    """Write a reply, which nobody outside reads yet."""
    require(by, Reply.get_perm("write"))
    reply = Reply(
        audience=words.audience,
        said=words.said,
        did=words.did,
        heard_on=words.heard_on,
        survey=words.survey,
        written_by=by,
    )
    _refuse_hard_words(reply)
    reply.save()
    journal.record("wrote a reply", reply, by=by)
    return reply


@journal.action
def rewrite(reply: Reply, words: Words, *, version: int, by: Person) -> Reply:
    """Change a draft; whoever changed it last is its writer, and does not publish it."""
    require(by, Reply.get_perm("write"), reply)
    reply = _locked(reply, version)
    if reply.is_published:
        raise AlreadyPublished
    reply.audience, reply.said, reply.did, reply.heard_on, reply.survey = (
        words.audience, words.said, words.did, words.heard_on, words.survey,
    )  # fmt: skip
    reply.written_by, reply.written_at = by, clock.now()
    _refuse_hard_words(reply)
    _save(reply, "audience", "said", "did", "heard_on", "survey", "written_by", "written_at")
    journal.record("changed a reply", reply, by=by)
    return reply


@journal.action
def publish(reply: Reply, *, version: int, by: Person) -> Reply:
    """Let the public read a reply that somebody else wrote."""
    reply = _locked(reply, version)
    require(by, Reply.get_perm("publish"), reply)
    if reply.is_published:
        raise AlreadyPublished
    reply.published_by, reply.published_at = by, clock.now()
    _save(reply, "published_by", "published_at")
    journal.record("published a reply", reply, by=by)
    return reply


@journal.action
def take_down(reply: Reply, *, version: int, by: Person) -> Reply:
    """Make a published reply a draft again."""
    require(by, Reply.get_perm("take_down"), reply)
    reply = _locked(reply, version)
    if not reply.is_published:
        raise NotPublished
    reply.published_by = reply.published_at = None
    _save(reply, "published_by", "published_at")
    journal.record("took a reply down", reply, by=by)
    return reply


def _refuse_hard_words(reply: Reply) -> None:
    if not reply.is_for_children:
        return
    age = reading_age(f"{reply.said}\n{reply.did}")
    if age > HARDEST_FOR_CHILDREN:
        raise TooHard(age)


def _locked(reply: Reply, version: int) -> Reply:
    held = Reply.objects.select_for_update().get(pk=reply.pk)
    if held.version != version:
        raise ChangedMeanwhile
    return held


def _save(reply: Reply, *names: str) -> None:
    reply.version += 1
    reply.save(update_fields=[*names, "version"])
