"""Settings that cannot be right stop the start with a sentence that says what to do, and repeats no secret."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from dueregard.post.checks import refuse_wrong_settings
from dueregard.post.outlets.smtp import Server

ROOT = Path(__file__).parents[2]
KEY = f"tests-{uuid4()}-{uuid4()}"
RIGHT = {
    "ADDRESS": "https://due-regard.example",
    "HTTPS": True,
    "DEMO": False,
    "DEBUG": False,
    "MAIL": "file",
    "MAIL_FROM": "Due Regard <due-regard@rowan.example>",
    "SMTP_URL_WITH_PASSWORD": "smtps://ash:secret@mail.rowan.example",
    "NOTIFY_KEY": KEY,
    "NOTIFY_TEMPLATE": str(uuid4()),
    "NOTIFY_URL": "https://api.notifications.service.gov.uk",
}


@pytest.fixture(autouse=True)
def _right(settings: Any) -> None:
    give(settings, **RIGHT)


def give(settings: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("mail", ["file", "console", "smtp", "notify"])
def test_right_settings_pass(settings: Any, mail: str) -> None:
    settings.MAIL = mail
    refuse_wrong_settings()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"MAIL": "smpt"}, r"DUEREGARD_MAIL is “smpt”\. It can be: file, console, smtp, notify\."),
        ({"MAIL": ""}, r"DUEREGARD_MAIL is “”\."),
        ({"MAIL_FROM": "Due Regard"}, "DUEREGARD_MAIL_FROM is “Due Regard”. Give it one address"),
        ({"MAIL_FROM": "a@rowan.example, b@rowan.example"}, "Give it one address"),
        ({"MAIL_FROM": "a@rowan.example\nBcc: b@rowan.example"}, "Give it one address"),
        ({"MAIL": "smtp", "MAIL_FROM": "Due Regard <no-reply@localhost>"}, "DUEREGARD_MAIL_FROM is missing"),
        ({"ADDRESS": "due-regard.example"}, "DUEREGARD_ADDRESS is “due-regard.example”"),
        ({"MAIL": "smtp", "ADDRESS": "http://localhost:8000"}, "Messages link to it"),
        ({"MAIL": "notify", "NOTIFY_KEY": ""}, "DUEREGARD_NOTIFY_KEY is missing"),
        ({"MAIL": "notify", "NOTIFY_KEY": "secret"}, "DUEREGARD_NOTIFY_KEY is missing or no key"),
        ({"MAIL": "notify", "NOTIFY_TEMPLATE": "generic"}, r"is “generic”.*\(\(subject\)\)"),
        ({"MAIL": "notify", "NOTIFY_URL": "http://notify.example"}, "https://"),
    ],
)
def test_wrong_settings_stop_the_start(settings: Any, values: dict[str, str], sentence: str) -> None:
    give(settings, **values)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        refuse_wrong_settings()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "it does not have that form"),
        ("mail.rowan.example:25", "it does not have that form"),
        ("https://ash:secret@mail.rowan.example", "it does not have that form"),
        ("smtps://", "it does not have that form"),
        ("smtps://[::1", "it does not have that form"),
        ("smtps://ash:secret@mail.rowan.example/folder", "it does not have that form"),
        ("smtps://ash:secret@mail.rowan.example:port", "its port is not a number"),
        ("smtps://ash:secret@mail.rowan.example:99999", "its port is not a number"),
        ("smtps://ash:secret@mail.rowan.example?starttls=1", "leave starttls out"),
        ("smtp://ash:secret@mail.rowan.example?starttls=yes", "only starttls=1 or starttls=0"),
        ("smtp://ash:secret@mail.rowan.example?tls=1", "only starttls=1 or starttls=0"),
        ("smtp://ash:secret@mail.rowan.example", "the password would travel in the open"),
        ("smtp://ash:secret@mail.rowan.example?starttls=0", "the password would travel in the open"),
    ],
)
def test_a_wrong_address_of_a_mail_server_stops_the_start(settings: Any, url: str, why: str) -> None:
    give(settings, MAIL="smtp", SMTP_URL_WITH_PASSWORD=url)
    with pytest.raises(ImproperlyConfigured, match=f"^DUEREGARD_SMTP_URL must be.*{why}") as refusal:
        refuse_wrong_settings()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "port", "is_wrapped", "starts_tls", "password"),
    [
        ("smtp://relay.rowan.example", 25, False, False, ""),
        ("smtp://127.0.0.1:2525", 2525, False, False, ""),
        ("smtp://ash:p%40ss@mail.rowan.example?starttls=1", 587, False, True, "p@ss"),
        ("smtps://ash:p%2Fss@mail.rowan.example", 465, True, False, "p/ss"),
        ("smtps://ash:pass@mail.rowan.example:2465", 2465, True, False, "pass"),
    ],
)
def test_addresses_of_mail_servers_are_read(
    url: str, port: int, is_wrapped: bool, starts_tls: bool, password: str
) -> None:
    server = Server.of(url)
    assert (server.port, server.is_wrapped, server.starts_tls) == (port, is_wrapped, starts_tls)
    assert server.password == password


def test_a_worker_does_not_start_with_a_wrong_setting(tmp_path: Path) -> None:
    environment = os.environ | {
        "DUEREGARD_VAR": str(tmp_path),
        "DUEREGARD_MAIL": "pigeon",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", "dueregard.config", "worker", "--once"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "DUEREGARD_MAIL is “pigeon”. Use one of: file, console, smtp, notify" in done.stderr
