"""What members of the tests say to one another, by the actions that people use, and how their pages are read."""

import re
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from dueregard.journal.ticks.models import Deed
from dueregard.networks.conversations import actions, reports
from dueregard.networks.conversations.actions import Said
from dueregard.networks.conversations.models import Conversation, Post, Topic
from dueregard.networks.seats import Place
from dueregard.people.models import Person


def begin(
    by: Place,
    title: str = "Passed over",
    text: str = "Was anyone else passed over?",
    *,
    cover: str = "",
    once: bool = False,
    topic: Topic | None = None,
) -> Conversation:
    """Start a conversation."""
    return actions.start(title, Said(text, cover, once), topic=topic, token=uuid4(), by=by)


def answer(
    conversation: Conversation, by: Place, text: str = "I was.", *, cover: str = "", once: bool = False
) -> Post:
    """Write in a conversation."""
    return actions.reply(conversation, Said(text, cover, once), token=uuid4(), by=by)


def first_of(conversation: Conversation) -> Post:
    """Return the first post of a conversation, as it stands."""
    return Post.objects.get(conversation=conversation, number=1)


def again(post: Post) -> Post:
    """Return a post as it stands."""
    return Post.objects.get(pk=post.pk)


def found(place: Place, text: str) -> list[Post]:
    """Return the posts that a search finds, in its order."""
    return [Post.objects.get(pk=key) for key in reports.search(place, text)]


def deeds() -> int:
    """Return how many digests wait for the next tick."""
    return Deed.objects.count()


def client_of(person: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    return client


def words_of(response: Any) -> str:
    """Return a page as it is read, without its markup and with single spaces."""
    main = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace(" ,", ",").replace("&#x27;", "'")


def token_in(response: Any) -> str:
    """Return the token that a page carries, so that pressing twice posts once."""
    found = re.search(r'name="token" value="([0-9a-f-]+)"', response.content.decode())
    assert found is not None
    return found[1]


def address(name: str, place: Place, *arguments: Any) -> str:
    """Return the address of a page of the network in which somebody has a place."""
    return reverse(name, args=[place.network.code, *arguments])
