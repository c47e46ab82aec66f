"""Builders for tests that need training: what a module says, one that is published, and files of completions."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.people.models import Person
from dueregard.policies.models import Module, Policy
from dueregard.policies.training import actions
from dueregard.policies.training.actions import About
from dueregard.voice.models import Issue

PAGES = [
    {"heading": "What caring is", "text": "Looking after somebody who depends on you."},
    {"heading": "What you can ask for", "text": "Five days a year.\n\nIn half days, if you like."},
]
QUESTIONS = [
    {
        "question": "Must somebody prove that they care?",
        "choices": [
            {"text": "Yes", "feedback": "Nobody may ask for proof.", "is_right": False},
            {"text": "No", "feedback": "Their word is enough.", "is_right": True},
        ],
    },
    {
        "question": "Can a request be refused?",
        "choices": [
            {"text": "No, only moved", "feedback": "The law gives a right to it.", "is_right": True},
            {
                "text": "Yes, if work is busy",
                "feedback": "It may be moved, and never refused.",
                "is_right": False,
            },
        ],
    },
]
RIGHT = {"question_0": "1", "question_1": "0"}


def about(code: str = "carers", *, policy: Policy | None = None, issue: Issue | None = None) -> About:
    return About(
        code=code,
        title=f"Training {code}",
        summary="What to do when somebody cares.",
        policy=policy,
        issue=issue,
    )


def draft(by: Person, code: str = "carers", **more: Any) -> Module:
    """Return a module whose first edition is written and not published."""
    module = actions.begin(about(code, **more), token=uuid4(), by=by)
    actions.write(module, pages=PAGES, questions=QUESTIONS, revision=1, by=by)
    return module


def published(by: Person, code: str = "carers", **more: Any) -> Module:
    """Return a module that people can take."""
    return actions.publish(draft(by, code, **more), asks_again=False, revision=2, by=by)


def next_edition(module: Module, *, asks_again: bool, by: Person) -> Module:
    """Publish another edition."""
    edition = actions.begin_edition(module, by=by)
    return actions.publish(module, asks_again=asks_again, revision=edition.revision, by=by)


def csv(*rows: str, head: str = "staff number,module,date", name: str = "learning.csv") -> SimpleUploadedFile:
    """Return a file of completions."""
    return SimpleUploadedFile(name, ("\n".join([head, *rows]) + "\n").encode())
