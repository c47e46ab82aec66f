"""The invented casework of the year 2023 to 2024: one row for each child in new or existing proceedings.

Every child occurs once. Brothers and sisters share a case, with its law type, application, ethnicity and
service area. What was planted in the rows is in `truth`; how common everything is, in `chances`.
"""

from datetime import date

import numpy as np
import pyarrow as pa

from dueregard.demo import chances, codes, truth
from dueregard.demo.cases import PUBLIC, YEAR_BEGINS, Cases, draw_cases
from dueregard.demo.drawing import BLANK, Codes, Truths, happens, labelled, pick, pseudonyms, yes_or_no
from dueregard.demo.places import INTERPRETER_GAP_AREA, NAMES
from dueregard.demo.scales import Scale, counts_at
from dueregard.demo.streams import stream

_ASIAN = codes.ETHNIC_GROUPS.index("Asian")
_BLACK = codes.ETHNIC_GROUPS.index("Black")
_OTHER = codes.ETHNIC_GROUPS.index("Other")
_NOBT = codes.ETHNICITY_CODES.index(codes.NOT_OBTAINED)
_REFU = codes.ETHNICITY_CODES.index(codes.REFUSED)
_NO, _YES, _UNKNOWN = 0, 1, 2


def casework(seed: int, scale: Scale) -> pa.Table:
    """Return the rows of the year, in the order of the children's keys, so that the order says nothing."""
    rng = stream(seed, "casework")
    counts = counts_at(scale)
    cases = draw_cases(rng, counts)
    of = np.repeat(np.arange(counts.cases), cases.children)
    keys = pseudonyms(rng, "C", counts.children)
    table = pa.table(
        {"child": pa.array(keys), "case": pa.array(pseudonyms(rng, "F", counts.cases)[of])}
        | _proceedings(cases, of)
        | _children(rng, cases, of)
    )
    return table.take(pa.array(np.argsort(keys)))


def _proceedings(cases: Cases, of: Codes) -> dict[str, pa.Array]:
    """Return the columns that all children of a case share."""
    return {
        "new_in_year": pa.array(np.where(cases.is_new[of], "yes", "no")),
        "law_type": labelled(cases.law[of], codes.LAW_TYPES),
        "application": labelled(cases.application[of], codes.APPLICATIONS),
        "service_area": labelled(cases.place[of], NAMES),
        "started": _months(cases.began[of]),
    }


def _children(rng: np.random.Generator, cases: Cases, of: Codes) -> dict[str, pa.Array]:
    """Return the columns that are each child's own."""
    size = len(of)
    law, group = cases.law[of], cases.group[of]
    age = pick(rng, chances.AGES, _age_table(cases)[of])
    band = np.searchsorted(codes.CHILD_AGE_BAND_STARTS, age, side="right") - 1
    sexes = np.array([[chances.FEMALE, chances.MALE, chances.SEX_UNKNOWN]])
    sex = pick(rng, sexes, np.zeros(size, dtype=np.int64))
    is_disabled = happens(rng, chances.DISABLED[band], size)
    disability = np.where(
        happens(rng, chances.DISABILITY_UNKNOWN, size), _UNKNOWN, is_disabled.astype(np.int64)
    )
    return {
        "sex": labelled(sex, codes.SEXES),
        "age": pa.array(age.astype(np.int16)),
        "age_band": labelled(band, codes.CHILD_AGE_BANDS),
        "ethnicity": labelled(_ethnicity(rng, cases)[of], codes.ETHNICITY_CODES),
        "religion": labelled(_religion(rng, cases)[of], codes.RELIGIONS),
        "disability": labelled(disability, codes.DISABILITY),
        "young_carer": labelled(_young_carer(rng, band), codes.YOUNG_CARER),
        **_interpreters(rng, cases, of),
        **_measures(rng, law=law, group=group, age=age, band=band, is_disabled=is_disabled),
        **_conclusions(cases, of, band),
    }


def _age_table(cases: Cases) -> Codes:
    """Return the row of the table of ages that each case is drawn from."""
    is_older_group = np.isin(cases.group, (_ASIAN, _BLACK, _OTHER))
    in_public_law = np.where(is_older_group, 2, 1)
    row = np.where(cases.law == PUBLIC, in_public_law, 0)
    return np.where(cases.application == codes.APPLICATIONS.index("s25"), 3, row)


