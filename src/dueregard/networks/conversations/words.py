"""The search inside a network: words are found without being stored, by blind indexes under the network's key.

Whoever steals the database sees that two posts share a word, and not which word.
"""

import re
import unicodedata
from uuid import UUID

from dueregard.networks import keyring
from dueregard.networks.conversations.models import Post, Word

LONGEST = 200
"""Different words of a post that can be searched for."""

SHORTEST = 3
DIGITS = 16


def words_of(text: str) -> list[str]:
    """Return the different words of a text in one form: no case, no accents, nothing shorter than three letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return list(dict.fromkeys(word for word in found if len(word) >= SHORTEST))[:LONGEST]


def index(post: Post) -> None:
    """Make a post findable by its words, and the first by the title too, under the newest key and by nothing else."""
    Word.objects.filter(post=post).delete()
    number = max(keyring.ring(post.network_id).keys)
    text = post.inside.get("text", "")
    if text and post.carries_the_title:
        text = f"{post.conversation.inside['title']} {text}"
    Word.objects.bulk_create(
        Word(token=token(post.network_id, word, number), post=post) for word in words_of(text)
    )


def tokens(network: UUID, word: str) -> list[str]:
    """Return what a word is found by, under each key of a network."""
    return [token(network, word, number) for number in keyring.ring(network).keys]


def token(network: UUID, word: str, number: int) -> str:
    return keyring.ring(network).blind_index(word, about="networks|word", number=number)[:DIGITS]
