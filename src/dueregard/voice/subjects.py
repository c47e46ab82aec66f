"""What an issue can be about, where it can stand, and what can be said to it. Stored codes never change."""

from django.db import models


class About(models.TextChoices):
    """What an issue is about. One about practice ends in a change with a name."""

    PEOPLE = "people", "How we work together"
    PRACTICE = "practice", "Our work with children and families"


class Theme(models.TextChoices):
    """The themes. They are broad on purpose: of an issue that is not shown, the theme is all that others read."""

    ADJUSTMENTS = "adjustments", "Adjustments and accessibility"
    BEHAVIOUR = "behaviour", "Bullying, harassment and discrimination"
    CARE = "care", "Caring, leave and flexible working"
    PROGRESSION = "progression", "Recruitment, pay and progression"
    LEARNING = "learning", "Training and learning"
    WELLBEING = "wellbeing", "Health and wellbeing"
    FAMILIES = "families", "Practice with children and families"
    LANGUAGE = "language", "Language and communication"
    PLACES = "places", "Buildings, equipment and systems"
    POLICIES = "policies", "Policies and how they are applied"
    OTHER = "other", "Something else"


class Stage(models.TextChoices):
    """Where an issue stands."""

    RAISED = "raised", "Raised"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    PAUSED = "paused", "Paused"
    ANSWERED = "answered", "Answered"
    DONE = "done", "Done"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


WAITING = (Stage.RAISED, Stage.ACKNOWLEDGED, Stage.PAUSED)
OVER = (Stage.ANSWERED, Stage.DONE, Stage.CLOSED)


class Said(models.TextChoices):
    """What a leader answers."""

    WILL_DO = "will-do", "We will do this"
    IN_PART = "in-part", "We will do this in part"
    WILL_NOT = "will-not", "We will not do this"


PROMISING = (Said.WILL_DO, Said.IN_PART)


class Verdict(models.TextChoices):
    """What the network says of an answer."""

    HELPED = "helped", "It helped"
    PARTLY = "partly", "It helped in part"
    NO = "no", "It did not help"


class ChangeKind(models.TextChoices):
    """What can become another because of an issue about practice."""

    STANDARD = "standard", "Standard"
    PRACTICE_AID = "practice-aid", "Practice aid"
    POLICY = "policy", "Policy"
    TRAINING = "training", "Training"


class What(models.TextChoices):
    """What can happen to an issue. The first seven move the clock (`deadlines.Deed`)."""

    RAISED = "raised", "Raised"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    PAUSED = "paused", "Clock paused"
    RESUMED = "resumed", "Clock went on"
    LONGER = "needed longer", "More time needed"
    ANSWERED = "answered", "Answered"
    REOPENED = "reopened", "Reopened"
    PROMISED = "promised", "Promised"
    KEPT = "kept", "Promise kept"
    MOVED = "moved", "Promise moved"
    CHANGED = "changed", "Change recorded"
    PASSED_ON = "passed on", "Passed on"
    ESCALATED = "escalated", "Gone up"
    HEARD = "heard", "The network said whether it helped"
    SHOWN = "shown", "Shown to all staff"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXEMPTED = "exempted", "Kept off the public page"
