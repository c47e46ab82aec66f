"""Every write of training, but for what a file brings (`importing.py`)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person, Staff
from dueregard.policies.texts.models import Policy
from dueregard.policies.training.models import Completion, Module, ModuleEdition
from dueregard.voice.models import Issue


class NotNow(Exception):
    """It cannot be done now. The tree: the refusals of this module."""


class CodeIsTaken(NotNow):
    """Another module has this code."""


class ChangedMeanwhile(NotNow):
    """Somebody else changed the draft since the page was opened."""


class AlreadyPublished(NotNow):
    """There is no draft: what is published is never changed."""


class NothingToTake(NotNow):
    """It has no page, or no question."""


class DraftThere(NotNow):
    """There is a draft of the next edition already."""


@dataclass(frozen=True)
class About:
    """What a module says about itself, which policy it belongs to, and for which issue it was written."""

    code: str
    title: str
    summary: str
    policy: Policy | None = None
    issue: Issue | None = None


@journal.action
def begin(about: About, *, token: UUID, by: Person) -> Module:
    """Begin a module with an empty draft. The same token again is the same module."""
    require(by, Module.get_perm("write"))
    made = Module.objects.filter(pk=token).first()
    if made is not None:
        return made
    module = Module(pk=token, owner=by)
    _put(module, about, is_new=True)
    ModuleEdition.objects.create(module=module, number=1)
    journal.record("began a training module", module, by=by)
    return module


@journal.action
def describe(module: Module, about: About, *, by: Person) -> Module:
    """Change what a module says about itself."""
    require(by, Module.get_perm("write"), module)
    held = _held(module)
    _put(held, about, is_new=False)
    journal.record("described a training module", held, by=by)
    return held


@journal.action
def write(
    module: Module,
    *,
    pages: list[dict[str, Any]] | None = None,
    questions: list[dict[str, Any]] | None = None,
    revision: int,
    by: Person,
) -> ModuleEdition:
    """Put the pages, or the questions, of the draft in place of what stood there."""
    require(by, Module.get_perm("write"), module)
    _held(module)
    draft = _draft(module)
    if draft.revision != revision:
        raise ChangedMeanwhile
    draft.pages = draft.pages if pages is None else pages
    draft.questions = draft.questions if questions is None else questions
    draft.revision += 1
    draft.save(update_fields=["pages", "questions", "revision"])
    journal.record("wrote a training module", draft, by=by)
    return draft


@journal.action
def publish(module: Module, *, asks_again: bool, revision: int, by: Person) -> Module:
    """Let people take the draft from now on; with `asks_again`, those too who took an earlier edition."""
    require(by, Module.get_perm("write"), module)
    held = _held(module)
    draft = _draft(held)
    if draft.revision != revision:
        raise ChangedMeanwhile
    if not draft.pages or not draft.questions:
        raise NothingToTake
    draft.published_at = clock.now()
    draft.save(update_fields=["published_at"])
    if asks_again and held.published_number:
        held.asks_since = clock.today()
    if asks_again or not held.published_number:
        held.asks_number = draft.number
    held.published_number = draft.number
    held.save(update_fields=["published_number", "asks_number", "asks_since"])
    journal.record("published a training module", held, by=by)
    return held


@journal.action
def begin_edition(module: Module, *, by: Person) -> ModuleEdition:
    """Begin the next edition from what is published."""
    require(by, Module.get_perm("write"), module)
    held = _held(module)
    last = held.editions.order_by("-number")[0]
    if last.published_at is None:
        raise DraftThere
    draft = ModuleEdition.objects.create(
        module=held, number=last.number + 1, pages=last.pages, questions=last.questions
    )
    journal.record("began an edition of a training module", draft, by=by)
    return draft


@journal.action
def complete(module: Module, *, by: Person) -> Completion:
    """Keep that somebody answered every question of the published edition right, once for each edition."""
    require(by, Module.get_perm("take"), module)
    staff = Staff.objects.select_for_update(no_key=True).get(person=by)
    held = Module.objects.published().get(pk=module.pk)
    kept = Completion.objects.filter(staff=staff, module=held, number=held.published_number).first()
    if kept is not None:
        return kept
    made = Completion.objects.create(staff=staff, module=held, number=held.published_number)
    journal.record("took a training module", made, by=by)
    return made


def _put(module: Module, about: About, *, is_new: bool) -> None:
    module.code, module.title, module.summary = about.code, about.title, about.summary
    module.policy, module.issue = about.policy, about.issue
    try:
        with transaction.atomic():
            module.save(force_insert=is_new)
    except IntegrityError:
        raise CodeIsTaken from None


def _held(module: Module) -> Module:
    return Module.objects.select_for_update(of=("self",)).get(pk=module.pk)


def _draft(module: Module) -> ModuleEdition:
    draft = module.editions.filter(published_at=None).first()
    if draft is None:
        raise AlreadyPublished
    return draft
