"""What an equality statement says of the consultations on a proposal."""

from collections.abc import Iterator

from dueregard.decisions.models import Proposal
from dueregard.records.documents.actions import Sentence
from dueregard.records.models import Sort


def what_consultation_changed(proposal: Proposal) -> Iterator[Sentence]:
    """Yield a sentence for each theme that was answered; where nobody was consulted, that."""
    yield Sentence(
        "consultation",
        Sort.FACT,
        "There was no consultation on this proposal.",
        f"The record of the proposal “{proposal.title}”",
    )
