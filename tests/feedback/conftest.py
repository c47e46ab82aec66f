"""What the tests of feedback leave on the disk is taken away."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def empty_folders() -> Iterator[None]:
    yield
    for folder in ("datasets", "analyses", "files"):
        shutil.rmtree(settings.VAR / folder, ignore_errors=True)
