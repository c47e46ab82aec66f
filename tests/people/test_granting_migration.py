"""Roles that were there before two people granted them stay in force; and going back lets no right grow."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dueregard.almanac import clock
from dueregard.config import supervisor
from dueregard.people.models import Person, RoleHolding, Source

NOW = clock.now()
BEFORE = "0001_initial"


def migrate(name: str) -> Any:
    """Bring the app to a migration and return its models as they are then."""
    call_command("migrate", "people", name, interactive=False, verbosity=0)
    loader = MigrationLoader(connection)
    applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    return loader.project_state(applied).apps


def test_what_was_held_is_held(shared_databases: dict[str, str]) -> None:
    old = migrate(BEFORE)
    person = old.get_model("people", "Person").objects.create(email="ash@rowan.example", name="Ash Example")
    holdings = old.get_model("people", "RoleHolding").objects
    holdings.create(person=person, role="analyst", starts=NOW - timedelta(days=9))
    holdings.create(
        person=person, role="editor", starts=NOW - timedelta(days=9), ends=NOW + timedelta(days=9)
    )
    holdings.create(person=person, role="chair", starts=NOW - timedelta(days=9), ends=NOW - timedelta(days=1))
    supervisor.migrate()
    assert Person.objects.get().roles_now == {"analyst", "editor"}
    assert set(RoleHolding.objects.values_list("source", flat=True)) == {Source.SET_UP}


def test_going_back_keeps_what_is_held_and_forgets_what_is_not(shared_databases: dict[str, str]) -> None:
    ash, one, two = (
        Person.objects.create(email=f"{name}@rowan.example", name=name) for name in ("ash", "one", "two")
    )
    long_ago, year = NOW - timedelta(days=9), timedelta(days=365)
    days = {"starts": long_ago, "ends": long_ago + year, "person": ash, "asked_by": one, "asked_at": long_ago}
    agreed = {"agreed_by": two, "agreed_at": NOW - timedelta(days=5)}
    ended = {"ended_by": two, "ended_at": NOW - timedelta(days=2)}
    RoleHolding.objects.create(role="analyst", **days, **agreed)
    RoleHolding.objects.create(role="editor", **days)
    RoleHolding.objects.create(role="chair", **days, **agreed, **ended)
    RoleHolding.objects.create(role="manager", **days, **ended)
    RoleHolding.objects.create(
        role="inspector", **(days | {"starts": NOW + timedelta(days=3)}), **agreed, **ended
    )
    RoleHolding.objects.create(role="adviser", person=ash, starts=long_ago, source=Source.SET_UP)
    RoleHolding.objects.create(role="supervisor", person=ash, starts=long_ago, source=Source.SET_UP, **ended)
    held = Person.objects.get(pk=ash.pk).roles_now
    assert held == {"analyst", "adviser"}
    old = migrate(BEFORE).get_model("people", "RoleHolding").objects
    kept = {row.role: (row.starts, row.ends) for row in old.all()}
    assert kept == {
        "analyst": (agreed["agreed_at"], long_ago + year),
        "chair": (agreed["agreed_at"], ended["ended_at"]),
        "adviser": (long_ago, None),
        "supervisor": (long_ago, ended["ended_at"]),
    }
    supervisor.migrate()
    assert Person.objects.get(pk=ash.pk).roles_now == held
