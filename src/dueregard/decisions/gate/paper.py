"""A dossier as paper."""

from collections.abc import Iterator

from dueregard.almanac import clock
from dueregard.almanac.clock import day_of
from dueregard.decisions.gate.dossier import Dossier, SaidOfCharacteristic, Shown, Source
from dueregard.design.wording import gov_date, gov_datetime
from dueregard.records.paper.blocks import Block, Bullets, Heading, Paragraph, Table
from dueregard.records.paper.pdf import pdf_of


def dossier_as_pdf(dossier: Dossier) -> bytes:
    """Return a dossier as a tagged PDF that is complete without this system."""
    proposal = dossier.proposal
    foot = f"Printed on {gov_datetime(clock.now())}."
    if dossier.sha256:
        foot += f" Digest of the analysis: {dossier.sha256[:16]}…"
    return pdf_of(f"Dossier: {proposal.title}", list(blocks_of(dossier)), body=proposal.body.name, foot=foot)


def blocks_of(dossier: Dossier) -> Iterator[Block]:
    """Yield what stands in a dossier, in the order of its page."""
    yield Paragraph(
        "How due regard was had to the three aims of the public sector equality duty (Equality Act 2010, section 149), "
        "in the order in which things were done."
    )
    yield Paragraph(dossier.proposal.get_stage_display(), bold="Stage:")
    if not dossier.is_sound:
        yield Paragraph(
            "What was adopted is not what its digest says. The database was changed.", bold="Warning:"
        )
    yield Heading("What was done, and when")
    yield Table(
        "Each step in its order",
        ("When", "What", "By which office"),
        tuple(
            (gov_datetime(step.at), _told(step.words, step.detail), step.by or "–") for step in dossier.steps
        ),
    )
    yield from _decision(dossier)
    if dossier.shown is not None:
        yield from _content(dossier.shown)
        yield Paragraph(dossier.sha256, bold="Digest of the adopted analysis (SHA-256):")
    if dossier.after_the_event:
        yield Heading("After the event")
        yield Paragraph(
            "This was put beside the proposal after the analysis was adopted, so the decision does not rely on it."
        )
        yield Bullets(tuple(_named(source) for source in dossier.after_the_event))


def _told(words: str, detail: str) -> str:
    return f"{words}. {detail}" if detail else words


def _decision(dossier: Dossier) -> Iterator[Block]:
    decision = dossier.decision
    if decision is None:
        return
    yield Heading("The decision")
    option = f": {decision.option}" if decision.option is not None else ""
    yield Paragraph(f"{decision.get_outcome_display()}{option}")
    taken = f"Taken on {gov_datetime(decision.taken_at)}"
    if decision.was_recorded_late:
        taken += f", recorded late on {gov_datetime(decision.recorded_at)}"
    yield Paragraph(f"{taken}. To be looked at again by {gov_date(decision.review_on)}.")
    yield Paragraph(decision.reasons, bold="Reasons:")
    if decision.justification:
        yield Paragraph(decision.justification, bold="What justifies it:")


def _content(shown: Shown) -> Iterator[Block]:
    yield Heading("The proposal")
    yield Paragraph(shown.what, bold="What would change:")
    yield Paragraph(shown.why, bold="Why:")
    if shown.options:
        yield Paragraph("The options were:")
        yield Bullets(shown.options, is_numbered=True)
    if shown.one_option_because:
        yield Paragraph(shown.one_option_because, bold="Why there is only one option:")
    yield Paragraph(f"{shown.relevance}. {shown.relevance_because}", bold="Relevance to equality:")
    yield Heading("The nine characteristics and the three aims")
    yield Paragraph(
        f"{shown.not_known} of the {shown.cells} effects that the law asks about are not known or not assessed."
    )
    for each in shown.characteristics:
        yield Heading(each.name, 2)
        yield Table(
            f"The effect by {each.name.lower()}", ("Aim", "Effect", "Reasoning", "Sources"), _rows_of(each)
        )
    if shown.other_groups:
        yield Heading("Groups that are not among the nine")
        yield Bullets(tuple(f"{name}: {effect.lower()}. {why}" for name, effect, why in shown.other_groups))
    for asked in shown.consulted:
        yield Heading(f"What people said: {asked.title}")
        closed = gov_date(day_of(asked.closed_at)) if asked.closed_at else "still open"
        yield Paragraph(f"Asked from {gov_date(day_of(asked.opened_at))} to {closed}.")
        if asked.themes:
            yield Bullets(
                tuple(f"{name}. {said} {end}: {because}" for name, said, end, because in asked.themes)
            )
    yield Heading("What will be done about bad effects")
    if shown.mitigations:
        yield Bullets(
            tuple(
                f"{each.what} {each.owner}, by {gov_date(each.due_on)} ({'; '.join(each.about)})"
                for each in shown.mitigations
            )
        )
    else:
        yield Paragraph("Nothing is planned.")
    yield Heading("What it comes to")
    yield Paragraph(shown.outcome or "Nothing", bold="Recommended:")
    if shown.justification:
        yield Paragraph(shown.justification, bold="Justified by:")
    yield Paragraph(shown.changed or "Nothing is said", bold="What changed because of it:")
    yield Paragraph(shown.gaps or "Nothing is said", bold="What is not known:")
    yield Heading("Evidence that was considered")
    if shown.considered:
        yield Bullets(tuple(f"{_named(source)} {source.says}" for source in shown.considered))
    else:
        yield Paragraph("None.")


def _rows_of(each: SaidOfCharacteristic) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            said.aim,
            said.effect,
            said.why_not or said.reasoning or "–",
            "; ".join(_cited(source) for source in said.sources)
            or ("No source" if said.lacks_a_source else "–"),
        )
        for said in each.aims
    )


def _cited(source: Source) -> str:
    return f"{source.title} (version {source.number}){f', {source.place}' if source.place else ''}"


def _named(source: Source) -> str:
    return f"{source.title} (version {source.number}), {source.source}, {gov_datetime(source.received_at)}."
