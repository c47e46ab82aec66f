"""The invented files on how careers go: applying for a post, promotion, leaving, and how work feels.

Each row is a person by a key that occurs in no other file.
"""

import numpy as np
import pyarrow as pa

from dueregard.demo import codes, truth
from dueregard.demo.drawing import Codes, Truths, happens, labelled, pick, pseudonyms, table_of, yes_or_no
from dueregard.demo.places import DIRECTORATES
from dueregard.demo.scales import Scale, counts_at
from dueregard.demo.streams import stream
from dueregard.demo.workforce import GRADES, People, draw_people

_GRADE_CHANCES = table_of([(10, 4, 10, 55, 14, 5, 1, 0.8, 0.2, 0)])
_DIRECTORATE_CHANCES = table_of([(49, 42, 4, 2.5, 2.5)])

SHORTLISTED, APPOINTED, PROMOTED = 0.42, 0.27, 0.42
YEARS = ("2019 to 2020", "2020 to 2021", "2021 to 2022", "2022 to 2023", "2023 to 2024")

REASONS = ("New job elsewhere", "Retired", "Moved away or caring", "Ill health", "End of contract", "Other")
_REASON_CHANCES = table_of([(48, 19, 11, 7, 9, 6)])

AGREES = {"treated_with_respect": 0.84, "manager_supports_me": 0.79, "can_balance_work_and_life": 0.62}
"""The statements of the survey, and how often people agree; agreement is strong in two cases of five."""
_AGREEMENT = table_of([(0, 0, 0.5, 0.34, 0.16), (0.4, 0.6, 0, 0, 0)])
HARASSED = ("No", "Yes", "Prefer not to say")
_HARASSED_CHANCES = table_of([(0.86, 0.08, 0.06)])


def recruitment(seed: int, scale: Scale) -> pa.Table:
    """Return everyone who applied for a post in the year: shortlisted or not, appointed or not."""
    rng = stream(seed, "recruitment")
    keys, grade, people = _drawn(rng, "A", counts_at(scale).applicants)
    size = len(keys)
    is_fewer = np.isin(people.group, [codes.ETHNIC_GROUPS.index(group) for group in ("Black", "Asian")])
    is_shortlisted = happens(rng, SHORTLISTED + truth.SHORTLISTED_BLACK_OR_ASIAN * is_fewer, size)
    is_appointed = is_shortlisted & happens(rng, APPOINTED, size)
    return _sorted(
        keys,
        people,
        {
            "grade": labelled(grade, GRADES),
            "shortlisted": yes_or_no(is_shortlisted),
            "appointed": yes_or_no(is_appointed, known=is_shortlisted),
        },
    )


def promotion(seed: int, scale: Scale) -> pa.Table:
    """Return the applications for promotion of five years, each by another person: promoted or not."""
    rng = stream(seed, "promotion")
    keys, grade, people = _drawn(rng, "P", counts_at(scale).promotion_applicants)
    is_black = people.group == codes.ETHNIC_GROUPS.index("Black")
    is_promoted = happens(rng, PROMOTED + truth.PROMOTED_BLACK * is_black, len(keys))
    return _sorted(
        keys,
        people,
        {
            "grade": labelled(grade, GRADES),
            "year": labelled(rng.integers(0, len(YEARS), len(keys)), YEARS),
            "promoted": yes_or_no(is_promoted),
        },
    )


def leavers(seed: int, scale: Scale) -> pa.Table:
    """Return those who left in the year: why, and after how many years. Nothing was planted here."""
    rng = stream(seed, "leavers")
    keys, grade, people = _drawn(rng, "L", counts_at(scale).leavers)
    size = len(keys)
    reason = pick(rng, _REASON_CHANCES, np.zeros(size, dtype=np.int64))
    retired = REASONS.index("Retired")
    reason = np.where((reason == retired) & (people.age < 55), REASONS.index("New job elsewhere"), reason)
    years = np.minimum(np.round(rng.exponential(6, size), 1), people.age - 18)
    return _sorted(
        keys,
        people,
        {
            "grade": labelled(grade, GRADES),
            "reason": labelled(reason, REASONS),
            "years_of_service": pa.array(years.astype(np.float64)),
        },
    )


def wellbeing_survey(seed: int, scale: Scale) -> pa.Table:
    """Return the answers to the staff survey: seven in ten of the staff took part."""
    rng = stream(seed, "wellbeing-survey")
    keys, _, people = _drawn(rng, "S", counts_at(scale).survey_responses)
    size = len(keys)
    everyone = np.zeros(size, dtype=np.int64)
    answers: dict[str, pa.Array] = {
        "directorate": labelled(pick(rng, _DIRECTORATE_CHANCES, everyone), DIRECTORATES)
    }
    for statement, chance in AGREES.items():
        planted = (
            truth.RESPECTED_DISABLED * people.is_disabled if statement == "treated_with_respect" else 0.0
        )
        answers[statement] = _agreement(rng, happens(rng, chance + planted, size))
    answers["harassed_in_the_year"] = labelled(pick(rng, _HARASSED_CHANCES, everyone), HARASSED)
    return _sorted(keys, people, answers)


def _agreement(rng: np.random.Generator, agrees: Truths) -> pa.Array:
    return labelled(pick(rng, _AGREEMENT, agrees.astype(np.int64)), codes.AGREEMENT)


def _drawn(rng: np.random.Generator, prefix: str, size: int) -> tuple[np.ndarray, Codes, People]:
    grade = pick(rng, _GRADE_CHANCES, np.zeros(size, dtype=np.int64))
    return pseudonyms(rng, prefix, size), grade, draw_people(rng, grade)


def _sorted(keys: np.ndarray, people: People, columns: dict[str, pa.Array]) -> pa.Table:
    table = pa.table({"person": pa.array(keys), **people.columns(), **columns})
    return table.take(pa.array(np.argsort(keys)))
