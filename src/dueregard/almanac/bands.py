"""Bands: the only way in which the size of a group of staff is shown to those who may not count it."""

FIRST_BAND = "fewer than 10"

# The first number of each band, and what is said from there on.
_BANDS = ((200, "200+"), (100, "100-199"), (50, "50-99"), (25, "25-49"), (10, "10-24"), (0, FIRST_BAND))


def band(count: int) -> str:
    """Return the band in which a number of people falls."""
    for first, words in _BANDS:
        if count >= first:
            return words
    raise ValueError(f"{count} is not a number of people.")
