"""Limits on attempts, with real connections."""

import threading
from collections import Counter

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client

from dueregard.people.accounts import backend
from dueregard.people.models import Person
from tests.people.accounts.signing import PASSWORD, same

AT_ONCE = 12


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Count how often the password of each address is looked at; the check itself is the real one."""
    counted: Counter = Counter()
    lock = threading.Lock()
    real = backend.PersonBackend.authenticate

    def counting(self, request, **credentials):
        with lock:
            counted[credentials.get("email")] += 1
        return real(self, request, **credentials)

    monkeypatch.setattr(backend.PersonBackend, "authenticate", counting)
    return counted


@pytest.mark.parametrize("address", ["known@rowan.example", "unknown@rowan.example"])
def test_of_twelve_attempts_at_once_five_reach_the_password(
    shared_databases: dict[str, str], checked: Counter, address: str
) -> None:
    Person.objects.create(email="known@rowan.example", name="Known", password=make_password(PASSWORD))
    together = threading.Barrier(AT_ONCE)
    answers = []

    def attempt() -> None:
        client = Client()
        together.wait()
        answers.append(same(client.post("/sign-in/", {"login": address, "password": "wrong"})))
        connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == AT_ONCE
    assert sum("There were too many attempts" in page for _, page in answers) == AT_ONCE - checked[address]
    assert 1 <= checked[address] <= 5
