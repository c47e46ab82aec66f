"""What else happens in the moment in which a version comes into force. Each room registers its own function."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from dueregard.policies.texts.models import Version


class AtLaunch(Protocol):
    """Something that is done with a version that was just launched, in the same transaction."""

    def __call__(self, version: "Version", *, by: Any) -> object: ...


_functions: dict[str, Callable[..., object]] = {}


def on_launch(function: AtLaunch) -> None:
    """Call a function at each launch. Saying it twice is saying it once."""
    _functions[f"{function.__module__}.{function.__qualname__}"] = function  # type: ignore[attr-defined]  # a function has both


def launched(version: "Version", *, by: Any) -> None:
    """Call every function that is registered; `launch` does it in its transaction."""
    for function in _functions.values():
        function(version, by=by)
