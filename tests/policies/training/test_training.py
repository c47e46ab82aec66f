"""Training: written, published and taken; what counts as done, and who may do what."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.models import Person
from dueregard.policies.models import Completion, Module, ModuleEdition, RollOut
from dueregard.policies.own import reports as own
from dueregard.policies.training import actions
from tests.networks.members import NOW
from tests.policies.training.schooling import PAGES, QUESTIONS, about, draft, next_edition, published

Cast = dict[str, Person]
Nothing = None


def waits_for(person: Person) -> list[str]:
    return [module.code for module in own.to_take(person)]


def last_deed() -> str:
    return Entry.objects.order_by("-number")[0].deed


def test_a_module_is_begun_written_and_published(cast: Cast, wednesday: Nothing) -> None:
    owner = cast["policy-owner"]
    token = uuid4()
    module = actions.begin(about(), token=token, by=owner)
    assert last_deed() == "began a training module"
    assert actions.begin(about(), token=token, by=owner) == module
    edition = actions.write(module, pages=PAGES, revision=1, by=owner)
    assert (edition.pages, edition.questions, edition.revision) == (PAGES, [], 2)
    assert last_deed() == "wrote a training module"
    with pytest.raises(actions.NothingToTake):
        actions.publish(module, asks_again=False, revision=2, by=owner)
    actions.write(module, questions=QUESTIONS, revision=2, by=owner)
    module = actions.publish(module, asks_again=False, revision=3, by=owner)
    assert (module.published_number, module.asks_number, module.asks_since) == (1, 1, None)
    assert last_deed() == "published a training module"
    with pytest.raises(actions.AlreadyPublished):
        actions.write(module, pages=[], revision=3, by=owner)


def test_of_two_who_write_at_once_the_second_is_told(cast: Cast) -> None:
    module = actions.begin(about(), token=uuid4(), by=cast["policy-owner"])
    actions.write(module, pages=PAGES, revision=1, by=cast["policy-owner"])
    for late in (
        lambda: actions.write(module, pages=[], revision=1, by=cast["equality-lead"]),
        lambda: actions.publish(module, asks_again=False, revision=1, by=cast["equality-lead"]),
    ):
        with pytest.raises(actions.ChangedMeanwhile):
            late()
    assert ModuleEdition.objects.get().pages == PAGES


def test_a_code_is_given_once(cast: Cast) -> None:
    owner = cast["policy-owner"]
    draft(owner)
    with pytest.raises(actions.CodeIsTaken):
        actions.begin(about(), token=uuid4(), by=owner)
    other = draft(owner, "other")
    with pytest.raises(actions.CodeIsTaken):
        actions.describe(other, about(), by=owner)
    assert actions.describe(other, about("third"), by=owner).code == "third"
    assert last_deed() == "described a training module"


def test_writing_is_for_policy_owners_and_the_equality_lead(cast: Cast) -> None:
    module = draft(cast["policy-owner"])
    for role in set(ROLES) - {"policy-owner", "equality-lead"}:
        for deed in (
            lambda by: actions.begin(about("x"), token=uuid4(), by=by),
            lambda by: actions.describe(module, about("x"), by=by),
            lambda by: actions.write(module, pages=[], revision=2, by=by),
            lambda by: actions.publish(module, asks_again=False, revision=2, by=by),
            lambda by: actions.begin_edition(module, by=by),
        ):
            with pytest.raises(NotAllowed):
                deed(cast[role])
        assert not Module.objects.visible_to(cast[role]).exists()


def test_what_is_published_is_seen_by_colleagues_and_its_next_draft_by_writers(cast: Cast) -> None:
    module = published(cast["policy-owner"])
    actions.begin_edition(module, by=cast["policy-owner"])
    with pytest.raises(actions.DraftThere):
        actions.begin_edition(module, by=cast["policy-owner"])
    for role, person in cast.items():
        assert Module.objects.visible_to(person).exists() is person.is_employed
        count = 2 if role in {"policy-owner", "equality-lead"} else int(person.is_employed)
        assert ModuleEdition.objects.visible_to(person).count() == count


# Taking it


def test_a_completion_is_kept_once_for_each_edition_and_recorded(cast: Cast, wednesday: Nothing) -> None:
    module = published(cast["policy-owner"])
    made = actions.complete(module, by=cast["staff"])
    assert (made.number, made.completed_on) == (1, clock.today())
    assert last_deed() == "took a training module"
    assert actions.complete(module, by=cast["staff"]) == made
    next_edition(module, asks_again=False, by=cast["policy-owner"])
    actions.complete(module, by=cast["staff"])
    assert sorted(Completion.objects.values_list("number", flat=True)) == [1, 2]
    for role in ("inspector", "outsider"):
        with pytest.raises(NotAllowed):
            actions.complete(module, by=cast[role])


def test_what_is_not_published_cannot_be_taken(cast: Cast) -> None:
    with pytest.raises(Module.DoesNotExist):
        actions.complete(draft(cast["policy-owner"]), by=cast["staff"])


def test_whoever_is_asked_to_read_a_policy_is_asked_to_take_what_belongs_to_it(
    cast: Cast, roll_out: RollOut
) -> None:
    owner = cast["policy-owner"]
    module = published(owner, policy=roll_out.policy)
    published(owner, "apart")
    draft(owner, "unfinished", policy=roll_out.policy)
    assert waits_for(cast["staff"]) == ["carers"]
    actions.complete(module, by=cast["staff"])
    assert waits_for(cast["staff"]) == []
    assert waits_for(cast["adviser"]) == ["carers"]


def test_an_edition_asks_again_only_where_its_writer_says_so(cast: Cast, roll_out: RollOut) -> None:
    owner = cast["policy-owner"]
    module = published(owner, policy=roll_out.policy)
    actions.complete(module, by=cast["staff"])
    next_edition(module, asks_again=False, by=owner)
    assert waits_for(cast["staff"]) == []
    with clock.standing_at(NOW + timedelta(days=40)):
        next_edition(module, asks_again=True, by=owner)
        assert waits_for(cast["staff"]) == ["carers"]
        actions.complete(module, by=cast["staff"])
        assert waits_for(cast["staff"]) == []
    assert Completion.objects.count() == 2  # the earlier one stays


def test_completions_are_sealed_in_the_database(cast: Cast) -> None:
    actions.complete(published(cast["policy-owner"]), by=cast["staff"])
    for statement in (
        "UPDATE policies_completion SET completed_on = '2020-01-01'",
        "DELETE FROM policies_completion",
    ):
        with (
            pytest.raises(DatabaseError, match="sealed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_each_is_undone_when_it_cannot_be_recorded(cast: Cast, fill_journal: Callable[[], None]) -> None:
    owner = cast["policy-owner"]
    module, other = published(owner), draft(owner, "other")
    fill_journal()
    for deed in (
        lambda: actions.begin(about("x"), token=uuid4(), by=owner),
        lambda: actions.describe(module, about("x"), by=owner),
        lambda: actions.write(other, pages=[], revision=2, by=owner),
        lambda: actions.publish(other, asks_again=False, revision=2, by=owner),
        lambda: actions.begin_edition(module, by=owner),
        lambda: actions.complete(module, by=owner),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert sorted(Module.objects.values_list("code", "published_number")) == [("carers", 1), ("other", 0)]
    assert (ModuleEdition.objects.count(), Completion.objects.count()) == (2, 0)
