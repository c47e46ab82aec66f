"""A worker process for the tests that kill one: the real worker, with a kind of work that takes a while."""

import os
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
django.setup()

from django.db import connection  # noqa: E402  (after Django is set up)

from dueregard import jobs  # noqa: E402
from dueregard.config import supervisor  # noqa: E402

STEPS = 20


@jobs.task("count slowly")
def count(work: jobs.Work) -> Callable[[], None]:
    for step in range(STEPS):
        work.report(step, STEPS, "Counting")
        time.sleep(work.arguments["seconds"] / STEPS)

    def finish() -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO effect VALUES (%s)", [str(work.job_id)])

    return finish


if __name__ == "__main__":
    supervisor.work()
