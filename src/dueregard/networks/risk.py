"""Words that sound like a risk to life. Whoever writes them is shown where to turn at once, and may send all the same.

Nothing is kept of what was found, nobody is told, and nothing is held back: the page only offers help sooner. It errs
on the side of offering too often.
"""

import re
import unicodedata

PHRASES = (
    "suicid*", "kill myself", "killing myself", "kill my self", "end my life", "ending my life", "end it all",
    "take my own life", "taking my own life", "take my life", "want to die", "wanna die", "wish i was dead",
    "wish i were dead", "better off dead", "better off without me", "dont want to live", "do not want to live",
    "dont want to be here", "do not want to be here", "dont want to be alive", "do not want to be alive",
    "dont want to wake up", "do not want to wake up", "no reason to live", "no point in living", "nothing to live for",
    "cant go on", "cannot go on", "can not go on", "hurt myself", "hurting myself", "harm myself", "harming myself",
    "self harm*", "cut myself", "cutting myself", "overdos*", "od on", "kill him", "kill her", "kill them", "kill me",
    "going to die tonight", "not safe tonight", "not safe with myself", "ending it all",
)  # fmt: skip
"""Words and phrases, in the form that `plain` gives a text; a star stands for whatever ends the word."""

_FOUND = re.compile("|".join(rf"\b{phrase.replace('*', r'[a-z]*')}\b" for phrase in PHRASES))


def sounds_like_risk(*texts: str) -> bool:
    """Say whether any of these texts has words that sound like a risk to somebody's life."""
    return any(_FOUND.search(plain(text)) for text in texts)


def plain(text: str) -> str:
    """Return a text as small letters and single spaces, without apostrophes, accents and other signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign) and sign not in "'’‘`´")
    return " ".join(re.findall(r"[^\W_]+", kept))
