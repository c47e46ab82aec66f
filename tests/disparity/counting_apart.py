"""Count files of accepted rows with Spark in a process of its own: its Java, and what that says, end with it.

Reads a pickle of what is asked, and writes one of the cubes. The first is counted in a session that the
engine starts and ends itself; the others in one that is there already, which must be left open.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from disparity import cuboids
from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.engines import Engine
from disparity.plan import Plan


class Asked(NamedTuple):
    """A file to count, and how many numbers a cross of the cube should have at most."""

    plan: Plan
    path: Path
    most: int = cuboids.MOST_NUMBERS


def cubes_by_spark(work: Sequence[Asked], *, within: Path, environment: Mapping[str, str]) -> list[Cube]:
    """Return the cube of each file, counted while working in the folder `within`."""
    command = [sys.executable, "-c", "from tests.disparity.counting_apart import main; main()"]
    done = subprocess.run(
        command, input=pickle.dumps(work), capture_output=True, cwd=within, check=False, timeout=300,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return pickle.loads(done.stdout)


def main() -> None:
    work = pickle.loads(sys.stdin.buffer.read())
    cubes = [_counted(work[0])]
    from pyspark.sql import SparkSession

    options = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    options["spark.sql.warehouse.dir"] = str(work[0].path.parent / "warehouse")
    session = SparkSession.builder.master("local[2]").config(map=options).getOrCreate()
    cubes += [_counted(asked) for asked in work[1:]]
    assert session.sql("SELECT 1").count() == 1
    assert session.catalog.listTables() == []
    session.stop()
    sys.stdout.buffer.write(pickle.dumps(cubes))


def _counted(asked: Asked) -> Cube:
    cuboids.MOST_NUMBERS = asked.most
    engine = Engine("spark", master="local[2]")
    return build_cube(asked.plan, asked.path, data_sha256="0" * 64, engine=engine)
