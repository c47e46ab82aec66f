"""Words that sound as if a life were at risk. They make a form show where to turn, and nothing else happens.

It is a small list on purpose: whoever reads the guidance without need presses once more. Nothing is kept of it, and
nobody is told.
"""

import re
import unicodedata

PHRASES = (
    "better off dead",
    "better off without me",
    "cannot go on",
    "cant go on",
    "do not want to be alive",
    "do not want to be here any more",
    "do not want to live",
    "dont want to be alive",
    "dont want to be here any more",
    "dont want to be here anymore",
    "dont want to live",
    "end it all",
    "end my life",
    "ending it all",
    "ending my life",
    "harm myself",
    "hurt myself",
    "hurting myself",
    "kill myself",
    "killing myself",
    "no reason to live",
    "overdose",
    "self harm",
    "self harming",
    "suicidal",
    "suicide",
    "take my own life",
    "taking my own life",
    "want to die",
    "wish i was dead",
    "wish i were dead",
    "going to kill me",
    "going to kill her",
    "going to kill him",
    "going to kill them",
)
_PHRASES = re.compile(r"\b(?:" + "|".join(map(re.escape, PHRASES)) + r")\b")


def sounds_like_risk(*texts: str) -> bool:
    """Say whether a text holds words that sound as if a life were at risk."""
    return any(_PHRASES.search(_plain(text)) for text in texts)


def _plain(text: str) -> str:
    """Return a text in small letters, without apostrophes, and with single spaces for all other marks."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’‘`]", "", letters)))
