"""What people read when something cannot be done with training now."""

from dueregard.policies.training import actions

SENTENCES: dict[type[actions.NotNow], str] = {
    actions.CodeIsTaken: "Another module has this code. Choose another",
    actions.ChangedMeanwhile: (
        "Somebody else changed this while you had it open. Nothing of yours was saved. Copy what you wrote, then look "
        "at it as it is now."
    ),
    actions.AlreadyPublished: "There is no draft any more: what is published is never changed. Begin the next edition.",
    actions.NothingToTake: "Write at least one page and one question first.",
    actions.DraftThere: "A draft of the next edition is there already.",
}


def sentence(refused: actions.NotNow) -> str:
    """Return what somebody is told about a refusal."""
    return SENTENCES[type(refused)]
