"""A version as paper, for its owner alone: what is in a file cannot be taken back from whoever has it."""

from collections.abc import Iterator

from django.conf import settings

from dueregard.almanac.clock import day_of
from dueregard.design.wording import gov_date
from dueregard.leave.passports.models import SignedVersion
from dueregard.records.paper.blocks import Block, Bullets, Heading, Paragraph
from dueregard.records.paper.pdf import pdf_of


def version_as_pdf(version: SignedVersion) -> bytes:
    """Return a version as a tagged PDF, with who signed it and when, and its digest."""
    title = f"Passport of {version.passport.staff.person.name}"
    foot = f"Version {version.number}, {gov_date(day_of(version.made_at))}. Digest {version.digest[:16]}…"
    return pdf_of(title, list(_blocks(version)), body=settings.BODY, foot=foot)


def _blocks(version: SignedVersion) -> Iterator[Block]:
    agreed = version.agreed
    yield Paragraph("It belongs to the person whose name it bears. They decide who reads it.")
    for heading, text in (
        ("What my manager may know", agreed.to_know),
        ("What we agree", agreed.to_agree),
        ("At short notice", agreed.at_short_notice),
    ):
        if text:
            yield Heading(heading)
            yield Paragraph(text)
    yield Heading("Signed")
    signed = ((one.person.name, gov_date(day_of(one.signed_at))) for one in version.signatures.all())
    yield Bullets(tuple(f"{name}, {day}" for name, day in signed))
    yield Paragraph(version.digest, bold="Digest of this version (SHA-256):")
