"""The content of an analysis as it is adopted: everything it says, in one spelling, under one digest.

People are in it by their key and their office, not by name: what is sealed must not have to change when somebody asks
to be forgotten.
"""

from typing import Any

from django.db.models import Prefetch

from dueregard.decisions.analyses.models import Analysis, Cell, Citation, Considered, Mitigation
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.proposals.models import Proposal
from dueregard.people.models import Person
from dueregard.records.models import EvidenceVersion

FORMAT = "due-regard/analysis@1"


def content_of(analysis: Analysis) -> dict[str, Any]:
    """Return all that an analysis says now, with the proposal it is about and what was consulted and considered."""
    proposal = analysis.proposal
    cells = _cells_of(analysis)
    return {
        "format": FORMAT,
        "proposal": {
            "id": str(proposal.pk),
            "body": proposal.body.name,
            "title": proposal.title,
            "why": proposal.why,
            "what": proposal.what,
            "affects": list(proposal.affects),
            "options": [option.text for option in proposal.options.all()],
            "one_option_because": proposal.one_option_because,
        },
        "number": analysis.number,
        "author": _person(analysis.author),
        "screening": _screening_of(analysis),
        "consulted": _consulted_on(proposal),
        "considered": [_version(each.version) for each in _considered_of(analysis)],
        "cells": [_cell(cell) for cell in cells],
        "other_groups": [
            {"name": group.name, "effect": group.effect, "reasoning": group.reasoning}
            for group in analysis.other_groups.all()
        ],
        "mitigations": [_mitigation(each) for each in _mitigations_of(analysis)],
        "gaps": analysis.gaps,
        "changed": analysis.changed,
        "outcome": analysis.outcome,
        "justification": analysis.justification,
    }


def _cells_of(analysis: Analysis) -> list[Cell]:
    cited = Citation.objects.select_related("version__evidence")
    return list(analysis.cells.prefetch_related(Prefetch("citations", cited)))


def _considered_of(analysis: Analysis) -> list[Considered]:
    return list(analysis.proposal.considered.select_related("version__evidence"))


def _mitigations_of(analysis: Analysis) -> list[Mitigation]:
    return list(analysis.mitigations.select_related("owner__staff").prefetch_related("cells"))


def _consulted_on(proposal: Proposal) -> list[dict[str, Any]]:
    """Return what people were asked and how each theme of what they said ended, by then."""
    found = Consultation.objects.filter(proposal=proposal, opened_at__isnull=False).order_by(
        "opened_at", "id"
    )
    return [
        {
            "id": str(each.pk),
            "title": each.title,
            "opened_at": each.opened_at.isoformat() if each.opened_at else "",
            "closed_at": each.closed_at.isoformat() if each.closed_at else "",
            "themes": [
                {"name": theme.name, "said": theme.said, "outcome": theme.outcome, "because": theme.because}
                for theme in each.themes.all()
            ],
        }
        for each in found.prefetch_related("themes")
    ]


def _person(person: Person) -> dict[str, str]:
    staff = getattr(person, "staff", None)
    return {"id": str(person.pk), "office": staff.job_title if staff is not None else ""}


def _version(version: EvidenceVersion, place: str = "") -> dict[str, Any]:
    return {
        "id": str(version.pk),
        "title": version.evidence.title,
        "number": version.number,
        "sha256": version.sha256,
        "says": version.says,
        "source": version.source,
        "about": [day.isoformat() for day in version.period or ()],
        "received_at": version.received_at.isoformat(),
        "place": place,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "characteristic": cell.characteristic,
        "aim": cell.aim,
        "effect": cell.effect,
        "counts_as": str(cell.counts_as.value),
        "reasoning": cell.reasoning,
        "cites": [_version(each.version, each.place) for each in cell.citations.all()],
    }


def _mitigation(mitigation: Mitigation) -> dict[str, Any]:
    return {
        "id": str(mitigation.pk),
        "what": mitigation.what,
        "owner": _person(mitigation.owner),
        "due_on": mitigation.due_on.isoformat(),
        "cells": sorted([cell.characteristic, cell.aim] for cell in mitigation.cells.all()),
    }


def _screening_of(analysis: Analysis) -> dict[str, Any]:
    screening = analysis.proposal.screenings.select_related("second_view").order_by("-at").first()
    if screening is None:
        return {}
    agreed = getattr(screening, "second_view", None)
    return {
        "relevance": screening.relevance,
        "because": screening.because,
        "answers": dict(screening.answers),
        "at": screening.at.isoformat(),
        "agreed_at": agreed.at.isoformat() if agreed is not None and agreed.is_agreed else "",
    }
