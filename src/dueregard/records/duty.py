"""What the public sector equality duty names: nine characteristics, three aims, and which of them belong together."""

from django.db import models


class Characteristic(models.TextChoices):
    """The protected characteristics, in the order of the Equality Act 2010, s.4."""

    AGE = "age", "Age"
    DISABILITY = "disability", "Disability"
    GENDER_REASSIGNMENT = "gender-reassignment", "Gender reassignment"
    MARRIAGE = "marriage-civil-partnership", "Marriage and civil partnership"
    PREGNANCY = "pregnancy-maternity", "Pregnancy and maternity"
    RACE = "race", "Race"
    RELIGION = "religion-belief", "Religion or belief"
    SEX = "sex", "Sex"
    SEXUAL_ORIENTATION = "sexual-orientation", "Sexual orientation"


class Aim(models.TextChoices):
    """What a body must have due regard to the need to do (Equality Act 2010, s.149(1))."""

    ELIMINATE = "eliminate", "Eliminate discrimination"
    ADVANCE = "advance", "Advance equality of opportunity"
    RELATIONS = "relations", "Foster good relations"


REQUIRED = tuple(
    (characteristic, aim)
    for characteristic in Characteristic
    for aim in Aim
    if characteristic != Characteristic.MARRIAGE or aim == Aim.ELIMINATE
)
"""The 25 pairs that the law asks about: s.149(7) leaves marriage out of the second and the third aim."""

WHY_NOT_REQUIRED = (
    "The Act does not ask for this: marriage and civil partnership counts for the first aim alone "
    "(Equality Act 2010, section 149(7))."
)
