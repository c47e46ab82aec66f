"""Fixtures of the windows that people sit at."""

from tests.networks.windows import by_keyboard, on_a_phone

__all__ = ["by_keyboard", "on_a_phone"]
