"""Settings are checked at the start: each slip stops it with a sentence that says what, where, and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dueregard.config import environment
from tests.processes import ROOT, Mark


def started(tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the house with these settings."""
    place = {"DUEREGARD_VAR": str(tmp_path / "var")} | given
    return subprocess.run(
        [sys.executable, "-m", "dueregard.config", "manage", "check"],
        env=Mark().environment(**place),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_slip_in_a_name_stops_every_command_with_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    done = started(tmp_path, DUEREGARD_DATBASE_URL="sqlite:///x")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "DUEREGARD_DATBASE_URL is not a setting. Did you mean DUEREGARD_DATABASE_URL,"
    )
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "var").exists()


def test_good_settings_are_taken(tmp_path: Path) -> None:
    done = started(
        tmp_path,
        DUEREGARD_HTTPS="0",
        DUEREGARD_PROXIES="2",
        DUEREGARD_ORIGINS="https://a.example, https://b.example:8443/",
        DUEREGARD_BODY="",
        DUEREGARD_TEST_ANYTHING="x",
        PORT="8080",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


WRONG = {
    "flag": (
        {"DUEREGARD_DEMO": "yes"},
        ["DUEREGARD_DEMO is “yes”", "Use 1 for yes or 0 for no", "DUEREGARD_DEMO=0"],
    ),
    "https": ({"DUEREGARD_HTTPS": "true"}, ["DUEREGARD_HTTPS is “true”", "DUEREGARD_HTTPS=1"]),
    "no number": ({"DUEREGARD_JOB_LEASE": "15s"}, ["DUEREGARD_JOB_LEASE is “15s”", "from 0.1 to 3600"]),
    "fraction": ({"DUEREGARD_LEAVE_PAID_DAYS": "2.5"}, ["is “2.5”", "a whole number from 0 to 100"]),
    "too large": ({"PORT": "65536"}, ["PORT is “65536”", "from 1 to 65535", "PORT=8000"]),
    "endless": ({"PORT": "9" * 5000}, ["Use a whole number from 1 to 65535"]),
    "below": ({"DUEREGARD_UPLOAD_LIMIT_MB": "0"}, ["DUEREGARD_UPLOAD_LIMIT_MB is “0”", "from 1 to"]),
    "minus": ({"DUEREGARD_PROXIES": "-1"}, ["DUEREGARD_PROXIES is “-1”"]),
    "choice": ({"DUEREGARD_MAIL": "pigeon"}, ["DUEREGARD_MAIL is “pigeon”", "file, console, smtp, notify"]),
    "address": ({"DUEREGARD_ADDRESS": "dueregard.example"}, ["begins with https:// or http://"]),
    "address with a bad port": ({"DUEREGARD_ADDRESS": "https://x.example:port"}, ["DUEREGARD_ADDRESS is “"]),
    "no host": ({"DUEREGARD_NOTIFY_URL": "https://"}, ["DUEREGARD_NOTIFY_URL is “https://”"]),
    "origin": ({"DUEREGARD_ORIGINS": "https://a.example,b.example"}, ["“b.example” is not an origin"]),
    "origin with a path": ({"DUEREGARD_ORIGINS": "https://a.example/b"}, ["is not an origin"]),
    "database": ({"DUEREGARD_DATABASE_URL": "mysql://x"}, ["DUEREGARD_DATABASE_URL starts with “mysql:”"]),
    "demonstration of a real body": (
        {"DUEREGARD_DEMO": "1", "DUEREGARD_BODY": "Borough of Somewhere"},
        ["DUEREGARD_DEMO=1 lets anyone sign in", "“Borough of Somewhere”", "DUEREGARD_DEMO=0"],
    ),
    "debugging in use": (
        {"DUEREGARD_DEBUG": "1", "DUEREGARD_HTTPS": "1"},
        ["DUEREGARD_DEBUG=1 shows source code", "Set one of them to 0"],
    ),
    "half a provider": (
        {"DUEREGARD_OIDC_URL": "https://id.example", "DUEREGARD_OIDC_CLIENT_ID": "x"},
        ["DUEREGARD_OIDC_CLIENT_SECRET must be set too"],
    ),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_value_is_refused_in_a_sentence(
    how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given, sentences = WRONG[how]
    message = refusal({"DUEREGARD_VAR": str(tmp_path / "var")} | given, monkeypatch)
    for sentence in sentences:
        assert sentence in message
    assert "\n" not in message


def refusal(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Read the settings file anew in this environment, beside the one in use, and return what it refuses."""
    for name in [name for name in os.environ if name.startswith("DUEREGARD_")]:
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    source = ROOT / "src/dueregard/config/settings.py"
    with pytest.raises(ImproperlyConfigured) as refused:
        exec(
            compile(source.read_text(encoding="utf-8"), str(source), "exec"), {"__name__": "a second reading"}
        )
    return str(refused.value)


@pytest.mark.parametrize("name", [name for name, one in environment.SETTINGS.items() if one.is_secret])
def test_a_refusal_never_shows_a_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "hunter2-hunter2")
    message = str(environment.wrong(name, "Use another"))
    assert "hunter2" not in message
    assert name in message


def test_secrets_are_marked_as_such() -> None:
    telling = ("SECRET", "KEY", "PASSWORD", "TOKEN", "DATABASE_URL", "COMMONS_URL", "SMTP_URL")
    marked = {name for name, one in environment.SETTINGS.items() if one.is_secret}
    named = {name for name in environment.SETTINGS if name.endswith(telling)}
    assert named <= marked


def test_a_setting_that_is_read_but_not_listed_is_a_slip() -> None:
    with pytest.raises(KeyError, match="DUEREGARD_FORGOTTEN"):
        environment.text("DUEREGARD_FORGOTTEN")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DUEREGARD_DEBUGG", "DUEREGARD_DEBUG"),
        ("DUEREGARD_UPLOAD_MB", "DUEREGARD_UPLOAD_LIMIT_MB"),
        ("DUEREGARD_NOTIFYKEY", "DUEREGARD_NOTIFY_KEY"),
        ("DUEREGARD_X", "DUEREGARD_"),
    ],
)
def test_an_unknown_name_is_told_the_nearest(name: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(ImproperlyConfigured, match=f"Did you mean {meant}"):
        environment.refuse_unknown()
