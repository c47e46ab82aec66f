"""A line of the log holds what happened, in a few fields, and nothing that anybody typed."""

import ast
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dueregard.config import logs
from tests.processes import ROOT, Mark

KEYS = {"time", "level", "logger", "event", "exceptions", *logs.FIELDS}


# One line


def line(record: logging.LogRecord) -> dict[str, Any]:
    return dict(json.loads(logs.JsonLine().format(record)))


def record_of(name: str, message: Any, *args: Any, **extra: Any) -> logging.LogRecord:
    return logging.getLogger(name).makeRecord(
        name, logging.ERROR, "/home/ash/src/there/module.py", 7, message, args, None, "function", extra
    )


def test_a_line_of_ours_keeps_its_words_and_drops_its_values() -> None:
    found = line(
        record_of("dueregard.jobs.worker", "a job failed: %s", "Ash Example", job_kind="check a dataset")
    )
    assert found.pop("time").endswith("Z")
    assert found == {
        "level": "ERROR",
        "logger": "dueregard.jobs.worker",
        "event": "a job failed: %s",
        "job_kind": "check a dataset",
    }


def test_a_line_of_others_says_where_it_was_written_unless_its_values_are_apart() -> None:
    assert line(record_of("somebody", "Ash was here"))["event"] == "there/module.py:7:function"
    assert line(record_of("django.security", "Ash was here"))["event"] == "there/module.py:7:function"
    assert line(record_of("django.security", "%s was here", "Ash"))["event"] == "%s was here"
    assert line(record_of("dueregardless", "Ash was here"))["event"] == "there/module.py:7:function"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("job_kind", "ash@rowan.example"),
        ("job", "Ash"),
        ("status", "Ash"),
        ("method", "ASH"),
        ("reference", "Ash"),
        ("tick", {"name": "Ash"}),
        ("route", "/people/?q=Ash&x=%20"),
    ],
)
def test_a_field_that_is_not_what_it_may_be_is_left_out(name: str, value: Any) -> None:
    assert line(record_of("dueregard", "words", **{name: value}))[name] == "(left out)"


def test_what_is_no_field_is_not_there() -> None:
    assert set(line(record_of("dueregard", "words", person="Ash", request="Ash"))) == {
        "time", "level", "logger", "event"
    }  # fmt: skip


def test_an_exception_leaves_its_types_and_places_and_none_of_its_words() -> None:
    try:
        try:
            {}["Ash Example"]
        except KeyError as problem:
            raise ValueError("ash@rowan.example") from problem
    except ValueError:
        record = record_of("dueregard", "words")
        record.exc_info = sys.exc_info()
    text = logs.JsonLine().format(record)
    assert "Ash" not in text
    assert "ash@" not in text
    chain = json.loads(text)["exceptions"]
    assert [one["type"] for one in chain] == ["builtins.ValueError", "builtins.KeyError"]
    assert re.fullmatch(r"test_logs\.py:\d+:test_an_exception_leaves_\w+", chain[0]["at"][-1])


def test_a_record_that_cannot_be_written_leaves_a_line_that_says_so() -> None:
    record = record_of("dueregard", "words")
    record.created = "Ash"  # type: ignore[assignment]
    assert line(record)["event"] == "unwritable: TypeError"


def test_a_log_that_cannot_be_written_prints_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stream = (tmp_path / "log").open("w")
    stream.close()
    console = logs.Console(stream)
    console.setFormatter(logs.JsonLine())
    console.emit(record_of("dueregard", "words about %s", "Ash"))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("where", ["main", "thread"])
def test_what_nobody_catches_leaves_no_words(where: str) -> None:
    program = f"""
import logging.config, threading
from dueregard.config import logs
logging.config.dictConfig(logs.configuration())
logs.report_uncaught()
def fall():
    raise ValueError("Ash Example")
threading.Thread(target=fall).start() if {where == "thread"} else fall()
"""
    environment = Mark().environment(PYTHONPATH=str(ROOT / "src"))
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert "Ash" not in done.stderr
    (found,) = map(json.loads, done.stderr.splitlines())
    assert (found["event"], found["exceptions"][0]["type"]) == (
        "nobody caught an exception",
        "builtins.ValueError",
    )


def test_a_developer_reads_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUEREGARD_DEBUG", "1")
    shown = logs.formatter().format(record_of("dueregard", "a job failed: %s", "Ash", job_kind="check"))
    assert shown.endswith("ERROR dueregard: a job failed: Ash job_kind=check")
    monkeypatch.setenv("DUEREGARD_DEBUG", "0")
    assert isinstance(logs.formatter(), logs.JsonLine)


def test_every_event_of_ours_is_written_out_in_the_code() -> None:
    """A message put together from values would take them past the formatter."""
    wrong, seen = [], 0
    for path in (ROOT / "src/dueregard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _is_log_call(node):
                seen += 1
                first = node.args[0] if node.args else None
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
    assert seen >= 12


def _is_log_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "logger", "logging"}
        and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical"}
    )


# A request


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Collect the lines that this process writes."""
    found: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(logs.JsonLine().format(record)))

    kept = Kept()
    loggers = [logging.getLogger(name) for name in ("dueregard", "django", "django.request")]
    for each in loggers:
        each.addHandler(kept)
    yield found
    for each in loggers:
        each.removeHandler(kept)


@pytest.mark.django_db
def test_each_request_leaves_one_line_with_the_pattern_of_its_route(lines: list[dict[str, Any]]) -> None:
    client = Client()
    client.get(f"/people/areas/{uuid4()}/", {"q": "Ash"})
    client.post("/sign-out/")
    client.get("/no-such-page/Ash/")
    client.generic("ASH", "/healthz")
    assert [(one["event"], one.get("route"), one["method"], one["status"]) for one in lines] == [
        ("request", "/people/areas/<uuid:pk>/", "GET", 302),
        ("request", "/sign-out/", "POST", 302),
        ("request", None, "GET", 404),
        ("request", "/healthz", "(left out)", 405),
    ]
    assert all(isinstance(one["milliseconds"], int) for one in lines)
    assert "Ash" not in json.dumps(lines)


@pytest.mark.django_db
@pytest.mark.urls("tests.config.faults.urls")
def test_an_error_page_and_the_log_share_a_reference(lines: list[dict[str, Any]]) -> None:
    answer = Client(raise_request_exception=False).get("/faults/raise-value/Ash/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Ash" not in page
    (reference,) = re.findall(r"<strong>([0-9a-f]{4}-[0-9a-f]{4})</strong>", page)
    assert [one["event"] for one in lines] == ["a request failed", "request"]
    assert {one["reference"] for one in lines} == {reference}
    assert lines[0]["exceptions"][0]["type"] == "builtins.ValueError"
    assert lines[0]["exceptions"][0]["at"][-1].endswith(":raise_value")
    assert lines[0]["route"] == "/faults/<slug:way>/<str:secret>/"
