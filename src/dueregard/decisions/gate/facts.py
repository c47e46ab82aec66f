"""What the gate looks at, read from the records."""

from datetime import datetime
from typing import Any
from uuid import UUID

from dueregard.decisions.analyses.content import content_of
from dueregard.decisions.analyses.models import NEEDS_MITIGATION, Analysis
from dueregard.decisions.consultations import reports as consultations
from dueregard.decisions.consultations.facts import ConsultationFacts
from dueregard.decisions.gate.models import Adoption, Attestation
from dueregard.decisions.gate.rule import Adopted, Attested, Consulted, Evidence, Facts, Paper, Screened
from dueregard.decisions.proposals.models import Proposal
from dueregard.journal.models import Entry
from dueregard.records.digests import sha256_of
from dueregard.records.duty import REQUIRED, Aim, Characteristic

# The deeds that must stand in the journal before a decision does.
ADOPTED, ATTESTED = "adopted an equality analysis", "attested to an equality analysis"


def facts_of(proposal: Proposal) -> Facts:
    """Return the facts of a proposal: of its working paper while there is one, else of what was adopted last."""
    working = proposal.analyses.filter(is_adopted=False).first()
    adoption = proposal.adoptions.select_related("analysis").order_by("adopted_at").last()
    attestation = adoption.attestations.order_by("at").last() if adoption is not None else None
    return Facts(
        owner=proposal.owner_id,
        decision_maker=proposal.decision_maker_id,
        options=proposal.options.count(),
        one_option_because=proposal.one_option_because,
        screened=_screened(proposal),
        consulted=consulted_on(proposal),
        paper=_paper_of(working, adoption),
        adopted=_adopted(adoption),
        attested=Attested(attestation.person_id, attestation.at, attestation.sha256) if attestation else None,
        unrecorded=_unrecorded(adoption, attestation),
    )


def consulted_on(proposal: Proposal) -> tuple[Consulted, ...]:
    """Return the consultations on a proposal, as the gate sees them; what was not opened asked nobody anything.

    Answers that nobody has put under a theme are not answered either.
    """
    opened = [each for each in consultations.facts_of(proposal) if each.opened_at is not None]
    return tuple(
        Consulted(each.title, each.closed_at, each.undecided or _uncoded(each), each.decided_at)
        for each in opened
    )


def _uncoded(each: ConsultationFacts) -> tuple[str, ...]:
    return ("what people said",) if each.decided_at is None and each.has_responses else ()


def _screened(proposal: Proposal) -> Screened | None:
    screening = proposal.screenings.select_related("second_view").order_by("-at").first()
    if screening is None:
        return None
    view = getattr(screening, "second_view", None)
    if view is None or not view.is_agreed:
        return Screened(screening.relevance, screening.by_id, screening.at)
    return Screened(screening.relevance, screening.by_id, screening.at, view.by_id, view.at)


def _adopted(adoption: Adoption | None) -> Adopted | None:
    if adoption is None:
        return None
    return Adopted(adoption.adopted_at, adoption.adopted_by_id, adoption.sha256, sha256_of(adoption.content))


def _paper_of(working: Analysis | None, adoption: Adoption | None) -> Paper | None:
    if working is not None:
        return paper_of(working)
    return paper_from(adoption.content) if adoption is not None else None


def paper_of(analysis: Analysis) -> Paper:
    """Return an analysis as the gate sees it, as it stands now."""
    return paper_from(content_of(analysis))


def paper_from(content: dict[str, Any]) -> Paper:
    """Return a content as the gate sees it."""
    said = {
        (cell["characteristic"], cell["aim"]): cell
        for cell in content["cells"]
        if cell["effect"] and cell["reasoning"].strip()
    }
    met = {(name, aim) for each in content["mitigations"] for name, aim in each["cells"]}
    cited = {version["id"]: version for cell in content["cells"] for version in cell["cites"]}
    return Paper(
        author=UUID(content["author"]["id"]),
        empty=tuple(cell_name(name, aim) for name, aim in REQUIRED if (name, aim) not in said),
        unmitigated=tuple(
            cell_name(name, aim)
            for name, aim in REQUIRED
            if (name, aim) in said
            and said[name, aim]["effect"] in NEEDS_MITIGATION
            and (name, aim) not in met
        ),
        evidence=tuple(
            Evidence(version["title"], datetime.fromisoformat(version["received_at"]))
            for version in cited.values()
        ),
        changed=content["changed"],
        outcome=content["outcome"],
        justification=content["justification"],
    )


def cell_name(characteristic: str, aim: str) -> str:
    """Return what a cell is called in a sentence."""
    return f"{Characteristic(characteristic).label}: {Aim(aim).label.lower()}"


def _unrecorded(adoption: Adoption | None, attestation: Attestation | None) -> tuple[str, ...]:
    wanted = {}
    if adoption is not None:
        wanted[str(adoption.pk)] = ADOPTED
    if attestation is not None:
        wanted[str(attestation.pk)] = ATTESTED
    there = set(
        Entry.objects.filter(subject_id__in=wanted, deed__in=(ADOPTED, ATTESTED)).values_list(
            "subject_id", "deed"
        )
    )
    return tuple(deed for key, deed in wanted.items() if (key, deed) not in there)
