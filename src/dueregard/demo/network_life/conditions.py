"""What several kinds of entry must meet."""

from collections.abc import Collection

CHAIR = 0
MOST_AUTHORS = 25
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def an_author(number: int) -> None:
    """Refuse what is not the number of an author."""
    if not CHAIR <= number <= MOST_AUTHORS:
        raise ValueError(f"author must be {CHAIR} for the chair, or 1 to {MOST_AUTHORS}")


def so_many_words(text: str, fewest: int, most: int) -> None:
    """Refuse a text that is shorter or longer than this many words."""
    if not fewest <= (words := len(text.split())) <= most:
        raise ValueError(f"text has {words} words, and must have {fewest} to {most}")


def one_of(key: str, said: str, choices: Collection[str]) -> None:
    """Refuse what is none of these."""
    if said not in choices:
        raise ValueError(f"{key} is “{said}”, and must be one of {', '.join(choices)}")


def not_below_zero(key: str, number: int) -> None:
    """Refuse a number below 0."""
    if number < 0:
        raise ValueError(f"{key} must be 0 or more")


def an_address(key: str, address: str) -> None:
    """Refuse what is not the address of a page."""
    if not address.startswith("https://"):
        raise ValueError(f"{key} must begin with https://")


def each_once(what: str, named: Collection[object]) -> None:
    """Refuse two that are alike."""
    if len(set(named)) < len(named):
        raise ValueError(f"two {what} are alike")
