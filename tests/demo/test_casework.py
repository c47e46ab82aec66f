"""The invented casework: exact counts, valid codes, and rows that agree with themselves and each other."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from dueregard.demo import codes
from dueregard.demo.casework import casework
from dueregard.demo.places import NAMES
from dueregard.demo.series import NEW_CASES_2023_24

FILE = "casework.parquet"


def _counts(table) -> tuple[int, int, int, int]:
    new = np.array(table["new_in_year"].to_pylist()) == "yes"
    case = np.array(table["case"].to_pylist())
    return len(new), int(new.sum()), len(set(case[new])), len(set(case[~new]))


def test_a_full_year_has_the_published_counts(full):
    assert _counts(full.tables[FILE]) == (137_347, 86_419, 55_830, 32_904)


def test_a_small_year_has_a_twentieth_of_them(small_folder):
    assert _counts(pq.read_table(small_folder / FILE)) == (6_867, 4_321, 2_792, 1_645)


def test_each_child_occurs_once(full):
    children = full.column(FILE, "child")
    assert len(np.unique(children)) == len(children)


def test_the_order_of_rows_says_nothing_of_cases(full):
    children, cases = full.column(FILE, "child"), full.column(FILE, "case")
    assert (np.sort(children) == children).all()
    assert (cases[1:] == cases[:-1]).mean() < 0.001


def test_new_cases_begin_in_the_year_and_others_before_it(full):
    started, new = full.column(FILE, "started"), full.column(FILE, "new_in_year") == "yes"
    assert min(started[new].tolist()) == "2023-04"
    assert max(started[new].tolist()) == "2024-03"
    assert max(started[~new].tolist()) < "2023-04"


def test_the_new_cases_of_each_month_are_those_of_the_series(full):
    new = full.column(FILE, "new_in_year") == "yes"
    _, first = np.unique(full.column(FILE, "case")[new], return_index=True)
    _, by_month = np.unique(full.column(FILE, "started")[new][first], return_counts=True)
    assert tuple(by_month.tolist()) == NEW_CASES_2023_24


def test_brothers_and_sisters_share_what_belongs_to_the_case(full):
    shared = ("new_in_year", "law_type", "application", "service_area", "started", "ethnicity")
    by_case = full.tables[FILE].group_by("case").aggregate([(column, "count_distinct") for column in shared])
    for column in shared:
        assert set(by_case[f"{column}_count_distinct"].to_pylist()) == {1}, column


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("law_type", codes.LAW_TYPES),
        ("application", codes.APPLICATIONS),
        ("service_area", NAMES),
        ("sex", codes.SEXES),
        ("age_band", codes.CHILD_AGE_BANDS),
        ("ethnicity", codes.ETHNICITY_CODES),
        ("religion", (*codes.RELIGIONS, "")),
        ("disability", codes.DISABILITY),
        ("young_carer", (*codes.YOUNG_CARER, "")),
        ("first_language", codes.FIRST_LANGUAGES),
        ("seen_alone", ("Yes", "No", "Too young")),
        ("wishes_recorded", ("Yes", "No")),
        ("report_on_time", ("Yes", "No", "")),
    ],
)
def test_every_value_is_in_its_code_list_and_every_code_occurs(full, column, allowed):
    assert set(full.column(FILE, column).tolist()) == set(allowed)


def test_age_bands_hold_their_ages(full):
    age, band = full.column(FILE, "age"), full.column(FILE, "age_band")
    spans = {name: (int(age[band == name].min()), int(age[band == name].max())) for name in np.unique(band)}
    assert spans == {
        "Under 1": (0, 0),
        "1 to 4": (1, 4),
        "5 to 9": (5, 9),
        "10 to 14": (10, 14),
        "15 to 17": (15, 17),
    }


def test_applications_fit_their_law_type(full):
    pairs = np.char.add(np.char.add(full.column(FILE, "law_type"), " "), full.column(FILE, "application"))
    private = {f"private {code}" for code in ("C100", "C79", "C1")}
    public = {f"public {code}" for code in ("s31", "s39", "s44", "s25", "s21")}
    assert set(pairs.tolist()) == private | public


def test_about_two_thirds_of_children_are_in_private_law(full):
    assert (full.column(FILE, "law_type") == "private").mean() == pytest.approx(0.673, abs=0.004)


def test_what_is_not_known_is_as_common_as_in_life(full):
    ethnicity, carer = full.column(FILE, "ethnicity"), full.column(FILE, "young_carer")
    assert np.isin(ethnicity, ["NOBT", "REFU"]).mean() == pytest.approx(0.12, abs=0.005)
    assert (full.column(FILE, "disability") == "Not known").mean() == pytest.approx(0.09, abs=0.005)
    assert np.isin(carer, ["", "Not asked"]).mean() == pytest.approx(0.45, abs=0.005)


def test_only_care_proceedings_that_ended_have_weeks(full):
    weeks, concluded = full.column(FILE, "weeks_to_conclude"), full.column(FILE, "concluded")
    is_known = ~np.isnan(weeks)
    assert set(full.column(FILE, "application")[is_known].tolist()) == {"s31"}
    assert ((concluded != "") == is_known).all()
    assert weeks[is_known].min() > 0
    assert weeks[is_known].mean() == pytest.approx(43, abs=2)


def test_care_proceedings_end_in_the_year_and_last_as_long_as_they_say(full):
    concluded = full.column(FILE, "concluded")
    is_known = concluded != ""
    assert min(concluded[is_known].tolist()) == "2023-04"
    assert max(concluded[is_known].tolist()) == "2024-03"
    ended = concluded[is_known].astype("datetime64[M]").astype(int)
    began = full.column(FILE, "started")[is_known].astype("datetime64[M]").astype(int)
    months = full.column(FILE, "weeks_to_conclude")[is_known] * 7 / 30.44
    assert np.abs((ended - began) - months).max() < 1.2


def test_young_children_are_neither_seen_alone_nor_not(full):
    too_young = full.column(FILE, "seen_alone") == "Too young"
    assert (too_young == (full.column(FILE, "age") < 4)).all()


def test_an_interpreter_comes_only_where_one_is_needed(full):
    needed = full.column(FILE, "interpreter_needed") == "Yes"
    assert ((full.column(FILE, "interpreter_provided") != "") == needed).all()
    assert set(full.column(FILE, "first_language")[needed].tolist()) == {"Other than English"}


@pytest.mark.parametrize("seed", [1, 77, -5])
def test_the_counts_are_exact_whatever_the_seed(seed):
    assert _counts(casework(seed, "small")) == (6_867, 4_321, 2_792, 1_645)
