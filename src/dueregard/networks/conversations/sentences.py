"""What the refusals say to whoever is refused."""

from dueregard.networks.conversations import refusals

_SENTENCES: dict[type[refusals.NotNow], str] = {
    refusals.Gone: "It was erased meanwhile.",
    refusals.Closed: "This conversation takes no more posts.",
    refusals.SentBefore: "Something else was sent from this page before. Open the page again to write something new.",
    refusals.NotBetweenTwo: "Between two, each of you keeps the name under which you met.",
    refusals.NotShown: "The post is held, was removed or was withdrawn, so this can no longer be done.",
    refusals.TopicExists: "The network has a topic of this name",
    refusals.TooManyTopics: "The network has as many topics as one can look through. Rename one instead",
    refusals.NothingToDecide: "Somebody was quicker: there is nothing left to decide about this post.",
    refusals.NotHeld: "A post must be held, and its removal asked for, before it can be removed.",
    refusals.OwnPost: "You wrote this yourself, so somebody else who runs the network decides about it.",
    refusals.SamePerson: "You asked for this removal. Somebody else who runs the network must confirm it.",
    refusals.AlreadyAnswered: "Somebody has answered this concern. Your answer was not sent.",
    refusals.Yourself: "This is your own introduction.",
    refusals.NobodyThere: "Whoever wrote this introduction has left the network.",
}


def sentence(refused: refusals.NotNow) -> str:
    """Return the sentence of a refusal."""
    return _SENTENCES[type(refused)]
