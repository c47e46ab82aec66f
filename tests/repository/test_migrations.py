"""Every migration goes forward, back and forward again over rows that are there, and loses none of them.

The rows are made from the models as they were before the migration: several in each table of its app, and whatever
their foreign keys ask for.
"""

import random
import string
import uuid
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.validators import MinValueValidator
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.loader import MigrationLoader

from dueregard.config import supervisor
from dueregard.config.router import database_of
from dueregard.journal import heads, seals
from dueregard.journal.chain import verify
from dueregard.journal.models import Entry

OUR_APPS = {config.label for config in apps.get_app_configs() if config.name.startswith("dueregard.")}
ROWS = 3
ATTEMPTS = 5_000

Key = tuple[str, str]
Kept = dict[str, dict[Any, dict[str, Any]]]


def _ours() -> list[Key]:
    known = MigrationLoader(None).disk_migrations or {}
    return sorted(key for key in known if key[0] in OUR_APPS)


@pytest.fixture(autouse=True)
def _heads_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_the_models_have_all_the_migrations_they_need(db: None) -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()


@pytest.mark.parametrize("key", _ours(), ids=".".join)
def test_no_operation_is_a_way_of_no_return(key: Key) -> None:
    migration = MigrationLoader(None).get_migration(*key)
    stuck = [each.describe() for each in migration.operations if not each.reversible]
    assert migration.operations
    assert stuck == []


@pytest.mark.parametrize("key", _ours(), ids=".".join)
def test_it_goes_forward_back_and_forward_again_and_keeps_every_row(
    key: Key, shared_databases: dict[str, str]
) -> None:
    app, name = key
    before = _parent_of(key)
    _migrate(app, before)
    if before == "zero":
        # There is nothing before the first, but what stands after it must not hold up the way back.
        _migrate(app, name)
        _make_rows(app)
        _migrate(app, before)
    _make_rows(app)
    there = _rows_of(app)
    assert bool(there) == (before != "zero")
    _migrate(app, name)
    _assert_kept(there, _rows_of(app))
    if key == ("journal", "0002_chain"):
        assert verify(Entry).entries == len(there["journal.Entry"])
        assert verify(Entry).is_sound, verify(Entry)
        assert heads.kept("journal") is not None
    _migrate(app, before)
    _assert_kept(there, _rows_of(app))
    _migrate(app, name)
    _assert_kept(there, _rows_of(app))
    supervisor.migrate()
    _assert_as_the_models_say()


def _parent_of(key: Key) -> str:
    """Return the migration of the same app that comes before, or zero."""
    parents = MigrationLoader(None).get_migration(*key).dependencies
    return next((name for app, name in parents if app == key[0]), "zero")


def _migrate(app: str, name: str) -> None:
    call_command("migrate", app, name, database=database_of(app), interactive=False, verbosity=0)


def _models_of(app: str) -> list[type[models.Model]]:
    """Return the models of an app as they are in the database now."""
    loader = MigrationLoader(connections[database_of(app)])
    applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    state = loader.project_state(applied)
    return list(state.apps.get_app_config(app).get_models()) if app in {a for a, _ in applied} else []


def _rows_of(app: str) -> Kept:
    using = database_of(app)
    return {
        model._meta.label: {
            row[model._meta.pk.attname]: row for row in model._default_manager.using(using).values()
        }
        for model in _models_of(app)
    }


def _assert_kept(before: Kept, now: Kept) -> None:
    """Fail when a row has gone, or a field that is still there has another value."""
    for label, rows in before.items():
        assert label in now, f"{label} has gone"
        assert rows.keys() <= now[label].keys(), f"{label}: rows have gone"
        for pk, row in rows.items():
            shared = row.keys() & now[label][pk].keys()
            assert shared
            assert {name: row[name] for name in shared} == {name: now[label][pk][name] for name in shared}, (
                label
            )


def _assert_as_the_models_say() -> None:
    """Fail when the head of the migrations is not what the models say, column by column, with every seal on."""
    for using in connections:
        assert seals.broken(using) == []
    for model in apps.get_models():
        if model._meta.app_label in OUR_APPS:
            connection = connections[database_of(model._meta.app_label)]
            with connection.cursor() as cursor:
                found = connection.introspection.get_table_description(cursor, model._meta.db_table)
            wanted = {field.column: field.null for field in model._meta.concrete_fields}
            assert {column.name: bool(column.null_ok) for column in found} == wanted, model


