"""What a page says when something cannot be done, and what is missing before a draft is approved."""

from dueregard.policies.texts import refusals

SENTENCES: dict[type[refusals.NotNow], str] = {
    refusals.NotADraft: "This version is not a draft any more. Nothing was changed.",
    refusals.ChangedMeanwhile: "Somebody saved another change to this draft while you had it open. Nothing was "
    "changed, and nothing of what you wrote is lost: look at the draft as it is now, then send it again.",
    refusals.TakenOutMeanwhile: "This clause was taken out of the draft while you had it open. Nothing was changed.",
    refusals.TooManyClauses: "A policy can have 200 clauses. Nothing was changed.",
    refusals.AtWorkAlready: "Another version is being written or waits for its launch. Nothing was changed.",
    refusals.CallsItselfTheSame: "Another policy has this title. Enter another one.",
    refusals.NotApproved: "Only an approved version can be launched. Nothing was changed.",
    refusals.NotInForce: "This version is not in force. Nothing was changed.",
    refusals.NotReviewed: "The owner’s last review does not say that this policy is to go. Nothing was changed.",
    refusals.OwnsNoPolicies: "This person does not hold the office of policy owners now. Nothing was changed.",
    refusals.NotReady: "Something is missing before this draft can be approved. Nothing was changed.",
}
OTHERWISE = "This cannot be done now. Nothing was changed."

MISSING = {
    "clauses": "It has no clauses.",
    "nothing-new": "It says what the version in force says.",
    "what-changed": "Nobody has said in plain words what changes.",
    "proposal": "It rests on no proposal.",
    "decision": "The proposal on which it rests is not decided.",
    "stopped": "The proposal on which it rests was decided not to go ahead.",
    "own-decision": "A material change needs a decision of its own, and an earlier version rests on this one.",
}


def sentence(refused: refusals.NotNow) -> str:
    """Return the sentence for a refusal."""
    return SENTENCES.get(type(refused), OTHERWISE)


def missing(codes: tuple[str, ...]) -> list[str]:
    """Return a sentence for each thing that is missing."""
    return [MISSING[code] for code in codes]
