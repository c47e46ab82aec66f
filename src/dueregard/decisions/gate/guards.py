"""The order of the gate in the database itself, so that raw SQL cannot decide out of order either.

A moment is compared as the databases keep it; on SQLite that is text in one form, which another guard sees to.
"""

from django.db import connections, models

from dueregard.decisions.gate.models import Adoption, Attestation, Decision
from dueregard.journal import seals
from dueregard.journal.seals import Guard
from dueregard.records.duty import REQUIRED

ADOPTION = (
    Guard(
        "cells",
        f"(SELECT count(*) FROM decisions_cell c WHERE c.analysis_id = NEW.analysis_id AND c.effect <> '' "  # noqa: S608  (a number of our own)
        f"AND c.reasoning <> '') <> {len(REQUIRED)}",
        "an analysis with an empty cell is not adopted",
    ),
    Guard(
        "evidence",
        "EXISTS (SELECT 1 FROM decisions_citation q JOIN decisions_cell c ON c.id = q.cell_id "
        "JOIN records_evidenceversion v ON v.id = q.version_id "
        "WHERE c.analysis_id = NEW.analysis_id AND v.received_at > NEW.adopted_at)",
        "evidence was received after the analysis was adopted",
    ),
    Guard(
        "whose",
        "NOT EXISTS (SELECT 1 FROM decisions_analysis a WHERE a.id = NEW.analysis_id "
        "AND a.proposal_id = NEW.proposal_id AND a.author_id <> NEW.adopted_by_id)",
        "the author of an analysis does not adopt it, and it is adopted for its own proposal",
    ),
    Guard(
        "decided",
        "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.proposal_id = NEW.proposal_id)",
        "the proposal is decided",
    ),
)
ATTESTATION = (
    Guard(
        "content",
        "NOT EXISTS (SELECT 1 FROM decisions_adoption a WHERE a.id = NEW.adoption_id "
        "AND a.sha256 = NEW.sha256 AND a.adopted_at < NEW.at)",
        "what is attested to is not what was adopted before",
    ),
    Guard(
        "person",
        "EXISTS (SELECT 1 FROM decisions_adoption a JOIN decisions_analysis n ON n.id = a.analysis_id "
        "JOIN decisions_proposal p ON p.id = a.proposal_id WHERE a.id = NEW.adoption_id "
        "AND (n.author_id = NEW.person_id OR p.owner_id = NEW.person_id OR p.decision_maker_id <> NEW.person_id))",
        "only the named decision-maker attests, and never the author",
    ),
)
DECISION = (
    Guard(
        "order",
        "NEW.adoption_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_adoption a "
        "JOIN decisions_attestation t ON t.adoption_id = a.id WHERE a.id = NEW.adoption_id "
        "AND t.id = NEW.attestation_id AND a.proposal_id = NEW.proposal_id AND t.person_id = NEW.person_id "
        "AND t.sha256 = a.sha256 AND a.adopted_at < t.at AND t.at <= NEW.taken_at)",
        "a decision comes after the attestation to its own adopted analysis",
    ),
    Guard(
        "latest",
        "EXISTS (SELECT 1 FROM decisions_adoption a JOIN decisions_adoption b ON b.proposal_id = a.proposal_id "
        "WHERE a.id = NEW.adoption_id AND b.adopted_at > a.adopted_at)",
        "a later analysis was adopted",
    ),
    Guard(
        "screened",
        "NEW.screened_out_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_secondview v "
        "JOIN decisions_screening s ON s.id = v.screening_id WHERE v.id = NEW.screened_out_id "
        "AND s.proposal_id = NEW.proposal_id AND s.relevance = 'none' AND v.is_agreed "
        "AND v.by_id <> s.by_id AND v.at <= NEW.taken_at)",
        "a decision without an analysis comes after a second person agreed that none is needed",
    ),
    Guard(
        "person",
        "NOT EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id "
        "AND p.decision_maker_id = NEW.person_id)",
        "only the named decision-maker decides",
    ),
)
MOMENTS: dict[type[models.Model], tuple[str, ...]] = {
    Adoption: ("adopted_at",),
    Attestation: ("at",),
    Decision: ("taken_at", "recorded_at"),
}
FORM = "____-__-__ __:__:__%"


def seal() -> None:
    """Seal the three tables, with their guards."""
    for model, guards in ((Adoption, ADOPTION), (Attestation, ATTESTATION), (Decision, DECISION)):
        seals.seal(model, guards=(*guards, *_in_one_form(model)))


def _in_one_form(model: type[models.Model]) -> tuple[Guard, ...]:
    """Return a guard of the form of moments where they are text; PostgreSQL has a type for them."""
    if connections["default"].vendor == "postgresql":
        return ()
    return tuple(
        Guard(f"form_{name}", f"NEW.\"{name}\" NOT LIKE '{FORM}'", "a moment is written in one form")
        for name in MOMENTS[model]
    )
