"""The engine: agreement with others' results, with a slow reference, between engines, on real files, without Django.

How fast it is, how much memory it takes and whether planted gaps are found are rows of `make bench`.
"""

from pathlib import Path

import pytest

import disparity
from disparity.cube_building import build_cube
from disparity.plan import Plan
from tests.disparity import (
    test_attack,
    test_closed_forms,
    test_published_counts,
    test_published_examples,
    test_without_django,
)
from tests.disparity.counting_apart import cubes_by_spark
from tests.disparity.engines import engine_of
from tests.disparity.test_engines import COUNTS, PLAN, write_rows
from tests.properties import test_coming_in, test_several_levels, test_signals
from tests.repository import test_tutorial

ROOT = Path(__file__).parents[2]
STATISTICS = (
    *("wilson", "newcombe", "ratio", "byar", "mean_interval", "welch", "median_interval", "mantel_haenszel"),
    *(
        "standardise",
        "trend",
        "kruskal",
        "benjamini_hochberg",
        "four_fifths",
        "detectable_gap",
        "gender_pay_gap",
    ),
)
OWN_EXAMPLES = 10


# 3


def test_3_every_statistic_is_there_and_documented() -> None:
    methods = (ROOT / "docs/statistics.md").read_text()
    for name in STATISTICS:
        function = getattr(disparity, name)
        assert name in disparity.__all__
        assert function.__doc__, name
        assert f"`{name}" in methods, name


def test_3_at_least_ten_worked_examples_of_our_own_finding_have_their_sources() -> None:
    sources = {source for *_, source in (*test_published_examples.INTERVALS, *test_published_examples.TESTS)}
    examples = len(test_published_examples.INTERVALS) + len(test_published_examples.TESTS)
    assert examples >= OWN_EXAMPLES
    assert all(len(source) > 20 for source in sources)


def test_3_generated_input_agrees_with_others_is_in_the_suite() -> None:
    """The properties are tests of their own; here it is seen that they are there for every closed form."""
    tested = Path(test_closed_forms.__file__).read_text()
    assert "statsmodels" in tested
    assert "1e-12" in tested


# 4


def test_4_the_engine_equals_the_slow_reference_on_generated_plans_and_data() -> None:
    test_coming_in.test_findings_are_those_of_the_slow_reference()
    test_several_levels.test_each_level_is_counted_by_itself()


@pytest.mark.prove
def test_4_the_engine_equals_the_slow_reference_at_length() -> None:
    """Two thousand for p, q and adjusted figures; some hundreds for each way in which rows come in."""
    test_signals.test_exact_p_q_and_adjusted_are_those_of_the_slow_reference_at_length()
    test_coming_in.test_findings_are_those_of_the_slow_reference_in_hundreds_of_plans()
    test_several_levels.test_each_level_is_counted_by_itself_in_hundreds_of_files()


# 6


def test_6_postgresql_gives_the_digest_of_duckdb(tmp_path: Path) -> None:
    for plan, path in _files(tmp_path):
        here, there = (
            build_cube(plan, path, data_sha256="0" * 64, engine=engine_of(name))
            for name in ("duckdb", "postgres")
        )
        assert here.digest() == there.digest()


@pytest.mark.prove
def test_6_spark_gives_the_digest_of_duckdb(tmp_path: Path) -> None:
    """As the suite's own tests of the engines do, on files of their own."""
    engine_of("spark")
    files = _files(tmp_path)
    by_spark = cubes_by_spark(files, within=ROOT, environment={"TMPDIR": str(tmp_path)})
    for (plan, path), there in zip(files, by_spark, strict=True):
        assert build_cube(plan, path, data_sha256="0" * 64).digest() == there.digest()


def _files(folder: Path) -> list[tuple[Plan, Path]]:
    return [
        (plan, write_rows(folder / f"{number}.parquet", plan=plan))
        for number, plan in enumerate((PLAN, COUNTS))
    ]


# 7


def test_7_the_published_tables_run_through_and_are_marked_approximate(tmp_path: Path) -> None:
    for number, run in enumerate(
        (
            test_published_counts.test_the_shares_of_children_in_need_are_those_that_were_published,
            test_published_counts.test_the_ages_of_children_in_need_are_those_of_the_wide_table,
            test_published_counts.test_the_shares_of_stop_and_search_are_those_that_were_published,
        )
    ):
        (folder := tmp_path / str(number)).mkdir()
        run(folder)


@pytest.mark.parametrize(
    "planted",
    [
        test_attack.test_refused_one_hidden_cell_in_a_line_whose_total_is_shown,
        test_attack.test_refused_two_tables_that_share_a_hidden_cell,
        test_attack.test_refused_a_complement_that_gives_a_count_back,
    ],
)
def test_7_a_release_that_the_attack_breaks_is_refused(planted, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch)


# 8


def test_8_the_engine_and_its_command_work_without_django(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(test_without_django.PLAN)
    (tmp_path / "data.csv").write_text(test_without_django.GOOD)
    test_without_django.test_the_command_checks_and_analyses_without_django(tmp_path)


def test_8_the_tutorial_is_followed_to_the_letter(tmp_path: Path) -> None:
    test_tutorial.test_the_tutorial_is_followed_to_the_letter(tmp_path)
