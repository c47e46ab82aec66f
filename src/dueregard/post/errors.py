"""What can be wrong with a message.

PostError
├── NotAnAddress      it cannot be addressed like that; nothing was put in the outbox
├── UnfitMessage      its subject or its length will not do; nothing was put in the outbox
└── NotDelivered      an outlet could not carry it away; the reason names neither address nor content
    ├── Refused       and never will: it is not tried again
    └── TryAgain      but may later
        └── Unreachable   nor will it carry any other just now
"""


class PostError(Exception):
    """The base of what this package raises."""


class NotAnAddress(PostError, ValueError):
    """What was given is not one e-mail address."""


class UnfitMessage(PostError, ValueError):
    """The subject has a line break, or the message is too long."""


class NotDelivered(PostError):
    """An outlet could not carry a message away. The reason is shown to administrators, so it holds no values."""


class Refused(NotDelivered):
    """The message was refused for good."""


class TryAgain(NotDelivered):
    """The message was not taken now; it is tried again later."""


class Unreachable(TryAgain):
    """The outlet takes no messages at all just now."""
