"""What cannot be done, by name."""

from collections.abc import Sequence

from dueregard.decisions.gate.rule import Refusal


class NotNow(Exception):
    """The proposal is not in a state in which this can be done. The tree: the refusals of decisions."""


class AlreadyDecided(NotNow):
    """The proposal is decided or withdrawn."""


class NotScreened(NotNow):
    """A second person has not agreed to a screening, or agreed that no analysis is needed."""


class WaitsForSecondPerson(NotNow):
    """A screening waits for a second person."""


class NothingToAgree(NotNow):
    """No screening waits for a second person, or it is not the one that was read."""


class AlreadyAdopted(NotNow):
    """The analysis is adopted, and nothing in it changes any more."""


class CannotBeReached(ValueError):
    """Whoever should decide does not hold that office, or wrote the proposal."""


class AtTheGate(NotNow):
    """The gate refuses, for these reasons."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(refusal.words for refusal in refusals))
        self.refusals = tuple(refusals)
