"""What is written to people about passports: that there is something to read after signing in, and not a word more."""

from contextlib import suppress

from dueregard import post
from dueregard.people.models import Staff

SHOWN, SIGNED = "passport shown", "passport signed"
ENDED, REVIEW = "passport shown no longer", "passport to look at again"

NEUTRAL = "post/mail/neutral.txt"


def register() -> None:
    """Tell the post which kinds of message there are; all are private, so that the outbox does not tell them apart."""
    for kind in (SHOWN, SIGNED, ENDED, REVIEW):
        post.kind(kind, subject="You have updates in Due Regard", template=NEUTRAL, private=True)


def tell(kind: str, whom: Staff, *, occasion: str) -> None:
    """Write to somebody once about one occasion; an address that mail cannot go to holds nothing up."""
    with suppress(post.NotAnAddress):
        post.send(kind, to=whom.person.email, key=f"{kind} {occasion}")
