"""Every engine counts the same: one expression, and one digest of the exact cube."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from disparity import cuboids, engines_duckdb
from disparity.checked_files import accepted_schema
from disparity.cube import Cube, Cuboid
from disparity.cube_building import build_cube
from disparity.engines import Engine, EngineNotAvailable, opened
from disparity.plan import NOT_KNOWN, Characteristic, Input, Measure, Plan, Slice
from tests import postgres
from tests.disparity.counting_apart import Asked, cubes_by_spark
from tests.disparity.engines import OTHERS, engine_of

ROOT = Path(__file__).parents[2]
GROUP = Characteristic("group", "group", reference="A")
BAND = Characteristic("band", "band", levels=("low", "high"))
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
WAIT = Measure("wait", "median", "wait")
PAY = Measure("pay", "mean", "pay")
PLAN = Plan("t", "person", (GROUP, BAND), (PASSED, WAIT, PAY), slices=(Slice("region", "region"),))
COUNTS = replace(PLAN, input=Input(count=("n",)))
"""The same of a file in which each row stands for several people, or for none."""

FEW = 1
"""Numbers of a cross so few that the cube is several crosses, each with no more than is asked together."""

AWKWARD = [
    "A",
    "a",
    "A ",
    "Á",
    "A\u0301",
    'a "b", c',
    "NULL",
    "\\.",
    "\\N",
    "null",
    "two\nlines",
    "日本",
    "𝄞",
    "ß",
    "SS",
]


def write_rows(path: Path, *, plan: Plan = PLAN, people: int = 2_000, fractions: bool = False) -> Path:
    """Write accepted rows: levels that an engine may confuse, nulls, and a negative zero."""
    drawn = random.Random(4)
    halves = [None, 0.0, -0.0, 1.0, 2.0, 7.0, -3.0]
    columns = [
        [drawn.choice(AWKWARD) for _ in range(people)],
        [drawn.choice(["low", "high", NOT_KNOWN]) for _ in range(people)],
        [drawn.choice(["North", "Süd", NOT_KNOWN]) for _ in range(people)],
        [drawn.choice([None, 0, 1]) for _ in range(people)],
        [drawn.choice(halves) for _ in range(people)],
        [drawn.choice([None, drawn.randrange(90) / (7 if fractions else 1)]) for _ in range(people)],
    ]
    if plan.input.count:
        columns.append([drawn.randrange(40) for _ in range(people)])
    pq.write_table(pa.table(columns, schema=accepted_schema(plan)), path)
    return path


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "accepted.parquet")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of temporary files, which must be empty at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    assert list(folder.iterdir()) == []


def counted(accepted: Path, engine: Engine, plan: Plan = PLAN, *, most: int = cuboids.MOST_NUMBERS) -> Cube:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuboids, "MOST_NUMBERS", most)
        return build_cube(plan, accepted, data_sha256="0" * 64, engine=engine)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asked]:
    folder = tmp_path_factory.mktemp("accepted")
    whole, counts = write_rows(folder / "whole.parquet"), write_rows(folder / "counts.parquet", plan=COUNTS)
    fractions = write_rows(folder / "fractions.parquet", fractions=True, people=300)
    return {
        "whole": Asked(PLAN, whole),
        "one row more": Asked(PLAN, write_rows(folder / "more.parquet", people=2_001)),
        "fractions": Asked(PLAN, fractions),
        "counts": Asked(COUNTS, counts),
        "whole, in several crosses": Asked(PLAN, whole, FEW),
        "fractions, in several crosses": Asked(PLAN, fractions, FEW),
        "counts, in several crosses": Asked(COUNTS, counts, FEW),
    }


@pytest.fixture(scope="module")
def by_spark(files: dict[str, Asked], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cube]:
    engine_of("spark")
    within, temporary = tmp_path_factory.mktemp("within"), tmp_path_factory.mktemp("temporary")
    own = {"TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    cubes = cubes_by_spark(list(files.values()), within=within, environment=own)
    assert list(within.iterdir()) == []
    assert [path.name for path in temporary.iterdir() if path.name.startswith("disparity")] == []
    return dict(zip(files, cubes, strict=True))


@pytest.fixture(params=OTHERS)
def others(request: pytest.FixtureRequest, files: dict[str, Asked]) -> dict[str, Cube]:
    """The cubes of another engine than DuckDB."""
    if request.param == "spark":
        return request.getfixturevalue("by_spark")
    engine = engine_of(request.param)
    return {name: counted(each.path, engine, each.plan, most=each.most) for name, each in files.items()}


def test_every_engine_gives_the_same_digest(files, others) -> None:
    here = {name: counted(each.path, Engine(), each.plan, most=each.most) for name, each in files.items()}
    digests = {name: cube.digest() for name, cube in others.items()}
    assert digests == {name: cube.digest() for name, cube in here.items()}
    assert len(set(digests.values())) == len(files)
    for name, cube in here.items():
        assert [each.axes for each in cube.cuboids] == (
            [(0, 2), (1, 2)] if "several" in name else [(0, 1, 2)]
        )
        assert cube.axes == others[name].axes
        for one, other in zip(others[name].cuboids, cube.cuboids, strict=True):
            same_parts(one, other, is_whole="fractions" not in name)
        for one, other in zip(others[name].histograms["wait"], cube.histograms["wait"], strict=True):
            for part in ("codes", "values", "cell", "place", "count"):
                assert np.array_equal(getattr(one, part), getattr(other, part)), (name, part)


def same_parts(one: Cuboid, other: Cuboid, *, is_whole: bool) -> None:
    """Whole values add up to the same in any order; fractions nearly so."""
    for part in ("codes", "people", "known", "events"):
        assert np.array_equal(getattr(one, part), getattr(other, part)), part
    for part in ("total", "squares"):
        np.testing.assert_allclose(getattr(one, part), getattr(other, part), rtol=0 if is_whole else 1e-12)


def test_postgres_keeps_nothing_of_the_rows(accepted) -> None:
    engine = engine_of("postgres")
    before = relations()
    with opened(engine, accepted) as found:
        assert found.rows.count().to_pyarrow().as_py() == 2_000
        assert len(relations()) > len(before)  # so that the look at the end sees what it looks for
    assert relations() == before


def relations() -> set[tuple[object, ...]]:
    with postgres.connect() as connection:
        return set(
            connection.execute(
                "SELECT oid, relname FROM pg_class WHERE relname LIKE '%disparity%'"
            ).fetchall()
        )


def test_postgres_keeps_nothing_after_an_error(accepted) -> None:
    before = relations()
    with pytest.raises(RuntimeError, match="stopped"), opened(engine_of("postgres"), accepted):
        raise RuntimeError("stopped")
    assert relations() == before


def test_a_database_that_does_not_answer_is_said_without_its_password(accepted) -> None:
    engine = Engine("postgres", database="postgresql://someone:s3cret@127.0.0.1:1/none")
    with pytest.raises(EngineNotAvailable) as refused:
        counted(accepted, engine)
    assert "does not answer" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_database_that_cannot_hold_the_text_says_so(tmp_path) -> None:
    engine_of("postgres")
    name = f"latin_{os.getpid()}"
    with postgres.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(EngineNotAvailable, match="UTF-8"):
            counted(
                write_rows(tmp_path / "accepted.parquet"), Engine("postgres", database=postgres.address(name))
            )
    finally:
        with postgres.connect() as connection:
            connection.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    "options",
    [
        {"name": "mysql"},
        {"name": "postgres"},
        {"database": "postgresql://x"},
        {"master": "local[2]"},
        {"name": "postgres", "database": "postgresql://x", "master": "local[2]"},
    ],
)
def test_options_that_do_not_belong_together_are_refused(options) -> None:
    with pytest.raises(ValueError, match="engine"):
        Engine(**options)


def test_fractions_are_added_in_the_order_of_the_file(tmp_path, monkeypatch) -> None:
    """One thread adds them, and all threads count; without the order the last bits would be chance."""
    asked = []
    one_thread = engines_duckdb._one_thread
    monkeypatch.setattr(engines_duckdb, "_one_thread", lambda con: asked.append(con) or one_thread(con))
    cube = counted(write_rows(tmp_path / "whole.parquet"), Engine())
    assert asked == []
    fractions = write_rows(tmp_path / "fractions.parquet", fractions=True)
    cube = counted(fractions, Engine())
    assert len(asked) == 1
    rows = duckdb.sql(f"SELECT d0, m5 FROM (SELECT d0, m2 AS m5 FROM '{fractions}')").fetchall()
    added = 0.0
    for group, value in rows:
        added += value if group == "A" and value is not None else 0.0
    assert cube.roll(["group"]).total[cube.axes[0].levels.index("A"), 2] == pytest.approx(added, rel=1e-12)


def test_within_the_order_there_is_one_thread_and_all_of_them_after(accepted) -> None:
    with opened(Engine(), accepted) as found:
        con = found.rows.get_backend()

        def threads() -> int:
            return con.raw_sql("SELECT current_setting('threads')").fetchall()[0][0]

        before = threads()
        with found.in_order():
            assert threads() == 1
        assert threads() == before


@pytest.mark.parametrize("number", [2.0**27 + 1, 1e30])
def test_large_whole_numbers_whose_squares_are_not_exact_are_added_in_order(
    tmp_path, monkeypatch, number
) -> None:
    asked = []
    one_thread = engines_duckdb._one_thread
    monkeypatch.setattr(engines_duckdb, "_one_thread", lambda con: asked.append(con) or one_thread(con))
    columns = [["A"], ["low"], ["North"], [1], [1.0], [number]]
    path = tmp_path / "accepted.parquet"
    pq.write_table(pa.table(columns, schema=accepted_schema(PLAN)), path)
    assert counted(path, Engine()).cuboids[0].total[0].tolist() == [0.0, 0.0, number]
    assert len(asked) == 1


def test_more_than_memory_holds_is_put_aside_and_cleared_away(tmp_path, temporary) -> None:
    """Every row its own cell: so many groups do not fit into the memory that is allowed."""
    people = 400_000
    path = tmp_path / "accepted.parquet"
    names = [f"{number:07} {'x' * 90}" for number in range(people)]
    pq.write_table(pa.table({"d0": names}), path)
    with opened(Engine(memory=64), path) as found:
        query = found.rows.group_by("d0").aggregate(people=found.rows.count())
        assert sum(found.ask(query)["people"].to_pylist()) == people
        con = found.rows.get_backend()
        aside = con.raw_sql("SELECT current_setting('temp_directory')").fetchall()[0][0]
        assert Path(aside).is_relative_to(temporary)
        con.raw_sql("SET max_temp_directory_size = '0KiB'")  # so it was the folder that made room
        with pytest.raises(duckdb.OutOfMemoryException):
            found.ask(query)
