"""Set a document as PDF/UA-1 (ISO 14289-1), with typst."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from dueregard.records.paper.blocks import Block, as_data

TEMPLATE = Path(__file__).parent / "paper.typ"


def pdf_of(title: str, blocks: Sequence[Block], *, body: str, foot: str) -> bytes:
    """Return a document as a tagged PDF: its title, whose it is, its blocks, and what stands at the foot of each page.

    The text goes in as data and is never read as typst's language.
    """
    data = json.dumps({"title": title, "body": body, "foot": foot, "blocks": as_data(blocks)})
    made = typst.compile(
        TEMPLATE, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made
