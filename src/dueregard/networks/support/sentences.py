"""What a refusal says to the person who reads it."""

from dueregard.networks.support import actions

NOT_NOW: dict[type[actions.NotNow], str] = {
    actions.TooMany: "You have 20 questions here. Delete one that you no longer need, then ask again",
    actions.Closed: "This question has been closed. Only the person who asked can open it again, by writing",
    actions.Gone: "The person who asked has deleted this question",
}


def sentence(refused: actions.NotNow) -> str:
    """Return a refusal in words."""
    return NOT_NOW[type(refused)]
