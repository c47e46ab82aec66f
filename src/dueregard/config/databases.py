"""A database address from the environment becomes Django's settings for it."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from dueregard.config import sqlite


def database(setting: str, url: str) -> dict[str, Any]:
    """Return Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name`.

    `setting` is where the address came from, for the sentence that refuses it.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        file = Path(unquote(parts.path.removeprefix("/")))
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            # A file, as in use: one in memory would hide what several connections do to one another.
            "TEST": {"NAME": str(file.with_suffix(".test.sqlite3"))},
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": sqlite.PRAGMAS},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"{setting} starts with “{parts.scheme}:”. Use sqlite:///path or postgresql://…"
    )
