"""The commons: no row anywhere holds both a member and a network, and nothing points from one database to the other."""

import re

import pytest
from django.apps import apps
from django.db import connections, models
from django.test.utils import isolate_apps

from dueregard import journal
from dueregard.config.router import COMMONS, MAIN, Router, database_of
from dueregard.journal.ticks.models import Tick
from dueregard.people.models import Person, Staff
from tests.databases import ALIASES

Model = type[models.Model]

# Words in the name of a field, or of the model it points to, that tell of a person, and of a network.
OF_A_PERSON = re.compile(
    r"person|people|user|staff|member|email|employee|colleague|manager|actor|author|owner|by(_id|_label)?$"
)
OF_A_NETWORK = re.compile(r"network|seat|room|charter|pseudonym|membership")
FRAMEWORK = {"auth", "contenttypes", "sessions", "account", "mfa", "socialaccount", "usersessions", "admin"}


def tells(model: Model, what: re.Pattern[str]) -> list[str]:
    """Return the fields of a model that tell of it, by their own name or by what they point to."""
    found = []
    for field in model._meta.concrete_fields:
        words = [field.name]
        if field.is_relation and isinstance(field.related_model, type):
            words.append(field.related_model._meta.label_lower)
        if any(what.search(word) for word in words):
            found.append(f"{model._meta.label}.{field.name}")
    return found


def with_both(of: list[Model]) -> list[str]:
    """Return the models in which one row holds a member and a network."""
    return [
        model._meta.label
        for model in of
        if tells(model, OF_A_PERSON)
        and (tells(model, OF_A_NETWORK) or OF_A_NETWORK.search(model._meta.label_lower))
    ]


def crossing(of: list[Model]) -> list[str]:
    """Return the relations that lead from one database to the other."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in of
        for field in model._meta.get_fields()
        if field.is_relation
        and isinstance(field.related_model, type)
        and not Router().allow_relation(model, field.related_model)
    ]


def people_in_commons(of: list[Model]) -> list[str]:
    """Return the fields of the commons that could name a person."""
    return [
        name
        for model in of
        if database_of(model._meta.app_label) == COMMONS
        for name in tells(model, OF_A_PERSON)
    ]


OF_LEADERS = {"decisions.Consultation"}
"""Rows that name networks and leaders, and no member: which networks are asked, and who considers what they say."""


OF_EMPLOYERS = {"policies.Charter", "policies.Standing"}
"""Rows about charters for employers, which the body itself has signed: they share a word with networks and no more."""


def test_no_row_holds_both_a_member_and_a_network() -> None:
    assert set(with_both(apps.get_models(include_auto_created=True))) == OF_LEADERS | OF_EMPLOYERS
    words = {
        name.rpartition(".")[2]
        for label in OF_EMPLOYERS
        for name in tells(apps.get_model(label), OF_A_NETWORK)
    }
    assert words == {"charter"}
    told = tells(apps.get_model("decisions", "Consultation"), OF_A_PERSON)
    leaders = {"decisions.Consultation.who_considers", "decisions.Consultation.considered_by"}
    assert set(told) == leaders | {"decisions.Consultation.asks_staff"}


def test_nothing_points_from_one_database_to_the_other() -> None:
    assert crossing(apps.get_models(include_auto_created=True)) == []


def test_nothing_in_the_commons_names_a_person() -> None:
    here = [model for model in apps.get_models() if database_of(model._meta.app_label) == COMMONS]
    assert Tick in here
    assert people_in_commons(here) == []


@isolate_apps("dueregard.people", "dueregard.journal.ticks")
def test_these_rules_find_what_breaks_them() -> None:
    class Belonging(models.Model):  # noqa: DJ008
        staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
        network = models.CharField(max_length=20)

        class Meta:
            app_label = "people"

    class Pointer(models.Model):  # noqa: DJ008
        tick = models.ForeignKey(Tick, models.PROTECT, related_name="+")

        class Meta:
            app_label = "people"

    class Chair(models.Model):  # noqa: DJ008
        email = models.EmailField()

        class Meta:
            app_label = "ticks"

    assert with_both([Belonging, Pointer, Chair]) == ["people.Belonging"]
    assert crossing([Belonging, Pointer, Chair]) == ["people.Pointer.tick"]
    assert people_in_commons([Belonging, Pointer, Chair]) == ["ticks.Chair.email"]


@pytest.mark.django_db
def test_the_commons_has_none_of_the_framework_s_tables() -> None:
    tables = set(connections[COMMONS].introspection.table_names())
    mine = {
        model._meta.db_table for model in apps.get_models() if database_of(model._meta.app_label) == COMMONS
    }
    assert tables == mine | {"django_migrations"}
    assert mine.isdisjoint(connections[MAIN].introspection.table_names())
    assert not any(table.split("_")[0] in FRAMEWORK for table in tables)


@pytest.mark.django_db
def test_the_journal_of_the_main_database_takes_no_record_of_the_commons(cast: dict[str, Person]) -> None:
    with pytest.raises(TypeError, match=r"ticks\.Tick, which is in another database"):
        journal.record("joined", Tick(), by=cast["staff"])


def test_each_app_has_one_database() -> None:
    assert {database_of(app.label) for app in apps.get_app_configs()} == set(ALIASES)
