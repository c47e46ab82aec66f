"""The log: one JSON object a line, with a few fields that are known to hold nothing private.

A line says what happened in the words of the code (`event` is the message as it is written there, never with its
values filled in), and whatever of `FIELDS` came with it. Messages of exceptions, addresses, query strings, names, SQL
and the values in a traceback are never written: they may hold anything that somebody typed. An exception leaves its
type and where it passed, as file:line:function.

Lines of other people's code keep their words only where the values are apart from them; else the line says where in
the code it was written. A developer (DUEREGARD_DEBUG=1) reads the whole of every line instead.
"""

import json
import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from dueregard.config import environment

OURS = "dueregard"
# Their messages are templates wherever values come with them.
KEEP_TEMPLATES = {"django", "gunicorn"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
REQUEST_FAILED = "a request failed"
LEFT_OUT = "(left out)"
FRAMES_SHOWN = 30
EXCEPTIONS_SHOWN = 5

# Words of our own code, such as the kind of a job or the pattern of a route. No @, no quotes, no %: not an address.
_WORDS = re.compile(r"[\w .,;?:/<>()-]{0,200}", re.ASCII)
_REFERENCE = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}")


def _words(value: Any) -> bool:
    return isinstance(value, str) and _WORDS.fullmatch(value) is not None


def _whole_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_reference(value: Any) -> bool:
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


# The names by which our own code may add to a line (`extra=`), and what each may be.
FIELDS: dict[str, Callable[[Any], bool]] = {
    "route": _words,
    "method": lambda value: isinstance(value, str) and value in METHODS,
    "status": _whole_number,
    "milliseconds": _whole_number,
    "job": lambda value: isinstance(value, UUID),
    "job_kind": _words,
    "state": _words,
    "tick": _words,
    "message_id": lambda value: isinstance(value, UUID),
    "reason": _words,
    "part": _words,
    "target": _words,
    "limit": _words,
    "code": _whole_number,
    "child_exception": _words,
    "reference": _is_reference,
}


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object, of the allowed fields only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a record that cannot be written leaves a line that says so."""
        try:
            return json.dumps(self._fields(record), ensure_ascii=True)
        except Exception as problem:  # noqa: BLE001  (a log that raises would take the request with it)
            return json.dumps(
                {"level": "ERROR", "logger": OURS, "event": f"unwritable: {type(problem).__name__}"}
            )

    def _fields(self, record: logging.LogRecord) -> dict[str, Any]:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event_of(record),
        }
        given = record.__dict__ | _of_request(record)
        for name, may_be in FIELDS.items():
            value = given.get(name)
            if value is not None and value != "":
                fields[name] = _plain(value) if may_be(value) else LEFT_OUT
        if record.exc_info and record.exc_info[1] is not None:
            fields["exceptions"] = list(_exceptions(record.exc_info[1]))
        return fields


class ReadableLine(logging.Formatter):
    """Writes a record for a developer, with everything in it."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the standard library's name)
        """Return the message, with the fields that came with it."""
        given = {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
        return " ".join(
            [super().formatMessage(record), *(f"{name}={value}" for name, value in given.items())]
        )


class Console(logging.StreamHandler):
    """Writes to standard error. Where that fails, it does not print the record, as the standard library would."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the standard library's name)
        """Say nothing: there is nowhere to say it."""


def formatter() -> logging.Formatter:
    """Return how lines are written in this installation."""
    return ReadableLine() if environment.flag("DUEREGARD_DEBUG") else JsonLine()


def configuration() -> dict[str, Any]:
    """Return Django's LOGGING: our own words from INFO, those of others from WARNING, all in one form."""
    console = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"console": {"()": Console, "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            OURS: {**console, "level": "INFO"},
            "django": {**console, "level": "WARNING"},
            # A request that was refused has its status in its own line already.
            "django.request": {**console, "level": "ERROR"},
        },
    }


def reference_of(request: Any) -> str:
    """Return what a person who met an error can read out, and the log can be searched for."""
    if not hasattr(request, "log_reference"):
        request.log_reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    return str(request.log_reference)


def route_of(request: Any) -> str:
    """Return the pattern of the route that a request matched: what was asked for by name is not in it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else ""


def report_uncaught() -> None:
    """Write what nobody catches into the log in this process, in place of a traceback with its values."""
    log = logging.getLogger(OURS)

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and not issubclass(kind, KeyboardInterrupt):
            log.critical("nobody caught an exception", exc_info=(kind, error, trace))

    sys.excepthook = report
    threading.excepthook = lambda given: report(given.exc_type, given.exc_value, given.exc_traceback)


def _event_of(record: logging.LogRecord) -> str:
    if record.name == "django.request" and hasattr(record, "request"):
        return REQUEST_FAILED
    top = record.name.partition(".")[0]
    if isinstance(record.msg, str) and (top == OURS or (top in KEEP_TEMPLATES and record.args)):
        return record.msg
    return f"{_short(record.pathname)}:{record.lineno}:{record.funcName}"


def _of_request(record: logging.LogRecord) -> dict[str, Any]:
    """Return the fields of a line that Django wrote about a request."""
    request: Any = getattr(record, "request", None)
    if record.name.partition(".")[0] != "django" or not hasattr(request, "META"):
        return {}
    status = getattr(record, "status_code", None)
    is_failure = isinstance(status, int) and status >= 500
    return {
        "route": route_of(request),
        "method": request.method,
        "status": status,
        "reference": reference_of(request) if is_failure else "",
    }


def _exceptions(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """Yield an exception and those behind it: type and frames, without a word of what they say."""
    for _ in range(EXCEPTIONS_SHOWN):
        if error is None:
            return
        frames = [
            f"{_short(frame.f_code.co_filename)}:{line}:{frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        yield {"type": f"{type(error).__module__}.{type(error).__qualname__}", "at": frames[-FRAMES_SHOWN:]}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _short(path: str) -> str:
    """Return a file's place among packages, without the folders of this machine, which may hold somebody's name."""
    for mark in ("/site-packages/", "/src/", f"/python{sys.version_info.major}.{sys.version_info.minor}/"):
        if mark in path:
            return path.rpartition(mark)[2]
    return Path(path).name


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
