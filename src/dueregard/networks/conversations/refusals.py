"""What can be refused in conversations. The tree: `NotNow`, and below it one error for each reason."""


class NotNow(Exception):
    """This cannot be done as things stand."""


class Gone(NotNow):
    """The conversation or the post was erased meanwhile."""


class Closed(NotNow):
    """The conversation takes no more posts."""


class SentBefore(NotNow):
    """Something else was sent from the same page."""


class NotBetweenTwo(NotNow):
    """Between two, each keeps the name under which they met: there are no one-off names."""


class NotShown(NotNow):
    """The post is held, removed or withdrawn."""


class EditedMeanwhile(NotNow):
    """The post was edited since the page was opened."""


class TopicExists(NotNow):
    """The network has a topic of this name."""


class TooManyTopics(NotNow):
    """The network has as many topics as one can look through."""


class NothingToDecide(NotNow):
    """Somebody has decided about this post already."""


class NotHeld(NotNow):
    """Only a post that is held can be removed."""


class OwnPost(NotNow):
    """Nobody decides about what they wrote themselves."""


class SamePerson(NotNow):
    """Two different people are needed to remove a post."""


class AlreadyAnswered(NotNow):
    """Somebody has answered this concern."""


class Yourself(NotNow):
    """This is one's own introduction."""


class NobodyThere(NotNow):
    """Whoever wrote the introduction has left the network."""
