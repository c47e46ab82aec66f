"""What is said of where the numbers come from: people one by one, or a file of counts, and how exact it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disparity.plan import Input


def source_of(asked: Input) -> dict[str, Any]:
    """Return what the manifest says of the source, under ``input``."""
    return {"from_counts": bool(asked.count), "rounded_to": asked.rounded}


def source_words(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences that every page of a report from counts bears; none where the rows were people.

    A report that was written before there were files of counts says nothing of its source.
    """
    source = manifest.get("input", {})
    if not source.get("from_counts"):
        return ()
    words = ["These figures are from a file of counts, not of people one by one."]
    if base := source.get("rounded_to"):
        words.append(f"They are approximate: the source is rounded to the nearest {base:,}.")
    return tuple(words)
