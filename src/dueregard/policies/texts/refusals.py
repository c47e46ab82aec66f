"""What cannot be done with policies, by name."""


class NotNow(Exception):
    """The policy or version is not in a state in which this can be done. The tree: the refusals of this part."""


class NotADraft(NotNow):
    """The version is not written on any more."""


class ChangedMeanwhile(NotNow):
    """Somebody saved another change since the page was opened."""


class TakenOutMeanwhile(NotNow):
    """The clause is not in the draft any more."""


class TooManyClauses(NotNow):
    """The text has as many clauses as a policy can have."""


class AtWorkAlready(NotNow):
    """Another version is being written, or waits for its launch."""


class CallsItselfTheSame(NotNow):
    """Another policy has this title."""


class NotReady(NotNow):
    """Something is missing before it can be approved; `missing` names each thing by its code."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotApproved(NotNow):
    """Only an approved version is launched."""


class NotInForce(NotNow):
    """The version is not in force."""


class TooSoon(NotNow):
    """A day that has to be in the future is not."""


class NotReviewed(NotNow):
    """The last review of the version in force did not say that the policy is to go."""


class OwnsNoPolicies(NotNow):
    """Whoever is to own a policy does not hold the office of policy owners, or owns it already."""


class NotYours(NotNow):
    """The proposal is not one on which a policy of the service can rest."""
