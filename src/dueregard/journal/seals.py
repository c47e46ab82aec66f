"""Seals: tables whose rows may be added and never changed, removed or replaced, by anyone, in the database itself.

A table may have *guards* too: rules between rows that a constraint cannot say, asked of each row that is added. A table
whose rows may change for a time has guards alone, which are asked of each row that is changed or removed as well. And a
table of what belongs to one person may be sealed so that its rows never change and yet can be *destroyed*: nobody can
be made to keep for good what was theirs (docs/adr/0024-kept-as-signed-until-destroyed.md).

An app seals a model in its `AppConfig.ready`. Triggers are installed after each migration and looked for at each
start: SQLite drops them without a word when a later migration builds a table anew.

On SQLite a row cannot be replaced either (`INSERT OR REPLACE` deletes without asking the delete trigger unless
`recursive_triggers` is on, so an insert trigger refuses it). On PostgreSQL the triggers fire always, even in a
session that plays a replica, and TRUNCATE has one of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "sealed: rows of this table are never changed or removed"
_FUNCTION = "dueregard_refuse_change"


@dataclass(frozen=True)
class Guard:
    """When a row may not be added: a condition in the SQL that both databases know, about NEW, and what to say then.

    `on` is INSERT, or UPDATE or DELETE, of which the condition may speak about OLD too.
    """

    name: str
    refuses_when: str
    words: str
    on: str = "INSERT"


_sealed: dict[str, type[models.Model]] = {}
_guards: dict[str, tuple[Guard, ...]] = {}
_guarded_alone: set[str] = set()
_destroyable: set[str] = set()


def seal(model: type[models.Model], *, guards: Sequence[Guard] = (), is_destroyable: bool = False) -> None:
    """Declare that rows of this model are only ever added, and past its guards. Saying it twice is saying it once.

    Rows that are `is_destroyable` may be removed as well, though never changed or replaced.
    """
    _sealed[model._meta.label] = model
    _guards[model._meta.label] = tuple(guards)
    if is_destroyable:
        _destroyable.add(model._meta.label)


def guard(model: type[models.Model], *, guards: Sequence[Guard]) -> None:
    """Declare that rows of this model are added, changed and removed only past its guards, and never all at once."""
    seal(model, guards=guards)
    _guarded_alone.add(model._meta.label)


def has_guards(model: type[models.Model]) -> bool:
    """Say whether rows of a sealed model have to pass guards."""
    return bool(_guards.get(model._meta.label))


def sealed_models(using: str) -> list[type[models.Model]]:
    """Return the sealed models whose rows are in this database, by name."""
    models_here = (model for model in _sealed.values() if router.db_for_write(model) == using)
    return sorted(models_here, key=lambda model: model._meta.label)


def install_after_migration(using: str, **kwargs: Any) -> None:
    """Put every seal in its place; the receiver of `post_migrate`."""
    connection = connections[using]
    for model in sealed_models(using):
        if _is_built(model, connection):
            install(model, connection)


def take_guards_off_for_migration(using: str, **kwargs: Any) -> None:
    """Take guards away while tables may be built anew; the receiver of `pre_migrate`.

    SQLite refuses to rename a table while a trigger of another one names it. `install_after_migration` puts them back,
    and where a migration ends in between, the next start is refused.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for model in sealed_models(using):
        if has_guards(model) and model._meta.db_table in tables:
            with connection.cursor() as cursor:
                for name in _guard_names(model):
                    cursor.execute(_removal(name, model, connection))


def _is_built(model: type[models.Model], connection: BaseDatabaseWrapper) -> bool:
    """Say whether the table is there with every column: a migration may stop before or go back behind it."""
    with connection.cursor() as cursor:
        if model._meta.db_table not in connection.introspection.table_names(cursor):
            return False
        there = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {field.column for field in model._meta.concrete_fields} <= {column.name for column in there}


