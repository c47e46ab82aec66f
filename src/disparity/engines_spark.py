"""Counting with Spark: on a cluster, or in threads of this machine. Java 17 and the extra `spark` are needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disparity.engines import EngineNotAvailable, Opened

if TYPE_CHECKING:
    from disparity.engines import Engine

VIEW = "disparity_accepted"
LOCAL = "local[*]"
SECONDS_TO_END = 20


@contextmanager
def opened_in_spark(engine: Engine, accepted: Path) -> Iterator[Opened]:
    """Open the file of accepted rows in a Spark session; one that is there already is used and left alone."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        sentence = 'Spark needs a library that is not installed: pip install "due-regard[spark]".'
        raise EngineNotAvailable(sentence) from error
    there = SparkSession.getActiveSession()
    if there is not None:
        with _view(there, accepted):
            yield _opened(there)
        return
    if not has_java():
        raise EngineNotAvailable("Spark needs Java 17, which was not found. Install it, or set JAVA_HOME.")
    with tempfile.TemporaryDirectory(prefix="disparity-", ignore_cleanup_errors=True) as private:
        session = _session(SparkSession.builder, engine.master or LOCAL, private)
        try:
            with _view(session, accepted):
                yield _opened(session)
        finally:
            _end(session)


def has_java() -> bool:
    """Whether there is a Java for Spark to run in."""
    home = os.environ.get("JAVA_HOME")
    return bool(home and (Path(home) / "bin" / "java").exists()) or shutil.which("java") is not None


def _session(builder: Any, master: str, private: str) -> Any:
    """Start a session whose every file is in the folder `private`."""
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": private,
        "spark.sql.warehouse.dir": f"{private}/warehouse",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={private} -XX:-UsePerfData",
    }
    if master.startswith("local"):
        # Nobody else needs to reach a session of this machine, and one small shuffle needs few parts.
        options |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        options |= {"spark.sql.shuffle.partitions": "4"}
    builder = builder.master(master).appName("disparity")
    for name, value in options.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # Spark's own errors and those of Java behind it have no common name
        raise EngineNotAvailable(f"Spark does not start at {master}.") from error


@contextmanager
def _view(session: Any, accepted: Path) -> Iterator[None]:
    # With the scheme, because a cluster's default may be a file system of its own.
    session.read.parquet(f"file://{accepted.resolve()}").createOrReplaceTempView(VIEW)
    try:
        yield
    finally:
        session.catalog.dropTempView(VIEW)


def _opened(session: Any) -> Opened:
    import ibis

    connection = ibis.pyspark.connect(session)

    def ask(query: Any) -> Any:
        # Straight to Arrow: the way of Ibis goes through pandas, of which Spark knows only older versions.
        found = session.sql(connection.compile(query)).toArrow()
        return found.cast(query.schema().to_pyarrow())

    return Opened(connection.table(VIEW), ask, None)


def _end(session: Any) -> None:
    """Stop the session, and wait for its Java to end, so that no file of it is left behind."""
    from pyspark import SparkContext

    session.stop()
    gateway = SparkContext._gateway
    if gateway is None:
        return
    gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
    java = getattr(gateway, "proc", None)
    if java is not None:
        java.stdin.close()  # what Spark's Java takes as the sign to end
        try:
            java.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            java.kill()
            java.wait()
