"""The environment of the tests, set before Django reads its settings: nothing of the installation is touched."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="dueregard-tests-"))
atexit.register(shutil.rmtree, _var, ignore_errors=True)
(_var / "static").mkdir()

for _name in [
    name for name in os.environ if name.startswith("DUEREGARD_") and not name.startswith("DUEREGARD_TEST_")
]:
    del os.environ[_name]

os.environ |= {
    "DUEREGARD_VAR": str(_var),
    "DUEREGARD_DEMO": "1",
    "DUEREGARD_DEBUG": "1",  # plain static files; the test runner itself turns Django's debugging off
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's driver owns an event loop in this thread
}

from tests import postgres  # noqa: E402  (after the environment is clean)

if postgres.IS_ASKED_FOR:
    os.environ |= {
        "DUEREGARD_DATABASE_URL": postgres.address("dueregard_main"),
        "DUEREGARD_COMMONS_URL": postgres.address("dueregard_commons"),
    }
