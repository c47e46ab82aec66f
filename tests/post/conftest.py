"""What the tests of the post share: kinds of their own, and an outlet that does as it is told."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from dueregard import post
from dueregard.post import kinds, outlets
from dueregard.post.letters import Letter
from dueregard.post.models import Message

ADDRESS = "ash.example@rowan.example"
VALUES = {"who": "Birch <b>Example</b>", "day": "Monday"}


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Give each test two kinds of its own, and no others."""
    monkeypatch.setattr(kinds, "_kinds", {})
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.ADDRESS = "https://due-regard.example"
    post.kind("a request came", subject="{{ who }} asks for leave", template="post_tests/asked.txt")
    post.kind("a network wrote", subject="From {{ who }}", template="post_tests/asked.txt", private=True)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder of a file outlet of the test's own."""
    settings.VAR = tmp_path
    return tmp_path / "outbox"


class Told:
    """An outlet that keeps what it carried, and refuses what it is told to."""

    def __init__(self) -> None:
        self.carried: list[Letter] = []
        self.refusals: dict[str, post.PostError] = {}
        self.meanwhile: Callable[[], None] = lambda: None

    def deliver(self, letter: Letter) -> None:
        self.meanwhile()
        if letter.to in self.refusals:
            raise self.refusals[letter.to]
        self.carried.append(letter)

    def close(self) -> None:
        pass


@pytest.fixture
def outlet(monkeypatch: pytest.MonkeyPatch) -> Told:
    """An outlet that stands where the settings would name one of the real ones."""
    told = Told()

    @contextmanager
    def opened() -> Iterator[Told]:
        yield told

    monkeypatch.setattr(outlets, "opened", opened)
    return told


def write(to: str = ADDRESS, *, kind: str = "a request came", key: str = "", **values: Any) -> Message:
    """Put a message in the outbox, in a transaction of its own."""
    with transaction.atomic():
        return post.send(kind, to=to, key=key or uuid4().hex, **(VALUES | values))
