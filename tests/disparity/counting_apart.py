"""Count files of accepted rows with Spark in a process of its own: its Java, and what that says, end with it.

Reads a pickle of plans, each with a path, and writes one of the cubes. The first is counted in a session that the
engine starts and ends itself; the others in one that is there already, which must be left open.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.engines import Engine
from disparity.plan import Plan


def cubes_by_spark(
    work: Sequence[tuple[Plan, Path]], *, within: Path, environment: Mapping[str, str]
) -> list[Cube]:
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
    first, first_path = work[0]
    engine = Engine("spark", master="local[2]")
    cubes = [build_cube(first, first_path, data_sha256="0" * 64, engine=engine)]
    from pyspark.sql import SparkSession

    options = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    options["spark.sql.warehouse.dir"] = str(first_path.parent / "warehouse")
    session = SparkSession.builder.master("local[2]").config(map=options).getOrCreate()
    cubes += [build_cube(plan, path, data_sha256="0" * 64, engine=engine) for plan, path in work[1:]]
    assert session.sql("SELECT 1").count() == 1
    assert session.catalog.listTables() == []
    session.stop()
    sys.stdout.buffer.write(pickle.dumps(cubes))
