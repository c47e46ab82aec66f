"""Tags for the tables of findings."""

from typing import Any

from django import template

from figures import PERCENT, Table

register = template.Library()


@register.inclusion_tag("statistics/_figure_table.html")
def figure_table(table: Table) -> dict[str, Any]:
    """Show a table of the engine, whose cells are words already; columns of numbers are set to the right."""
    headings = [{"name": column.name, "is_number": column.kind != "text"} for column in table.columns]
    rows = [
        [
            {"words": cell, "is_number": heading["is_number"]}
            for cell, heading in zip(row, headings, strict=True)
        ]
        for row in table.rows
    ]
    return {"title": table.title, "headings": headings, "rows": rows, "notes": table.notes}


@register.filter
def percent(share: float) -> str:
    """Write a share from 0 to 1 as a percentage."""
    return PERCENT.show(share)
