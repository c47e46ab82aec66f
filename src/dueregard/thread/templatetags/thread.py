"""The strip of beads, for the page of any record on the thread."""

from typing import Any

from django import template
from django.db import models

from dueregard.thread import reports

register = template.Library()


@register.inclusion_tag("thread/strip.html", takes_context=True)
def golden_thread(context: template.Context, record: models.Model) -> dict[str, Any]:
    """Draw what is joined to a record, in the order of the thread; nothing where it stands alone."""
    return {"strip": reports.around(record, context["request"].user)}
