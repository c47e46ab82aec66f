"""A quick hash for these tests, which sign in some hundred times; that it is run once an attempt has its own test."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def quick_hash(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
