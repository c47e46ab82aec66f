"""The invented confidential workforce files: who the staff are in the law's terms, by a key, not a name.

Nothing here can be joined to the directory by its keys or order: the files have chance and keys of their
own, and share only the jobs there are. Pay differs by grade, and by what `truth` says was planted.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dueregard.demo import codes, truth
from dueregard.demo.drawing import Chances, Codes, Truths, happens, labelled, pick, pseudonyms, table_of
from dueregard.demo.posts import posts
from dueregard.demo.scales import Scale, counts_at
from dueregard.demo.streams import stream

PAY: dict[str, int] = {
    "Grade 2": 26_400,
    "Grade 3": 30_200,
    "Grade 4": 35_800,
    "Grade 5": 43_100,
    "Grade 6": 48_900,
    "Grade 7": 56_300,
    "Grade 8": 65_000,
    "Grade 9": 78_500,
    "Grade 10": 104_000,
    "Grade 11": 142_000,
}
"""The middle of each grade: full-time pay in pounds a year."""

PAY_SPREAD = 0.025
"""How far people in a grade stand apart, as a share of its middle (standard deviation)."""

GRADES = tuple(PAY)
SENIOR = GRADES.index("Grade 6")

# From the lowest grade to the highest there are fewer women, and fewer Black and Asian staff.
WOMEN = np.array([0.92, 0.86, 0.86, 0.85, 0.80, 0.76, 0.72, 0.70, 0.68, 0.65])
MINORITIES = np.array([1.9, 1.5, 1.3, 1.1, 0.75, 0.55, 0.40, 0.35, 0.30, 0.30])
_GROUPS = (0.80, 0.035, 0.06, 0.085, 0.02)  # White, Mixed, Asian, Black, Other

ETHNICITY_UNKNOWN = (0.05, 0.04)  # not obtained, refused
DISABLED, DISABILITY_UNKNOWN = 0.12, 0.08

ORIENTATION_CHANCES = table_of([(83, 3.5, 2.5, 0.6, 10.4)])
RELIGION_CHANCES = table_of(
    [
        # none, Christian, Buddhist, Hindu, Jewish, Muslim, Sikh, other, prefer not to say
        (46, 42, 0.4, 0.1, 0.6, 0.5, 0.1, 1.3, 9),
        (38, 42, 0.5, 0.5, 0.3, 8, 0.5, 1.2, 9),
        (8, 9, 1, 20, 0.1, 42, 11, 0.9, 8),
        (12, 68, 0.2, 0.2, 0.1, 9, 0.1, 1.4, 9),
        (25, 30, 2, 2, 2, 24, 3, 3, 9),
    ]
)
CARER_CHANCES = table_of([(0.68, 0.23, 0.09)])


@dataclass(frozen=True)
class People:
    """Some people: what they are (`group`, `is_disabled`), and what is recorded of them, as codes."""

    sex: Codes
    age: Codes
    group: Codes
    ethnicity: Codes
    is_disabled: Truths
    disability: Codes

    def columns(self) -> dict[str, pa.Array]:
        """Return the columns that all these files have."""
        bands = np.searchsorted(codes.STAFF_AGE_BAND_STARTS, self.age, side="right") - 1
        return {
            "sex": labelled(self.sex, codes.SEXES),
            "age_band": labelled(bands, codes.STAFF_AGE_BANDS),
            "ethnicity": labelled(self.ethnicity, codes.ETHNICITY_CODES),
            "disability": labelled(self.disability, codes.DISABILITY),
        }


def draw_people(rng: np.random.Generator, grade: Codes) -> People:
    """Draw the characteristics of people in these grades (places in `GRADES`)."""
    size = len(grade)
    sex = np.where(happens(rng, WOMEN[grade], size), 0, 1)
    group = pick(rng, _groups_by_grade(), grade)
    age = np.clip(np.rint(rng.normal(38 + 1.6 * grade, 10.5, size)), 19, 69).astype(np.int64)
    is_disabled = happens(rng, DISABLED, size)
    unknown = happens(rng, DISABILITY_UNKNOWN, size)
    return People(
        sex=sex,
        age=age,
        group=group,
        ethnicity=_recorded(rng, group),
        is_disabled=is_disabled,
        disability=np.where(unknown, codes.DISABILITY.index("Not known"), is_disabled.astype(np.int64)),
    )


def _groups_by_grade() -> Chances:
    white, *others = _GROUPS
    return table_of([(white, *(chance * factor for chance in others)) for factor in MINORITIES])


def _recorded(rng: np.random.Generator, group: Codes) -> Codes:
    """Return the recorded code of each person's ethnicity: one of their group's, or that it is not known."""
    longest = max(len(within) for within in codes.ETHNICITY_WITHIN.values())
    within = table_of([(*row, *(0.0,) * (longest - len(row))) for row in codes.ETHNICITY_WITHIN.values()])
    firsts = np.array([codes.ETHNICITY_CODES.index(first) for first, *_ in codes.ETHNICITY.values()])
    code = firsts[group] + pick(rng, within, group)
    not_obtained, refused = ETHNICITY_UNKNOWN
    drawn = rng.random(len(group))
    code[drawn < not_obtained + refused] = codes.ETHNICITY_CODES.index(codes.REFUSED)
    code[drawn < not_obtained] = codes.ETHNICITY_CODES.index(codes.NOT_OBTAINED)
    return code


def staff_in_post(seed: int, scale: Scale) -> tuple[pa.Table, pa.Table]:
    """Return the staff in post with all characteristics, and their pay, both by the same keys."""
    rng = stream(seed, "workforce")
    jobs = posts(counts_at(scale).staff)
    size = len(jobs)
    grade = np.array([GRADES.index(job.grade) for job in jobs])
    people = draw_people(rng, grade)
    keys = pseudonyms(rng, "W", size)
    order = pa.array(np.argsort(keys))
    shared: dict[str, pa.Array] = {"person": pa.array(keys), **people.columns()}
    where = {
        "grade": labelled(grade, GRADES),
        "directorate": pa.array([job.directorate for job in jobs]),
        "service_area": pa.array([job.service_area for job in jobs], pa.string()),
    }
    everyone = np.zeros(size, dtype=np.int64)
    workforce = pa.table(
        shared
        | {
            "sexual_orientation": labelled(
                pick(rng, ORIENTATION_CHANCES, everyone), codes.SEXUAL_ORIENTATIONS
            ),
            "religion": labelled(pick(rng, RELIGION_CHANCES, people.group), codes.RELIGIONS),
            "carer": labelled(pick(rng, CARER_CHANCES, everyone), codes.CARER),
            "full_time": labelled(happens(rng, 0.72, size).astype(np.int64), ("No", "Yes")),
        }
        | where
    )
    pay = pa.table(shared | where | {"full_time_pay": pa.array(_pay(rng, grade, people))})
    return workforce.take(order), pay.take(order)


def _pay(rng: np.random.Generator, grade: Codes, people: People) -> Codes:
    """Return full-time pay in pounds: the grade's middle, a place in the grade, and what is planted."""
    middle = np.array(list(PAY.values()))[grade]
    pay = middle * (1 + rng.normal(0, PAY_SPREAD, len(grade)))
    pounds: Codes = np.rint(pay + truth.PAY_WOMEN * (people.sex == codes.SEXES.index("Female"))).astype(
        np.int64
    )
    return pounds
