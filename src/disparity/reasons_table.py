"""The table of why characteristics are not known, for pages and workbooks."""

from __future__ import annotations

from disparity.plurals import plural
from disparity.report_contents import Contents
from disparity.wording import TOO_FEW, capital
from figures import COUNT, Column, Table


def reasons_table(report: Contents) -> Table | None:
    """Return how many people's level is not known for each reason, or None where the plan tells none apart."""
    rows = [
        (
            capital(row["characteristic"]),
            row["reason"],
            TOO_FEW if row["people"] is None else COUNT.show(row["people"]),
        )
        for row in report.manifest.get("not_known", ())
    ]
    if not rows:
        return None
    columns = (Column("What"), Column("Why it is not known"), Column(capital(plural(report.unit)), "count"))
    return Table("Why characteristics are not known", columns, rows)
