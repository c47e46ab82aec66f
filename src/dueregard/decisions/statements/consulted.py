"""What an equality statement says of the consultations on a proposal."""

from collections.abc import Iterator

from django.urls import reverse

from dueregard.almanac.clock import day_of
from dueregard.decisions.consultations.coding.models import Outcome
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.models import Proposal
from dueregard.design.wording import gov_date
from dueregard.records.documents.actions import Sentence
from dueregard.records.models import Sort

ENDS = {
    Outcome.CHANGED: "We changed the proposal:",
    Outcome.NOT_CHANGED: "We did not change the proposal, because:",
    Outcome.LATER: "We come back to it later:",
}


def what_consultation_changed(proposal: Proposal) -> Iterator[Sentence]:
    """Yield when people were asked and what came of each theme; where nobody was asked, that."""
    found = Consultation.objects.filter(proposal=proposal, opened_at__isnull=False, closed_at__isnull=False)
    closed = list(found.order_by("opened_at", "id").prefetch_related("themes"))
    if not closed:
        rests_on = f"The record of the proposal “{proposal.title}”"
        yield Sentence("consultation", Sort.FACT, "There was no consultation on this proposal.", rests_on)
    for consultation in closed:
        yield from _told(consultation)


def _told(consultation: Consultation) -> Iterator[Sentence]:
    assert consultation.opened_at is not None
    assert consultation.closed_at is not None
    rests_on = f"The consultation “{consultation.title}”"
    href = reverse("consultation", args=[consultation.pk])
    first, last = (gov_date(day_of(at)) for at in (consultation.opened_at, consultation.closed_at))
    yield Sentence(
        "consultation", Sort.FACT, f"We asked people what they think from {first} to {last}.", rests_on, href
    )
    for theme in consultation.themes.all():
        if theme.outcome:
            text = f"{theme.said} {ENDS[Outcome(theme.outcome)]} {theme.because}"
            yield Sentence("consultation", Sort.FACT, text, rests_on, href)
