"""What people read when something cannot be done with a roll-out now."""

from dueregard.policies.rollout import refusals

SENTENCES: dict[type[refusals.NotNow], str] = {
    refusals.AlreadyRead: "You have confirmed this already. Your receipt stands.",
    refusals.TextNotOpened: (
        "The page was open for a long time, or the text was not opened. Nothing was kept. Read the text below, then "
        "press the button again."
    ),
    refusals.TextChanged: (
        "A new version came into force while you were reading. Nothing was kept. This is the new text: read what "
        "changed, then press the button again."
    ),
    refusals.NotAskedAnyMore: "You are not asked to read this any more. Nothing was kept.",
    refusals.AlreadyStopped: "This is stopped already, or it is over. Nothing was changed.",
    refusals.NotStopped: "This goes on already, or it is over. Nothing was changed.",
}


def sentence(refused: refusals.NotNow) -> str:
    """Return what somebody is told about a refusal."""
    return SENTENCES[type(refused)]
