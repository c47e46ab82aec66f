"""Where the accepted rows are counted: DuckDB on this machine, PostgreSQL, or Spark on a cluster.

All of them are asked the same expression (`disparity.cube_building`), of counts, sums and groups alone, and give
the same whole numbers: the digest of the exact cube does not say which of them counted. What is opened for a run
is closed with it, and nothing of the rows is left in the database, on the cluster or on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from disparity.errors import DisparityError

EngineName = Literal["duckdb", "postgres", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)

MEMORY = 2048
"""Megabytes that DuckDB may hold before it puts rows aside on the disk; a cube needs a few hundred at most."""


class EngineNotAvailable(DisparityError):
    """The engine that was asked for is not installed, does not answer, or cannot hold the rows."""


@dataclass(frozen=True)
class Engine:
    """The engine that counts, and how it is reached.

    Parameters
    ----------
    name
        ``duckdb``, ``postgres`` or ``spark``.
    database
        For PostgreSQL, the address: ``postgresql://user@host:5432/name``. A password is better left to
        ``PGPASSWORD`` or the password file of PostgreSQL, since other people can see the arguments of a command.
    master
        For Spark, the address of the cluster, or ``local[2]`` for two threads of this machine. The nodes of a
        cluster must see the folder of temporary files (``TMPDIR``) under the same path.
    memory
        For DuckDB, the megabytes it may hold; what needs more goes to a folder that ends with the run.

    Raises
    ------
    ValueError
        If an option is missing, or belongs to another engine.
    """

    name: EngineName = "duckdb"
    database: str | None = None
    master: str | None = None
    memory: int = MEMORY

    def __post_init__(self) -> None:
        """Refuse options that would be passed over in silence."""
        if self.name not in ENGINES:
            raise ValueError(f'there is no engine "{self.name}"; there are {", ".join(ENGINES)}')
        if (self.database is not None) != (self.name == "postgres"):
            raise ValueError("the address of a database belongs to the engine postgres, which needs one")
        if self.master is not None and self.name != "spark":
            raise ValueError("the address of a cluster belongs to the engine spark")


@dataclass(frozen=True)
class Opened:
    """The accepted rows in an engine.

    `rows` is the Ibis table, and `ask` returns what an expression made from it finds, as an Arrow table. Within
    `in_order()` rows are added up in the order of the file, in one thread: sums of fractions depend on it in
    their last bits. It is None where the engine gives no say in the order.
    """

    rows: Any
    ask: Callable[[Any], Any]
    in_order: Callable[[], AbstractContextManager[None]] | None


def ask_ibis(query: Any) -> Any:
    """Return what an expression finds, in the way that Ibis has for most engines."""
    return query.to_pyarrow()


@contextmanager
def opened(engine: Engine, accepted: Path) -> Iterator[Opened]:
    """Open the file ``accepted.parquet`` in an engine; at the end nothing of it is left there.

    Raises
    ------
    EngineNotAvailable
        If the engine cannot be had; the sentence says what to do.
    """
    # Each engine brings a library of its own, and a run needs one of them.
    match engine.name:
        case "postgres":
            from disparity.engines_postgres import opened_in_postgres as opened_in
        case "spark":
            from disparity.engines_spark import opened_in_spark as opened_in
        case _:
            from disparity.engines_duckdb import opened_in_duckdb as opened_in
    with opened_in(engine, accepted) as found:
        yield found
