"""Where a line of text must end, judged without a font.

SVG does not wrap text, and a chart that is drawn on a server does not know the reader's font. The widths
here are those of a plain sans-serif, a little on the wide side.
"""

import unicodedata

SIZE = 15.0
LINE_HEIGHT = 19.0

_NARROW = frozenset("ijlI.,;:'|!()[]ftr-/ ")
_BROAD = frozenset("mwMW@%—…")


def width_of(text: str) -> float:
    """Return the width of the text in chart units."""
    return sum(map(_letter_width, text)) * SIZE


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _BROAD:
        return 0.92
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.72 if letter.isupper() else 0.58


def wrap(text: str, width: float) -> tuple[str, ...]:
    """Break the text into lines no wider than ``width`` units; a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, width)
        lines.extend(whole)
    return (*lines, line) if line else tuple(lines)


def shortened(text: str, width: float) -> str:
    """Return the text on one line no wider than ``width`` units; what is cut ends in an ellipsis."""
    line = " ".join(text.split())
    return line if width_of(line) <= width else f"{_cut(line, width - width_of('…'))[0]}…"


def _cut(word: str, width: float) -> list[str]:
    pieces = [""]
    used = 0.0
    for letter in word:
        needed = _letter_width(letter) * SIZE
        if pieces[-1] and used + needed > width:
            pieces.append("")
            used = 0.0
        pieces[-1] += letter
        used += needed
    return pieces
