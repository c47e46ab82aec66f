"""All models of records."""

from dueregard.records.documents.models import Document, Edition, Sort, Statement
from dueregard.records.evidence import Body, Evidence, EvidenceKind, EvidenceVersion, bodies_worked_for

__all__ = [
    "Body",
    "Document",
    "Edition",
    "Evidence",
    "EvidenceKind",
    "EvidenceVersion",
    "Sort",
    "Statement",
    "bodies_worked_for",
]
