"""What a refusal says to the person who reads it: what is wrong, and what to do."""

from dueregard.feedback.triage import actions

SENTENCES: dict[type[actions.NotNow], str] = {
    actions.ChangedMeanwhile: (
        "Somebody else changed this while you had it open. Nothing of yours was saved. Look at it as it is now, then "
        "decide."
    ),
    actions.NotRead: "Say first that you have read it.",
    actions.AlreadyDone: "This has been done already.",
    actions.NobodyAsked: "Whoever sent this did not ask for that.",
    actions.StillToDo: (
        "This cannot be closed yet. It needs a theme, an answer where one was asked for, and a word from the "
        "supervisor on duty where it was passed to them."
    ),
    actions.AlreadyThere: "There is a theme of this name already",
}


def sentence(refused: actions.NotNow) -> str:
    """Return a refusal in words."""
    return SENTENCES[type(refused)]
