"""Begin the statement of a decided proposal."""

from dueregard import journal
from dueregard.decisions.models import Decision, Proposal
from dueregard.decisions.proposals.actions import held
from dueregard.decisions.refusals import NotNow
from dueregard.decisions.statements import edi
from dueregard.people.models import Person
from dueregard.records.documents import actions as documents
from dueregard.records.models import Document


class NothingToState(NotNow):
    """There is no decision on an adopted analysis."""


@journal.action
def begin(proposal: Proposal, *, by: Person) -> Document:
    """Begin the equality statement of a decided proposal from its records, or return the one that is there."""
    proposal = held(proposal)
    decision = (
        Decision.objects.filter(proposal=proposal).select_related("adoption", "option", "person").first()
    )
    if decision is None or decision.adoption is None:
        raise NothingToState
    return documents.begin(
        edi.KIND.code,
        edi.title_of(proposal),
        edi.sentences_of(decision),
        about=("proposal", proposal.pk),
        silent_on=edi.silent_on(proposal),
        body=proposal.body,
        by=by,
    )
