"""The engines of the tests: each with its address, or left out with the reason."""

from importlib.util import find_spec

from disparity.engines import Engine
from tests import postgres
from tests.browsing import leave_out

OTHERS = ("postgres", "spark")


def engine_of(name: str) -> Engine:
    """Return an engine that can be used here, or leave the test out."""
    if name == "duckdb":
        return Engine()
    if name == "postgres":
        server = postgres.server()
        if server is None:
            leave_out("There is no PostgreSQL. On Debian or Ubuntu: apt-get install postgresql.")
        return Engine("postgres", database=f"{server}/postgres")
    if find_spec("pyspark") is None:
        leave_out("There is no pyspark. pip install --require-hashes -r requirements-spark.lock")
    from disparity.engines_spark import has_java

    if not has_java():
        leave_out("There is no Java for Spark. On Debian or Ubuntu: apt-get install default-jre-headless.")
    return Engine("spark", master="local[2]")