def install(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    """Put the triggers of one table in their place, whatever was there before."""
    with connection.cursor() as cursor:
        for statement in _removals(model, connection):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
            for guard in _guards[model._meta.label]:
                cursor.execute(_postgres_function_of(guard, model._meta.db_table))
        for statement in _triggers(model, connection.vendor).values():
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            for name in _triggers(model, "postgresql"):
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE ALWAYS TRIGGER "{name}"')


def remove(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    """Take the triggers of one table away, for a migration that must change its rows; `install` brings them back."""
    with connection.cursor() as cursor:
        for statement in _removals(model, connection):
            cursor.execute(statement)


def broken(using: str) -> list[str]:
    """Return what is wrong with the seals of a database: each missing table, missing or altered trigger."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    found = []
    for model in sealed_models(using):
        table = model._meta.db_table
        if table not in tables:
            found.append(f"The table {table} is missing.")
            continue
        standing = _standing(model, connection)
        for name, wanted in _triggers(model, connection.vendor).items():
            if name not in standing:
                found.append(f"The seal {name} of the table {table} is missing.")
            elif not _is_as_wanted(standing[name], wanted, connection.vendor, _body_of(name, model)):
                found.append(f"The seal {name} of the table {table} was changed or switched off.")
    return found


def refuse_broken_seals() -> None:
    """Stop the start of a process while a sealed table could be changed.

    Raises
    ------
    ImproperlyConfigured
        With each seal that is missing, and what to do.
    """
    found = [words for using in connections for words in broken(using)]
    if found:
        raise ImproperlyConfigured(
            "\n".join(found)
            + "\nRun “dueregard manage migrate” for each database, which puts seals in their place, and then "
            "“dueregard journal verify”: rows may have been changed in the meantime."
        )


def _triggers(model: type[models.Model], vendor: str) -> dict[str, str]:
    """Return the statement that makes each trigger, by its name."""
    table = model._meta.db_table
    is_sealed = model._meta.label not in _guarded_alone
    if vendor == "postgresql":
        return dict(_postgres_triggers(model, table, is_sealed=is_sealed)) | dict(
            _postgres_guards(model, table)
        )
    return (dict(_sqlite_triggers(model, table)) if is_sealed else {}) | dict(_sqlite_guards(model, table))


def _guard_names(model: type[models.Model]) -> list[str]:
    return [_guard_name(guard, model._meta.db_table) for guard in _guards[model._meta.label]]


def _guard_name(guard: Guard, table: str) -> str:
    return f"guard_{table}_{guard.name}"


def _sqlite_guards(model: type[models.Model], table: str) -> Iterator[tuple[str, str]]:
    for guard in _guards[model._meta.label]:
        name = _guard_name(guard, table)
        yield (
            name,
            f'CREATE TRIGGER "{name}" BEFORE {guard.on} ON "{table}" WHEN {guard.refuses_when} '
            f"BEGIN SELECT RAISE(ABORT, '{guard.words}'); END",
        )


def _postgres_guards(model: type[models.Model], table: str) -> Iterator[tuple[str, str]]:
    for guard in _guards[model._meta.label]:
        name = _guard_name(guard, table)
        yield (
            name,
            f'CREATE TRIGGER "{name}" BEFORE {guard.on} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        )


def _body_of_guard(guard: Guard) -> str:
    row = "OLD" if guard.on == "DELETE" else "NEW"
    return (
        f"BEGIN IF {guard.refuses_when} THEN RAISE EXCEPTION '{guard.words}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END"
    )


def _postgres_function_of(guard: Guard, table: str) -> str:
    return (
        f'CREATE OR REPLACE FUNCTION "{_guard_name(guard, table)}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$guard$ {_body_of_guard(guard)} $guard$"
    )


def _body_of(name: str, model: type[models.Model]) -> str:
    """Return what the function of a trigger says on PostgreSQL: that of a guard, or the refusal of every change."""
    for guard in _guards[model._meta.label]:
        if name == _guard_name(guard, model._meta.db_table):
            return _body_of_guard(guard)
    return REFUSAL


def _sqlite_triggers(model: type[models.Model], table: str) -> Iterator[tuple[str, str]]:
    refuse = f"SELECT RAISE(ABORT, '{REFUSAL}')"
    for event in ("update",) if model._meta.label in _destroyable else ("update", "delete"):
        name = f"sealed_{table}_{event}"
        yield name, f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" BEGIN {refuse}; END'
    same = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")"
        for columns in _unique_columns(model)
    )
    name = f"sealed_{table}_replace"
    there = f'SELECT 1 FROM "{table}" WHERE {same}'  # noqa: S608  (names of our own models)
    yield (
        name,
        f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" WHEN EXISTS ({there}) BEGIN {refuse}; END',
    )


def _unique_columns(model: type[models.Model]) -> Iterator[list[str]]:
    """Yield the columns of each key by which a new row could replace an old one."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    for one in model._meta.concrete_fields:
        if one.unique:
            yield [columns[one.name]]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield [columns[name] for name in constraint.fields]


_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgres_triggers(
    model: type[models.Model], table: str, *, is_sealed: bool
) -> Iterator[tuple[str, str]]:
    events = "UPDATE" if model._meta.label in _destroyable else "UPDATE OR DELETE"
    changed, emptied = f"sealed_{table}_change", f"sealed_{table}_truncate"
    if is_sealed:
        yield (
            changed,
            f'CREATE TRIGGER "{changed}" BEFORE {events} ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
        )
    yield (
        emptied,
        f'CREATE TRIGGER "{emptied}" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
    )


def _standing(model: type[models.Model], connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the triggers that stand on a table: what made each on SQLite, its state on PostgreSQL."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, t.tgenabled::text || coalesce(p.prosrc, '') FROM pg_trigger t "
                "JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal",
                [f'"{table}"'],
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
        return dict(cursor.fetchall())


def _is_as_wanted(standing: str, wanted: str, vendor: str, body: str) -> bool:
    if vendor == "postgresql":
        return standing.startswith("A") and body in standing  # A: fires always
    return re.sub(r"\s+", " ", standing) == re.sub(r"\s+", " ", wanted)


def _removals(model: type[models.Model], connection: BaseDatabaseWrapper) -> list[str]:
    return [_removal(name, model, connection) for name in _triggers(model, connection.vendor)]


def _removal(name: str, model: type[models.Model], connection: BaseDatabaseWrapper) -> str:
    on = f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{on}'
