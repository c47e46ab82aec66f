"""An edition as paper."""

from collections.abc import Iterator

from dueregard.almanac.clock import day_of
from dueregard.design.wording import gov_date
from dueregard.records.documents.models import Edition
from dueregard.records.documents.reading import Reading, Said, reading_of
from dueregard.records.paper.blocks import Block, Bullets, Heading, Paragraph
from dueregard.records.paper.pdf import pdf_of


def edition_as_pdf(edition: Edition) -> bytes:
    """Return an edition as a tagged PDF, with its sources: complete without this system."""
    reading = reading_of(edition.content)
    foot = (
        f"Edition {edition.number}, {gov_date(day_of(edition.published_at))}. Digest {edition.sha256[:16]}…"
    )
    return pdf_of(reading.title, list(_blocks(edition, reading)), body=reading.body, foot=foot)


def _blocks(edition: Edition, reading: Reading) -> Iterator[Block]:
    yield Paragraph(
        f"{reading.label}. Edition {edition.number}, published {gov_date(day_of(edition.published_at))}."
    )
    if edition.corrects:
        yield Paragraph(edition.corrects, bold="What is different from the edition before:")
    for section in reading.sections:
        yield Heading(section.title)
        for said in section.said:
            yield Paragraph(_told(said))
    if reading.sources:
        yield Heading("Sources")
        yield Bullets(
            tuple(
                " ".join(
                    part
                    for part in (
                        f"{source.title} (version {source.version}).",
                        source.says,
                        source.source and f"{source.source}.",
                        f"Received {gov_date(day_of(source.received_at))}.",
                    )
                    if part
                )
                for source in reading.sources
            ),
            is_numbered=True,
        )
    yield Paragraph(edition.sha256, bold="Digest of this edition (SHA-256):")


def _told(said: Said) -> str:
    numbers = "".join(f" [{source.number}]" for source in said.sources)
    rests = f" ({said.rests_on})" if said.rests_on else ""
    return f"{said.text}{numbers}{rests}"
