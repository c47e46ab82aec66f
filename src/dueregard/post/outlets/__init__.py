"""Outlets: what carries messages away. `DUEREGARD_MAIL` says which one: file, console, smtp or notify."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings

from dueregard.post.letters import Letter
from dueregard.post.outlets.console import ConsoleOutlet
from dueregard.post.outlets.files import FileOutlet
from dueregard.post.outlets.notify import NotifyOutlet
from dueregard.post.outlets.smtp import SmtpOutlet


class Outlet(Protocol):
    """One outlet, used by one thread for one round of sending."""

    def deliver(self, letter: Letter) -> None:
        """Carry one letter away, or raise `Refused`, `TryAgain` or `Unreachable` with a reason without values."""

    def close(self) -> None:
        """Let go of connections."""


OUTLETS: dict[str, Callable[[], Outlet]] = {
    "file": FileOutlet,
    "console": ConsoleOutlet,
    "smtp": SmtpOutlet,
    "notify": NotifyOutlet,
}


@contextmanager
def opened() -> Iterator[Outlet]:
    """Give the outlet that the settings name; it connects only when there is something to carry."""
    outlet = OUTLETS[settings.MAIL]()
    try:
        yield outlet
    finally:
        outlet.close()
