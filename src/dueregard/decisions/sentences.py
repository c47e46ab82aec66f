"""What a page says when something cannot be done."""

from dueregard.decisions import refusals

SENTENCES: dict[type[refusals.NotNow], str] = {
    refusals.AlreadyDecided: "This proposal is decided, withdrawn or past that step. Nothing was changed.",
    refusals.NotScreened: "A second person has to agree to a screening first. Nothing was changed.",
    refusals.WaitsForSecondPerson: "A screening waits for a second person already. Nothing was changed.",
    refusals.NothingToAgree: "This screening does not wait for an answer any more. Nothing was changed.",
    refusals.AlreadyAdopted: "This analysis is adopted, so nothing in it changes any more. Nothing was changed.",
}
OTHERWISE = "This cannot be done now. Nothing was changed."


def sentence(refused: refusals.NotNow) -> str:
    """Return the sentence for a refusal."""
    return SENTENCES.get(type(refused), OTHERWISE)