def _ethnicity(rng: np.random.Generator, cases: Cases) -> Codes:
    """Return the recorded code of each case: its group's, or one that says it is not known."""
    code = np.empty(len(cases.group), dtype=np.int64)
    for group, name in enumerate(codes.ETHNIC_GROUPS):
        members = np.flatnonzero(cases.group == group)
        first = codes.ETHNICITY_CODES.index(codes.ETHNICITY[name][0])
        code[members] = first + pick(
            rng, chances.CODE_BY_GROUP[group], np.zeros(len(members), dtype=np.int64)
        )
    state = pick(rng, chances.UNKNOWN_ETHNICITY_BY_LAW, cases.law)
    return np.choose(state, [code, _NOBT, _REFU])


def _religion(rng: np.random.Generator, cases: Cases) -> Codes:
    drawn = pick(rng, chances.RELIGION_BY_GROUP, cases.group)
    return np.where(happens(rng, chances.RELIGION_BLANK, len(drawn)), BLANK, drawn)


def _young_carer(rng: np.random.Generator, band: Codes) -> Codes:
    """Return yes, no, not asked or blank: nearly half are not known, as in life."""
    answer = happens(rng, chances.YOUNG_CARER[band], len(band)).astype(np.int64)
    drawn = rng.random(len(band))
    is_blank = drawn < chances.YOUNG_CARER_BLANK
    is_not_asked = ~is_blank & (drawn < chances.YOUNG_CARER_BLANK + chances.YOUNG_CARER_NOT_ASKED)
    return np.where(is_blank, BLANK, np.where(is_not_asked, _UNKNOWN, answer))


def _interpreters(rng: np.random.Generator, cases: Cases, of: Codes) -> dict[str, pa.Array]:
    """Return the first language, and whether an interpreter was needed and came; it is the family's."""
    size = len(cases.group)
    is_other = happens(rng, chances.NOT_ENGLISH[cases.group], size)
    is_needed = is_other & happens(rng, chances.INTERPRETER_NEEDED, size)
    in_gap = cases.place == NAMES.index(INTERPRETER_GAP_AREA)
    came = happens(rng, chances.INTERPRETER_PROVIDED + truth.INTERPRETER_AREA * in_gap, size)
    return {
        "first_language": labelled(is_other.astype(np.int64)[of], codes.FIRST_LANGUAGES),
        "interpreter_needed": yes_or_no(is_needed[of]),
        "interpreter_provided": yes_or_no(came[of], known=is_needed[of]),
    }


def _measures(
    rng: np.random.Generator, *, law: Codes, group: Codes, age: Codes, band: Codes, is_disabled: Truths
) -> dict[str, pa.Array]:
    """Return what was done for the child, by age and law type and by what is planted."""
    size = len(age)
    seen = happens(rng, chances.SEEN_ALONE[law, band] + truth.SEEN_ALONE_DISABLED * is_disabled, size)
    seen_codes = np.where(age < chances.YOUNGEST_SEEN_ALONE, 2, seen.astype(np.int64))
    is_late_group = is_disabled & (group == _ASIAN)
    on_time = chances.REPORT_ON_TIME[law, band] + truth.REPORT_LATE_DISABLED_ASIAN * is_late_group
    return {
        "seen_alone": labelled(seen_codes, ("No", "Yes", "Too young")),
        "wishes_recorded": yes_or_no(happens(rng, chances.WISHES_RECORDED[law, band], size)),
        "report_on_time": yes_or_no(
            happens(rng, on_time, size), known=happens(rng, chances.REPORT_DUE[law], size)
        ),
    }


def _conclusions(cases: Cases, of: Codes, band: Codes) -> dict[str, pa.Array]:
    """Return when care proceedings ended for the child and after how many weeks; blank if they have not."""
    is_concluded = cases.is_concluded[of]
    days = np.rint((chances.WEEKS[band] + cases.longer[of]) * 7).astype(np.int64)
    return {
        "concluded": _months(cases.began[of] + days, known=is_concluded),
        "weeks_to_conclude": pa.array(np.round(days / 7, 1), mask=~is_concluded),
    }


def _months(days: Codes, *, known: Truths | None = None) -> pa.Array:
    """Return the months, such as 2023-04, of days counted from the first day of the year."""
    first = np.datetime64(date.isoformat(YEAR_BEGINS), "D")
    months = (first + days.astype("timedelta64[D]")).astype("datetime64[M]").astype(np.int64)
    least = int(months.min())
    labels = [str(np.datetime64(month, "M")) for month in range(least, int(months.max()) + 1)]
    indices = months - least
    return labelled(indices if known is None else np.where(known, indices, BLANK), labels)
