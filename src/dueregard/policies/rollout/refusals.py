"""Why something cannot be done with a roll-out now. Nothing was changed.

NotNow
├── AlreadyRead        there is a receipt already
├── TextNotOpened      the text was not opened by this person, or very long ago
├── TextChanged        another version has come into force since it was opened
├── NotAskedAnyMore    the roll-out has ended, or the policy is not in force
├── AlreadyStopped     it is stopped, or over
└── NotStopped         it goes on, so that there is nothing to resume
"""


class NotNow(Exception):
    """It cannot be done now. The tree: the refusals of this folder."""


class AlreadyRead(NotNow):
    """There is a receipt already, which stands."""


class TextNotOpened(NotNow):
    """The text was not opened by this person, or so long ago that the page is stale."""


class TextChanged(NotNow):
    """Another version has come into force since the text was opened."""


class NotAskedAnyMore(NotNow):
    """The roll-out has ended, or the policy is not in force, or it is not for this person any more."""


class AlreadyStopped(NotNow):
    """It is stopped, or over."""


class NotStopped(NotNow):
    """It goes on, so that there is nothing to resume."""
