"""An equality, diversity and inclusion statement: the shape of Ofsted's on its framework for Cafcass (March 2021).

Every sentence is made from a record and rests on it; its author can then reword, add and take out, but of each of the
nine characteristics something stays.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from dueregard.almanac.clock import day_of
from dueregard.decisions.analyses.models import NEEDS_MITIGATION
from dueregard.decisions.gate.dossier import Planned, Shown, shown
from dueregard.decisions.models import Decision, Effect, Outcome, Proposal
from dueregard.decisions.statements.consulted import what_consultation_changed
from dueregard.design.wording import gov_date
from dueregard.records.documents.actions import Sentence
from dueregard.records.documents.kinds import DocumentKind
from dueregard.records.duty import Aim, Characteristic
from dueregard.records.models import EvidenceVersion, Sort

KIND = DocumentKind(
    "edi-statement",
    "Equality, diversity and inclusion statement",
    (
        ("introduction", "Introduction"),
        ("proposed", "What is proposed"),
        ("impact", "How it affects people who share protected characteristics, and the three aims"),
        ("eliminate", "Eliminating discrimination"),
        ("advance", "Advancing equality of opportunity"),
        ("relations", "Developing good relations"),
        ("consultation", "What consultation changed"),
        ("monitoring", "Monitoring and review"),
    ),
    speaks_of_all_nine=True,
)

S149 = "Equality Act 2010, section 149(1)"
EFFECTS = {
    Effect.POSITIVE: "We expect a positive effect.",
    Effect.NEGATIVE: "We expect a negative effect.",
    Effect.MIXED: "We expect effects that are good for some and bad for others.",
    Effect.NONE_FOUND: "We looked for an effect and found none.",
    Effect.NOT_KNOWN: "We do not know the effect yet.",
}
OUTCOMES = {
    Outcome.CONTINUE: "It goes ahead as proposed.",
    Outcome.ADJUST: "It goes ahead with changes.",
    Outcome.DESPITE: "It goes ahead despite a bad effect, because that is justified.",
    Outcome.STOP: "It does not go ahead.",
}


def title_of(proposal: Proposal) -> str:
    """Return what the statement of a proposal is called."""
    return f"Equality, diversity and inclusion statement: {proposal.title}"


def silent_on(proposal: Proposal) -> list[str]:
    """Return the codes of the characteristics that a proposal does not name."""
    return [each.value for each in Characteristic if each.value not in proposal.touches]


def sentences_of(decision: Decision) -> list[Sentence]:
    """Return the sentences of the statement of a decision on an adopted analysis."""
    assert decision.adoption is not None
    content = decision.adoption.content
    # The public reads nothing of restricted evidence, so the statement is made from what everybody may be told.
    read = shown(content, to=decision.person)
    versions = _versions_in(content)
    analysis = _Ground(
        f"Equality analysis adopted on {gov_date(day_of(decision.adoption.adopted_at))}",
        reverse("dossier", args=[decision.proposal_id]),
    )
    decided = _Ground(f"Decision of {gov_date(day_of(decision.taken_at))}", analysis.href)
    return [
        *_introduction(decision, read, decided),
        *_proposed(decision, read, decided, analysis),
        *_impact(content, analysis, versions),
        *_by_aim(content, analysis, versions),
        *what_consultation_changed(decision.proposal),
        *_monitoring(decision, read, decided),
    ]


class _Ground:
    """The record on which a sentence rests, and where it is read."""

    def __init__(self, words: str, href: str) -> None:
        self.words, self.href = words, href

    def under(
        self,
        section: str,
        sort: Sort,
        text: str,
        *,
        characteristic: str = "",
        cites: Sequence[EvidenceVersion] = (),
    ) -> Sentence:
        """Return a sentence that rests on the record."""
        return Sentence(section, sort, text, self.words, self.href, characteristic, cites)


def _introduction(decision: Decision, read: Shown, decided: _Ground) -> Iterator[Sentence]:
    body = read.body
    yield Sentence(
        "introduction",
        Sort.CONTEXT,
        f"This statement sets out how {body} considered equality, diversity and inclusion before it decided on "
        f"“{read.title}”.",
    )
    yield Sentence(
        "introduction",
        Sort.LAW,
        f"In all it does, {body} must have due regard to the need to eliminate discrimination, harassment, "
        "victimisation and other conduct that the Act prohibits; to advance equality of opportunity between people who "
        "share a protected characteristic and those who do not; and to foster good relations between them.",
        S149,
    )
    late = " The decision was recorded late." if decision.was_recorded_late else ""
    yield decided.under(
        "introduction",
        Sort.FACT,
        f"The decision was taken on {gov_date(day_of(decision.taken_at))}, after the decision-maker had read the "
        f"equality analysis and attested to it.{late}",
    )


def _proposed(decision: Decision, read: Shown, decided: _Ground, analysis: _Ground) -> Iterator[Sentence]:
    yield analysis.under("proposed", Sort.FACT, read.what)
    yield analysis.under("proposed", Sort.FACT, f"Why it was needed: {read.why}")
    option = f" The option chosen: {decision.option.text}." if decision.option is not None else ""
    yield decided.under("proposed", Sort.FACT, f"{OUTCOMES[Outcome(decision.outcome)]}{option}")
    if read.changed:
        yield analysis.under(
            "proposed", Sort.FACT, f"What changed because of the equality analysis: {read.changed}"
        )


def _impact(
    content: dict[str, Any], analysis: _Ground, versions: dict[str, EvidenceVersion]
) -> Iterator[Sentence]:
    for characteristic in Characteristic:
        cells = [cell for cell in content["cells"] if cell["characteristic"] == characteristic]
        effects = list(dict.fromkeys(Effect(cell["counts_as"]) for cell in cells)) or [Effect.NOT_KNOWN]
        words = " ".join(EFFECTS[effect] for effect in effects)
        cites = _cited(cells, versions)
        yield analysis.under(
            "impact",
            Sort.JUDGEMENT,
            f"{characteristic.label}. {words}",
            characteristic=characteristic.value,
            cites=cites,
        )
    for group in content["other_groups"]:
        yield analysis.under(
            "impact",
            Sort.JUDGEMENT,
            f"{group['name']}, who are not a group that the Act names. {EFFECTS[Effect(group['effect'])]} "
            f"{group['reasoning']}",
        )


def _by_aim(
    content: dict[str, Any], analysis: _Ground, versions: dict[str, EvidenceVersion]
) -> Iterator[Sentence]:
    for aim in Aim:
        cells = [cell for cell in content["cells"] if cell["aim"] == aim]
        known = [cell for cell in cells if cell["counts_as"] != Effect.NOT_KNOWN]
        for cell in known:
            label = Characteristic(cell["characteristic"]).label
            yield analysis.under(
                aim.value,
                Sort.JUDGEMENT,
                f"{label}. {EFFECTS[Effect(cell['counts_as'])]} {cell['reasoning']}",
                cites=_cited([cell], versions),
            )
        unknown = [
            Characteristic(cell["characteristic"]).label.lower() for cell in cells if cell not in known
        ]
        if unknown:
            yield analysis.under(
                aim.value,
                Sort.JUDGEMENT,
                f"We do not know enough yet to say what it does by {_listed(unknown)}.",
            )
        if aim == Aim.ELIMINATE and any(cell["effect"] in NEEDS_MITIGATION for cell in cells):
            yield analysis.under(
                aim.value,
                Sort.JUDGEMENT,
                "What is done about bad effects stands under monitoring and review.",
            )


def _monitoring(decision: Decision, read: Shown, decided: _Ground) -> Iterator[Sentence]:
    for each in read.mitigations:
        yield Sentence("monitoring", Sort.COMMITMENT, each.what, _promised(each))
    if read.gaps:
        yield decided.under(
            "monitoring", Sort.FACT, f"What is not known, and what will be done about that: {read.gaps}"
        )
    yield Sentence(
        "monitoring",
        Sort.COMMITMENT,
        f"The decision is looked at again by {gov_date(decision.review_on)}, and this statement with it.",
        f"The decision-maker, by {gov_date(decision.review_on)}",
    )


def _promised(each: Planned) -> str:
    return f"{each.owner}, by {gov_date(each.due_on)}"


def _versions_in(content: dict[str, Any]) -> dict[str, EvidenceVersion]:
    keys = {version["id"] for cell in content["cells"] for version in cell["cites"]}
    return {str(version.pk): version for version in EvidenceVersion.objects.filter(pk__in=keys)}


def _cited(cells: Sequence[dict[str, Any]], versions: dict[str, EvidenceVersion]) -> list[EvidenceVersion]:
    keys = dict.fromkeys(version["id"] for cell in cells for version in cell["cites"])
    return [versions[key] for key in keys if key in versions]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
