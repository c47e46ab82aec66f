"""The demonstration's training: a module that a network asked for, beside the policy for working carers. Invented."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from dueregard import journal
from dueregard.demo.cast import member
from dueregard.demo.decisions import BEGAN_WITH, CARERS
from dueregard.people.models import Person
from dueregard.policies.models import Module, Policy
from dueregard.policies.training import actions as training
from dueregard.policies.training.actions import About
from dueregard.voice.models import Issue

KEY = UUID("5e70a5e7-0000-4000-8000-0000000000a4")


def is_made() -> bool:
    """Say whether the module is there and can be taken."""
    return Module.objects.published().filter(pk=_key()).exists()


def make_unless_made() -> None:
    """Make the training, where an earlier start has not."""
    if not is_made():
        _make()


@journal.action
def _make() -> None:
    """Write the module, publish it, and let one of the cast have taken it: all of it or nothing."""
    owner, told = _person("policy-owner"), _told()
    about = About(
        code=told["code"],
        title=told["title"],
        summary=told["summary"],
        policy=Policy.objects.filter(title=CARERS).first(),
        issue=Issue.objects.filter(title=BEGAN_WITH, is_shown=True).first(),
    )
    module = training.begin(about, token=_key(), by=owner)
    draft = training.write(module, pages=told["pages"], questions=told["questions"], revision=1, by=owner)
    training.publish(module, asks_again=False, revision=draft.revision, by=owner)
    training.complete(module, by=_person("adviser"))
    journal.record("made the demonstration's training", module, by=owner)


def _key() -> UUID:
    return uuid5(KEY, _told()["code"])


def _person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
