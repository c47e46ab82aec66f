"""Texts of a record, stored closed (`access.envelopes`): a stolen database or backup does not tell them."""

from typing import Any

from django.db import models

from dueregard.access import envelopes


def close(record: models.Model, field: str, text: str) -> bytes | None:
    """Return a text closed for one field of one record; nothing for no text."""
    return envelopes.close(text, about=_about(record, field)) if text else None


def opened(record: models.Model, field: str) -> str:
    """Return the text of a field, or nothing where there is none or it was erased."""
    kept: Any = getattr(record, field)
    return envelopes.open_(kept, about=_about(record, field)) if kept else ""


def _about(record: models.Model, field: str) -> str:
    return f"{record._meta.label}|{record.pk}|{field}"
