"""How a number is shown to a reader: percentages, counts, money, weeks."""

import math
from dataclasses import dataclass

MINUS = "−"
MOST_PLACES = 12


@dataclass(frozen=True)
class Numerals:
    """How the numbers of one axis or column are shown.

    ``multiply`` is applied first (100 turns a proportion into a percentage); ``places`` are the decimal
    places of a value; ``prefix`` and ``suffix`` stand around it, inside the minus sign and outside it.
    """

    multiply: float = 1.0
    places: int = 1
    prefix: str = ""
    suffix: str = ""

    def show(self, value: float) -> str:
        """Return the value in words a reader expects, as in ``Numerals().show(-1234.56) == '−1,234.6'``."""
        return self._at(value, self.places)

    def tick(self, value: float, step: float) -> str:
        """Return the value with no more decimals than marks that are ``step`` apart need."""
        shown_step = abs(step * self.multiply)
        places = 0
        while places < MOST_PLACES and not math.isclose(shown_step, round(shown_step, places), rel_tol=1e-9):
            places += 1
        return self._at(value, places)

    def _at(self, value: float, places: int) -> str:
        figure = f"{abs(value * self.multiply):,.{places}f}"
        is_negative = value < 0 and any(digit in "123456789" for digit in figure)
        return f"{MINUS if is_negative else ''}{self.prefix}{figure}{self.suffix}"


PERCENT = Numerals(multiply=100.0, places=1, suffix="%")
COUNT = Numerals(places=0)
DECIMAL = Numerals(places=1)
THOUSANDTHS = Numerals(places=3)
