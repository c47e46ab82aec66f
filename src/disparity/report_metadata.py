"""What the CSV files of a report hold, for machines: the columns' names, meanings, types and units.

``csv-metadata.json`` follows the W3C's "Metadata Vocabulary for Tabular Data" (CSV on the Web), in which that
name, beside the files, is where a reader looks for it. ``findings.json`` has the rows of findings.csv as objects.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from disparity.findings import COLUMNS, Finding
from disparity.report_contents import Contents

FINDINGS_FORMAT = "disparity/findings@1"

_TEXT, _COUNT, _NUMBER = "string", "nonNegativeInteger", "number"

_FINDINGS: dict[str, tuple[str, str]] = {
    "measure": (_TEXT, "The outcome that is measured."),
    "kind": (_TEXT, "What is computed of it, such as proportion, mean or median."),
    "characteristic": (_TEXT, "What people differ in; characteristics that are crossed are joined by ×."),
    "group": (_TEXT, "The level of the characteristic, or the levels, joined by ×."),
    "slice": (_TEXT, "The part of the data: all, or a column and its level."),
    "period": (_TEXT, "The period: all, or one of the periods of the plan."),
    "n": (_COUNT, "How many of the group have a known outcome."),
    "events": (_COUNT, "How many of those have the outcome; of proportions only."),
    "value": (_NUMBER, "The rate as a share of one, or the mean or median in the measure's own unit."),
    "low": (_NUMBER, "The lower limit of the 95% interval of the value."),
    "high": (_NUMBER, "The upper limit of the 95% interval of the value."),
    "comparator": (_TEXT, "The reference level, or everyone else: all other known levels together."),
    "comparator_n": (_COUNT, "How many of the comparator have a known outcome."),
    "comparator_value": (_NUMBER, "The comparator's value, in the unit of the value."),
    "difference": (_NUMBER, "The value less the comparator's value, in the unit of the value."),
    "difference_low": (_NUMBER, "The lower limit of the 95% interval of the difference."),
    "difference_high": (_NUMBER, "The upper limit of the 95% interval of the difference."),
    "ratio": (_NUMBER, "The value over the comparator's value, without a unit; of proportions only."),
    "ratio_low": (_NUMBER, "The lower limit of the 95% interval of the ratio."),
    "ratio_high": (_NUMBER, "The upper limit of the 95% interval of the ratio."),
    "adjusted_ratio": (_NUMBER, "The ratio among people alike in what the plan adjusts for."),
    "adjusted_ratio_low": (_NUMBER, "The lower limit of the 95% interval of the adjusted ratio."),
    "adjusted_ratio_high": (_NUMBER, "The upper limit of the 95% interval of the adjusted ratio."),
    "adjusted_difference": (_NUMBER, "The difference among people alike in what the plan adjusts for."),
    "p": (_NUMBER, "How often a difference this large or larger would come about by chance alone."),
    "q": (_NUMBER, "The share of false signals to expect among all comparisons whose q is no larger."),
    "status": (_TEXT, "Whether the figures are shown: ok, too-few, hidden or not-comparable."),
}
_COMPLETENESS: dict[str, tuple[str, str]] = {
    "kind": (_TEXT, "Whether the row is of a characteristic or of a measure."),
    "name": (_TEXT, "The characteristic or the measure."),
    "people": (_COUNT, "How many there are."),
    "known": (_COUNT, "For how many of them it is known."),
    "share": (_NUMBER, "The share for whom it is known, as a share of one."),
}
_PROTECTION = (_TEXT, "UNPROTECTED: the numbers are exact and for internal use only.")


def metadata(report: Contents, files: Sequence[tuple[str, Sequence[str]]], *, title: str) -> dict[str, Any]:
    """Return the description of the CSV files, each given by its name and its headings in their order."""
    meanings = {"findings.csv": _FINDINGS, "completeness.csv": _COMPLETENESS}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title,
        "dc:language": "en-GB",
        "dc:description": (
            f"Comparisons of groups; what is counted is called {report.unit}. "
            "An empty cell does not apply or is not shown; the column status says which."
        ),
        "tables": [
            {
                "url": name,
                "tableSchema": {
                    "columns": [
                        {
                            "name": column,
                            "titles": column,
                            "datatype": datatype,
                            "dc:description": meaning,
                        }
                        for column in headings
                        for datatype, meaning in [meanings[name].get(column, _PROTECTION)]
                    ]
                },
            }
            for name, headings in files
        ],
    }


def write_metadata(
    report: Contents, path: Path, files: Sequence[tuple[str, Sequence[str]]], *, title: str
) -> None:
    """Write the description of the CSV files."""
    words = json.dumps(metadata(report, files, title=title), indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(f"{words}\n", encoding="utf-8")


def write_findings(report: Contents, path: Path, *, title: str) -> None:
    """Write the findings as JSON, one a line, with the measures and what is counted before them.

    A key is left out where the file of findings has an empty cell.
    """
    head = {
        "format": FINDINGS_FORMAT,
        "title": title,
        "is_internal": report.is_internal,
        "unit": report.unit,
        "measures": [
            {"name": m.name, "kind": m.kind, "better": m.better, "unit": m.unit} for m in report.measures
        ],
    }
    front = json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{front}, "findings": [\n')
        file.write(",\n".join(encode(_filled(finding)) for finding in report.findings))
        file.write("\n]}\n")


def _filled(finding: Finding) -> dict[str, Any]:
    return {name: cell for name in COLUMNS if (cell := getattr(finding, name)) is not None}
