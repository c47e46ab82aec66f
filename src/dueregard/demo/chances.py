"""How common everything is in the invented casework: the tables of chances that the rows are drawn from.

The shape follows what is published for England: two thirds of children in private law; children in
care proceedings younger where they are White or of Mixed heritage, older where they are Black or Asian.
That is what makes age and law type confuse a plain comparison of ethnic groups.
"""

import numpy as np

from dueregard.demo.codes import CHILD_AGE_BANDS, ETHNIC_GROUPS, ETHNICITY_WITHIN
from dueregard.demo.drawing import Chances, table_of
from dueregard.demo.places import PLACES

PRIVATE_SHARE = 0.673

GROUP_BY_LAW = table_of(
    [
        # White Mixed Asian Black Other
        (0.705, 0.080, 0.150, 0.045, 0.020),  # private
        (0.705, 0.115, 0.050, 0.100, 0.030),  # public
    ]
)
CODE_BY_GROUP: tuple[Chances, ...] = tuple(table_of([ETHNICITY_WITHIN[group]]) for group in ETHNIC_GROUPS)

UNKNOWN_ETHNICITY_BY_LAW = table_of(
    [
        # known, not obtained, refused
        (0.850, 0.115, 0.035),  # private
        (0.940, 0.045, 0.015),  # public
    ]
)

PLACE_BY_GROUP = table_of(
    [
        [place.size / (place.mixed if group == "White" else 1 / place.mixed) for place in PLACES]
        for group in ETHNIC_GROUPS
    ]
)

APPLICATION_BY_LAW = table_of(
    [
        # C100 C79 C1 s31 s39 s44 s25 s21
        (0.86, 0.06, 0.08, 0, 0, 0, 0, 0),
        (0, 0, 0, 0.76, 0.09, 0.05, 0.03, 0.07),
    ]
)

_PRIVATE_AGES = (2.5, 5, 6, 6.5, 7, 7, 7.5, 7.5, 7.5, 7, 7, 6.5, 6, 5.5, 4.5, 3.5, 2, 1)
_YOUNGER = (27, 8, 7, 6.5, 6, 5.5, 5, 4.5, 4, 4, 3.5, 3.5, 3.5, 3.5, 3, 2.5, 1.5, 0.5)
_OLDER = (17, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 4.5, 2.5, 1)
_SECURE = (0,) * 12 + (2, 6, 12, 18, 18, 10)
AGES = table_of([_PRIVATE_AGES, _YOUNGER, _OLDER, _SECURE])
"""Ages 0 to 17: private law; care proceedings, White and Mixed; the same, others; secure accommodation."""

FEMALE, MALE, SEX_UNKNOWN = 0.486, 0.511, 0.003

# By age band: under 1, 1 to 4, 5 to 9, 10 to 14, 15 to 17.
DISABLED = np.array([0.03, 0.04, 0.08, 0.14, 0.18])
DISABILITY_UNKNOWN = 0.09
YOUNG_CARER = np.array([0.0, 0.0, 0.03, 0.09, 0.14])
YOUNG_CARER_NOT_ASKED, YOUNG_CARER_BLANK = 0.27, 0.18

# Private law, then public law, by age band.
WISHES_RECORDED = np.array([[0.30, 0.42, 0.56, 0.62, 0.64], [0.66, 0.72, 0.86, 0.92, 0.92]])
SEEN_ALONE = np.array([[0.0, 0.40, 0.52, 0.66, 0.72], [0.0, 0.55, 0.70, 0.84, 0.88]])
REPORT_ON_TIME = np.array([[0.86, 0.86, 0.87, 0.85, 0.84], [0.83, 0.82, 0.80, 0.79, 0.78]])
REPORT_DUE = np.array([0.62, 0.91])
YOUNGEST_SEEN_ALONE = 4
"""Younger children are not asked to be alone with a stranger; they are "Too young", neither Yes nor No."""

WEEKS = np.array([38.0, 40.5, 43.0, 44.5, 44.0])
"""Mean weeks to conclude care proceedings by age band, before what is planted."""
WEEKS_SHAPE, WEEKS_SCALE = 4.0, 5.2
CONCLUDED = 0.52

NOT_ENGLISH = np.array([0.05, 0.07, 0.38, 0.22, 0.40])
"""How often the first language is another, by ethnic group; and then how often an interpreter is needed."""
INTERPRETER_NEEDED = 0.45
INTERPRETER_PROVIDED = 0.91

RELIGION_BY_GROUP = table_of(
    [
        # none, Christian, Buddhist, Hindu, Jewish, Muslim, Sikh, other, prefer not to say
        (62, 33, 0.3, 0.1, 0.6, 1.0, 0.1, 0.9, 2),
        (52, 37, 0.5, 0.5, 0.3, 6.0, 0.4, 1.3, 2),
        (7, 10, 1.5, 14, 0.1, 55, 9, 1.4, 2),
        (13, 66, 0.2, 0.2, 0.1, 17, 0.1, 1.4, 2),
        (22, 26, 2, 1.5, 2, 36, 3, 5.5, 2),
    ]
)
RELIGION_BLANK = 0.38

if AGES.shape != (4, 18) or WEEKS.shape != (len(CHILD_AGE_BANDS),):
    raise ValueError("The tables of chances do not fit the ages and age bands.")
