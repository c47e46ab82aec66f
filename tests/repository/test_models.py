"""What every model promises: it says who sees it, what each field holds about people, and it keeps to its floor."""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

ROOT = Path(__file__).parents[2]
PRIVACY = ROOT / "docs/privacy.csv"
CLASSES = {"none", "directory", "personal", "confidential", "special-category"}


# Models of the framework and of allauth that hold nothing about anybody; every other needs a privacy decision.
ABOUT_NOBODY = {"auth.Permission", "auth.Group", "contenttypes.ContentType", "socialaccount.SocialApp"}


def models_about_people() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.label not in ABOUT_NOBODY]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("dueregard.")]


def test_every_model_says_who_sees_it() -> None:
    assert len(our_models()) >= 10
    assert [
        model.__name__ for model in our_models() if not hasattr(model._default_manager, "visible_to")
    ] == []


def test_every_field_has_a_privacy_decision() -> None:
    with PRIVACY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["model", "field", "class", "retention", "reason"]
    decided = [(row["model"], row["field"]) for row in rows]
    fields = {
        (model._meta.label, field.name)
        for model in models_about_people()
        for field in model._meta.concrete_fields
    }
    assert {"sessions.Session", "mfa.Authenticator", "usersessions.UserSession"} <= {
        label for label, _ in fields
    }
    assert len(decided) == len(set(decided))
    assert set(decided) == fields
    assert {row["class"] for row in rows} <= CLASSES
    assert all(row["retention"].strip() and row["reason"].strip() for row in rows)


def room_of(model: Any) -> str:
    """Return the room that a model stands in: an app inside a room has a label of its own."""
    return str(model.__module__.split(".")[1])


def test_foreign_keys_point_down() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    floor = {
        room: height
        for height, layer in enumerate(contract["layers"])
        for room in re.split(r"\s*[:|]\s*", layer)
    }
    upward = []
    for model in our_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model.__module__.startswith("dueregard."):
                here, there = room_of(model), room_of(field.related_model)
                if here != there and floor[there] <= floor[here]:
                    upward.append(f"{model._meta.label}.{field.name}")
    assert upward == []
