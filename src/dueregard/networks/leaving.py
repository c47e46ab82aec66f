"""What goes with a seat: each subject says what it keeps of a voice that must not outlast it."""

from collections.abc import Callable

from dueregard.networks.seats import Place

_forgetting: dict[str, Callable[[Place], None]] = {}


def register(what: str, forget: Callable[[Place], None]) -> None:
    """Let `forget` be called, in the action and before the seat is empty, when somebody gets up. Twice is once."""
    _forgetting[what] = forget


def forget_all(place: Place) -> None:
    """Forget what goes with a seat."""
    for forget in _forgetting.values():
        forget(place)
