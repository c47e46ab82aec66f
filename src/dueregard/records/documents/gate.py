"""The gate of publication: what each sort of sentence must rest on, and that all nine characteristics are spoken of.

Pure: a content in, what is wrong out.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dueregard.records.duty import Characteristic

FOUNDATIONS = {
    "fact": "a version of evidence or a record",
    "judgement": "a version of evidence or a record",
    "commitment": "who does it and by when",
    "law": "the act and its section",
}


def faults_of(content: dict[str, Any]) -> tuple[str, ...]:
    """Return why a content cannot be reviewed, approved or published: one sentence for each fault."""
    return tuple(_faults(content))


def _faults(content: dict[str, Any]) -> Iterator[str]:
    spoken_of = set()
    for section in content["sections"]:
        if not section["statements"]:
            yield f"The section “{section['title']}” says nothing."
        for said in section["statements"]:
            spoken_of.add(said["characteristic"])
            rests = said["rests_on"].strip() or (said["cites"] and said["sort"] in ("fact", "judgement"))
            if said["sort"] in FOUNDATIONS and not rests:
                yield (
                    f"This {said['sort']} in “{section['title']}” does not rest on {FOUNDATIONS[said['sort']]}: "
                    f"“{_short(said['text'])}”"
                )
            if not said["text"].strip():
                yield f"There is an empty sentence in “{section['title']}”."
    if content["speaks_of_all_nine"]:
        for characteristic in Characteristic:
            if characteristic.value not in spoken_of:
                yield f"Nothing is said of {characteristic.label.lower()}."


def sorts_of(content: dict[str, Any]) -> Counter[str]:
    """Return how many sentences there are of each sort."""
    return Counter(said["sort"] for section in content["sections"] for said in section["statements"])


def share_of_context(content: dict[str, Any]) -> int:
    """Return the share of sentences that rest on nothing, in whole per cent; there is no limit, it is shown."""
    sorts = sorts_of(content)
    return round(100 * sorts["context"] / sorts.total()) if sorts.total() else 0


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
