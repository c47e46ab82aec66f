"""Counting with DuckDB, in this process: all threads, bounded memory, and a folder for what does not fit."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disparity.engines import Opened, ask_ibis

if TYPE_CHECKING:
    from disparity.engines import Engine


@contextmanager
def opened_in_duckdb(engine: Engine, accepted: Path) -> Iterator[Opened]:
    """Open the file of accepted rows in DuckDB.

    The columns stay text: a Parquet file keeps each level once, and DuckDB groups by these dictionaries directly,
    so that turning them into numbers first only costs.
    """
    import ibis

    # What DuckDB puts aside is rows of people, so it goes to a folder that only we can read, and ends with us.
    with tempfile.TemporaryDirectory(prefix="disparity-") as aside, warnings.catch_warnings():
        # Ibis still calls DuckDB by a name that DuckDB has given up; nothing of ours is meant.
        warnings.filterwarnings("ignore", message="fetch_arrow_table", category=DeprecationWarning)
        connection = ibis.duckdb.connect(memory_limit=f"{engine.memory}MiB", temp_directory=aside)
        try:
            yield Opened(connection.read_parquet(str(accepted)), ask_ibis, lambda: _one_thread(connection))
        finally:
            connection.disconnect()


@contextmanager
def _one_thread(connection: Any) -> Iterator[None]:
    connection.raw_sql("SET threads = 1")
    try:
        yield
    finally:
        connection.raw_sql("RESET threads")