# Rows, made from nothing but the fields of a model


def _make_rows(app: str) -> None:
    """Make rows of each model. Guards look at rows of other tables, which chance does not make: they stand aside."""
    using = database_of(app)
    seals.take_guards_off_for_migration(using)
    for model in _models_of(app):
        _at_least(model, ROWS, using)
    seals.install_after_migration(using)


def _at_least(model: Any, count: int, using: str) -> list[Any]:
    """Make rows until there are so many; what a constraint refuses is tried again with other values."""
    chance = random.Random(model._meta.label)
    manager = model._default_manager.using(using)
    there = list(manager.all())
    for _ in range(ATTEMPTS):
        if len(there) >= count:
            return there
        values = {
            field.attname: value
            for place, field in enumerate(model._meta.concrete_fields)
            if (value := _value(field, place, chance, using)) is not _LEFT_TO_THE_DATABASE
        }
        try:
            with transaction.atomic(using=using):
                manager.create(**values)
        except DatabaseError:
            continue
        there = list(manager.all())
    raise AssertionError(
        f"{ATTEMPTS} attempts made {len(there)} rows of {model._meta.label}; a constraint refuses them"
    )


_LEFT_TO_THE_DATABASE = object()


def _value(field: Any, place: int, chance: random.Random, using: str) -> Any:
    """Return a plausible value for a field."""
    if isinstance(field, models.AutoField):
        return _LEFT_TO_THE_DATABASE
    if field.null and chance.random() < 0.5:
        return None
    if field.is_relation:
        is_own = field.related_model is field.model
        others = (
            list(field.related_model._default_manager.using(using))
            if is_own
            else _at_least(field.related_model, ROWS + 2, using)
        )
        return chance.choice(others).pk if others else None
    if field.choices and chance.random() < 0.9:
        return chance.choice([value for value, _ in field.flatchoices])
    if field.blank and field.empty_strings_allowed and chance.random() < 0.5:
        return ""
    return _MAKERS[field.get_internal_type()](field, place, chance)


def _text(field: Any, place: int, chance: random.Random) -> str:
    letters = "".join(chance.choices(string.ascii_lowercase, k=8))
    return f"{letters} naïve “{field.name}”"[: field.max_length or 200]


def _whole_number(field: Any, place: int, chance: random.Random) -> int:
    least = 0 if field.get_internal_type().startswith("Positive") else -5
    named = [each.limit_value for each in field._validators if isinstance(each, MinValueValidator)]
    first = max(named, default=least)
    return chance.randrange(first, max(6, first + 6))  # few, so that those which must be equal meet


def _day(field: Any, place: int, chance: random.Random) -> date:
    """Return one day that all fields know, or one that is later in later fields: what ends does so after it began."""
    return date(2026, 1, 1) + timedelta(days=chance.choice([0, 10 * place + chance.randrange(9)]))


def _moment(field: Any, place: int, chance: random.Random) -> datetime:
    return datetime.combine(_day(field, place, chance), time(9, 30, 15, 123456), tzinfo=UTC)


def _json(field: Any, place: int, chance: random.Random) -> Any:
    empty = field.get_default()
    full: Any = {"é": [1, None, "two"]} if not isinstance(empty, list) else [{"what": "é", "count": 3}]
    return chance.choice([empty, full])


_MAKERS: dict[str, Any] = {
    "CharField": _text,
    "TextField": _text,
    "SlugField": lambda field, place, chance: f"{chance.getrandbits(64):x}",
    "EmailField": lambda field, place, chance: f"{chance.getrandbits(64):x}@rowan.example",
    "UUIDField": lambda field, place, chance: uuid.UUID(int=chance.getrandbits(128), version=4),
    "BooleanField": lambda field, place, chance: chance.random() < 0.5,
    "DateField": _day,
    "DateTimeField": _moment,
    "TimeField": lambda field, place, chance: time(9, chance.randrange(60)),
    "JSONField": _json,
    "BinaryField": lambda field, place, chance: chance.randbytes(40),
    **dict.fromkeys(
        (
            "IntegerField",
            "SmallIntegerField",
            "BigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "PositiveBigIntegerField",
        ),
        _whole_number,
    ),
}
