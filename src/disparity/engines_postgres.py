"""Counting in PostgreSQL: the accepted rows are a temporary table of one connection, which ends with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from disparity.engines import EngineNotAvailable, Opened, ask_ibis

if TYPE_CHECKING:
    from disparity.engines import Engine

TABLE = "disparity_accepted"
TYPES = {pa.string(): "text", pa.int8(): "smallint", pa.int64(): "bigint", pa.float64(): "double precision"}
ROWS_AT_ONCE = 65_536


@contextmanager
def opened_in_postgres(engine: Engine, accepted: Path) -> Iterator[Opened]:
    """Copy the accepted rows into a temporary table, which other connections cannot see."""
    try:
        import psycopg
    except ImportError as error:
        sentence = 'PostgreSQL needs a library that is not installed: pip install "due-regard[postgres]".'
        raise EngineNotAvailable(sentence) from error
    import ibis

    try:
        connection = psycopg.connect(engine.database or "", autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        # What the library says may hold the address, and with it a password.
        raise EngineNotAvailable(
            "The database does not answer, or lets nobody in at that address."
        ) from error
    with connection:
        connection.execute("SET client_encoding TO 'UTF8'")
        _read_sums_as_whole_numbers(connection)
        try:
            _load(connection, accepted)
        except psycopg.DataError as error:
            sentence = "The database cannot hold some of the text of the data; its encoding must be UTF-8."
            raise EngineNotAvailable(sentence) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise EngineNotAvailable("The database allows this user no temporary tables.") from error
        try:
            yield Opened(ibis.postgres.from_connection(connection).table(TABLE), ask_ibis, None)
        finally:
            # It would end with the connection, but only a little after we have gone.
            with suppress(psycopg.Error):
                connection.execute(f"DROP TABLE IF EXISTS pg_temp.{TABLE}")


def _load(connection: Any, accepted: Path) -> None:
    with pq.ParquetFile(accepted) as file:
        columns = ", ".join(f'"{field.name}" {TYPES[field.type]}' for field in file.schema_arrow)
        connection.execute(f"CREATE TEMPORARY TABLE {TABLE} ({columns})")
        # Text is in quotation marks whatever it is, so that no level is taken for a null or for the end.
        options = arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid")
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY pg_temp.{TABLE} FROM STDIN (FORMAT csv)") as copy,
        ):
            for batch in file.iter_batches(ROWS_AT_ONCE):
                written = io.BytesIO()
                arrow_csv.write_csv(batch, written, options)
                copy.write(written.getvalue())
    connection.execute(f"ANALYZE pg_temp.{TABLE}")


def _read_sums_as_whole_numbers(connection: Any) -> None:
    """Have sums of whole numbers, which PostgreSQL gives as decimals, come back as whole numbers."""
    from psycopg.adapt import Loader

    class WholeLoader(Loader):
        def load(self, data: Any) -> int:
            return int(bytes(data))

    connection.adapters.register_loader("numeric", WholeLoader)
