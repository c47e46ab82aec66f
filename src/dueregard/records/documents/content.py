"""The content of a document as it is reviewed, approved and published, under one digest."""

from collections import defaultdict
from typing import Any

from dueregard.records.documents import kinds
from dueregard.records.documents.models import Document, Statement
from dueregard.records.evidence import EvidenceVersion

FORMAT = "due-regard/document@1"


def content_of(document: Document) -> dict[str, Any]:
    """Return all that a draft says now, section by section."""
    kind = kinds.get(document.kind)
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in document.statements.prefetch_related("cites__evidence").order_by("place"):
        said[statement.section].append(statement)
    return {
        "format": FORMAT,
        "kind": kind.code,
        "label": kind.label,
        "body": document.body.name,
        "title": document.title,
        "about": [document.about_kind, str(document.about_id)],
        "speaks_of_all_nine": kind.speaks_of_all_nine,
        "sections": [
            {"code": code, "title": title, "statements": [_statement(each) for each in said[code]]}
            for code, title in kind.sections
        ],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": str(statement.pk),
        "sort": statement.sort,
        "text": statement.text,
        "characteristic": statement.characteristic,
        "rests_on": statement.rests_on,
        "href": statement.href,
        "cites": [
            _version(version) for version in sorted(statement.cites.all(), key=lambda each: str(each.pk))
        ],
    }


def _version(version: EvidenceVersion) -> dict[str, Any]:
    """Return what the public reads of a version: of what is restricted, only that it is there and from when."""
    is_restricted = version.evidence.is_restricted
    return {
        "id": str(version.pk),
        "evidence": str(version.evidence_id),
        "title": "Evidence that is not published" if is_restricted else version.evidence.title,
        "number": version.number,
        "says": "" if is_restricted else version.says,
        "source": "" if is_restricted else version.source,
        "about": [day.isoformat() for day in version.period or ()],
        "received_at": version.received_at.isoformat(),
        "sha256": version.sha256,
    }
