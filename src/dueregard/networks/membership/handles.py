"""Handles: what a member is called in a network, offered at random or written by hand; never like their own name."""

import re
import secrets
import unicodedata
from collections.abc import Iterable

COLOURS = (
    "Amber", "Ash", "Azure", "Copper", "Coral", "Dusky", "Ember", "Fern", "Flint", "Golden", "Hazel", "Indigo", "Ivory",
    "Jade", "Lilac", "Linen", "Maple", "Marble", "Misty", "Mossy", "Ochre", "Olive", "Opal", "Pearl", "Pewter", "Plum",
    "Quartz", "Russet", "Saffron", "Sage", "Sandy", "Scarlet", "Silver", "Slate", "Teal", "Umber", "Velvet", "Violet",
)  # fmt: skip
CREATURES = (
    "Avocet", "Badger", "Bittern", "Bramble", "Bunting", "Curlew", "Dipper", "Dunlin", "Falcon", "Finch", "Gannet",
    "Goldcrest", "Hare", "Heron", "Kestrel", "Lapwing", "Linnet", "Marten", "Merlin", "Newt", "Nuthatch", "Osprey",
    "Otter", "Petrel", "Pipit", "Plover", "Puffin", "Redstart", "Sanderling", "Siskin", "Skylark", "Swallow", "Swift",
    "Tern", "Thrush", "Vole", "Wagtail", "Whimbrel", "Wren",
)  # fmt: skip
LONGEST = 30
SHORTEST = 3
LONG_WORD = 5
"""Letters from which on a word of a name is looked for inside other words too: Lin may be in Linen, Heron not."""


class UnfitHandle(ValueError):
    """A handle that cannot be used. The sentence says why."""


def offer(taken: Iterable[str], *, name: str = "", how_many: int = 3) -> list[str]:
    """Return some handles that nobody in the network has and that are not like this name, drawn at random."""
    known = {plain(each) for each in taken}
    source = secrets.SystemRandom()
    offered: list[str] = []
    while len(offered) < how_many:
        drawn = f"{source.choice(COLOURS)} {source.choice(CREATURES)}"
        if len(known) > len(COLOURS) * len(CREATURES) // 2:
            drawn = f"{drawn} {source.randrange(2, 100)}"
        if plain(drawn) not in known and not is_like(drawn, name):
            known.add(plain(drawn))
            offered.append(drawn)
    return offered


def is_like(handle: str, *own: str) -> bool:
    """Say whether a handle holds a word, or the initials, of any of these names; long words also inside of others."""
    words, joined = plain(handle).split(), plain(handle).replace(" ", "")
    for each in own:
        parts = plain(each).split()
        if "".join(part[0] for part in parts) in words and len(parts) > 1:
            return True
        if any(
            part in words or (len(part) >= LONG_WORD and part in joined) for part in parts if len(part) > 2
        ):
            return True
    return False


def checked(
    handle: str, *, name: str, email: str, number: str, directory: Iterable[str], taken: Iterable[str]
) -> str:
    """Return the handle as it is kept.

    Raises
    ------
    UnfitHandle
        When it is too short or too long, holds part of the member's own name, initials, e-mail address or staff number,
        is the name of a colleague, or is taken in this network.
    """
    handle = " ".join(handle.split())
    if not SHORTEST <= len(handle) <= LONGEST:
        raise UnfitHandle(f"The name must have {SHORTEST} to {LONGEST} characters")
    if is_like(handle, name, email.partition("@")[0], number):
        raise UnfitHandle("The name must not hold your own name, initials, email address or staff number")
    if plain(handle) in {plain(each) for each in directory}:
        raise UnfitHandle("The name is that of a colleague. Choose another one")
    if plain(handle) in {plain(each) for each in taken}:
        raise UnfitHandle("The name is taken in this network. Choose another one")
    return handle


def plain(text: str) -> str:
    """Return text without accents, case and punctuation, for comparison."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or text
    return " ".join(re.findall(r"[^\W_]+", letters.casefold()))
