"""The refusals of consultations. Each carries the sentence that a person reads.

The tree: `NotNow`; below it a class for each thing that a test or a page asks after by name.
"""


class NotNow(Exception):
    """The consultation is not in a state in which this can be done. `str` of it says what to do."""


class ChangedMeanwhile(NotNow):
    """Somebody else has changed it since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this while you had it open. Nothing of yours was saved. Look at it as it is now, "
            "then decide."
        )


class NotOpen(NotNow):
    """Answers are not taken, or no longer."""


class NotClosed(NotNow):
    """It takes answers still, or the outcome is published."""


class Unready(NotNow):
    """Something is missing; each thing has its own sentence."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
