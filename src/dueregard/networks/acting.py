"""What every action of the networks wears: an action of the commons that no change of keys can overtake.

A key is destroyed once nothing is closed with it any more. Whoever writes holds a shared lock from before the keys
are read until the transaction ends; whoever destroys a key holds it alone. On SQLite the transaction itself lets one
writer in.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connections, transaction

from dueregard.journal.ticks import deeds

COMMONS = deeds.COMMONS
LOCK = 0x5EA7

P = ParamSpec("P")
R = TypeVar("R")

note = deeds.note


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action of the commons, in which the keys stay as they are."""

    @wraps(function)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with deeds.acting():
            hold_keys(alone=False)
            return function(*args, **kwargs)

    return act


def hold_keys(*, alone: bool) -> None:
    """Hold the keys until the transaction ends: with others who write, or alone to destroy one."""
    connection = connections[COMMONS]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The keys are held in a transaction of the commons.")
    if connection.vendor == "postgresql":
        kind = "" if alone else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(%s)", [LOCK])
