"""Words of a child or a parent that sound as if somebody may be hurt: they are read first, and help is shown first.

It errs on the side of too often: a piece that is read early for nothing costs a few minutes. The longer list about
risk to one's own life is that of the networks.
"""

import re

from dueregard.networks.risk import plain, sounds_like_risk

WORDS = (
    "hurt*", "scared", "scary", "afraid", "frighten*", "kill*", "die", "dead", "knife", "hit me", "hits me",
    "hitting me", "hits us", "hit my", "hits my", "beat me", "beats me", "kick me", "kicks me", "punch*", "slap*",
    "bruise*", "choke*", "strangl*", "touched me", "touches me", "touching me", "private parts", "not safe", "unsafe",
    "dont feel safe", "do not feel safe", "dont want to be alive", "run away", "ran away", "running away", "locked me",
    "locks me", "threat*", "secret touch*", "hungry all the time", "no food", "abus*", "rape*", "cut my", "cutting",
)  # fmt: skip
"""In the form that `plain` gives a text; a star stands for whatever ends the word."""

_FOUND = re.compile("|".join(rf"\b{word.replace('*', r'[a-z]*')}\b" for word in WORDS))


def sounds_risky(text: str) -> bool:
    """Say whether a text has words that sound as if somebody is or may be hurt."""
    return bool(_FOUND.search(plain(text))) or sounds_like_risk(text)
