"""Limits on attempts, in the table `limits`, which all processes share.

Attempts under one address are counted by allauth, which knows each of the last five minutes (`ACCOUNT_RATE_LIMITS` in
the settings). Attempts from one network are counted here: allauth would let one request from a network wait for
another, and refuse it after a second, and on a Monday morning a whole office comes from one. Here a count is one
statement. Those limits are wide, for the same reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from dueregard.access import envelopes
from dueregard.almanac import clock


@dataclass(frozen=True)
class Limit:
    """How often something may be done from one network, in so many seconds from the first time."""

    what: str
    most: int
    seconds: int


SENDING = Limit("forms sent", most=300, seconds=60)
FAILING = Limit("attempts failed", most=100, seconds=300)


def key_of(email: str) -> str:
    """Return what attempts to sign in under an address are counted by, without telling the address.

    Only by the address: with the host of the request in it, as allauth has it, whoever varies the port in that
    header would be counted anew each time.
    """
    return envelopes.blind_index(email.strip().lower(), about="people.limits")


def forget_attempts(request: HttpRequest, email: str) -> None:
    """Let somebody in again who has just shown, by a link sent to them, that the address is theirs."""
    ratelimit.clear(request, app="allauth.account", action="login_failed", key=key_of(email))


def count(limit: Limit, request: HttpRequest) -> bool:
    """Count this request's network once more, and say whether it is within the limit still.

    One statement, so that of any number of requests at once each is counted.
    """
    now = clock.now()
    key, starts, ends = _key(limit, request), _written(now), _written(now + timedelta(seconds=limit.seconds))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits (cache_key, value, expires) VALUES (%s, '1', %s) ON CONFLICT (cache_key) DO UPDATE "
            "SET value = CASE WHEN limits.expires < %s THEN '1' "
            "ELSE CAST(CAST(limits.value AS integer) + 1 AS varchar) END, "
            "expires = CASE WHEN limits.expires < %s THEN excluded.expires ELSE limits.expires END RETURNING value",
            [key, ends, starts, starts],
        )
        counted = int(cursor.fetchone()[0])
    return counted <= limit.most


def is_reached(limit: Limit, request: HttpRequest) -> bool:
    """Say whether this request's network is at the limit already, without counting it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM limits WHERE cache_key = %s AND expires >= %s",
            [_key(limit, request), _written(clock.now())],
        )
        row = cursor.fetchone()
    return row is not None and int(row[0]) >= limit.most


def within(limit: Limit) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Refuse forms from a network that has sent too many."""

    def limited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not count(limit, request):
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return answer

    return limited


def remove_expired() -> None:
    """Remove what is counted no more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM limits WHERE expires < %s", [_written(clock.now())])


def _key(limit: Limit, request: HttpRequest) -> str:
    return f"network:{limit.what}:{envelopes.blind_index(ratelimit.get_ip(request), about='people.limits')}"


def _written(moment: datetime) -> Any:
    """Return a moment as this table has it: Django's cache writes whole seconds there."""
    return connection.ops.adapt_datetimefield_value(moment.replace(microsecond=0))
