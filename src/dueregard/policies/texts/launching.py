"""What else happens when a version comes into force: other parts of the house say so here, and are called."""

from typing import Protocol

from dueregard.people.models import Person
from dueregard.policies.texts.models import Version


class OnLaunch(Protocol):
    """Does its part of a launch, in the same transaction: what it raises undoes the launch."""

    def __call__(self, version: Version, *, by: Person) -> object: ...


_functions: list[OnLaunch] = []


def on_launch(function: OnLaunch) -> None:
    """Let a function be called in each launch. Saying it twice is saying it once."""
    if function not in _functions:
        _functions.append(function)


def tell(version: Version, *, by: Person) -> None:
    """Call each function, in the order in which they were named."""
    for function in _functions:
        function(version, by=by)
