"""A kind of job and a tick that fail with private values."""

import os
import warnings

from django.apps import AppConfig

TOLD = os.environ.get("CANARY", "a canary")


class FaultsConfig(AppConfig):
    name = "tests.config.faults"
    label = "faults"

    def ready(self) -> None:
        from django.db import connection

        from dueregard import jobs
        from dueregard.people.models import Person

        @jobs.task("fail with a value")
        def fail(work: jobs.Work) -> None:
            how = work.arguments["how"]
            if how == "raise":
                raise ValueError(f"{work.arguments['secret']} is wrong")
            if how == "integrity":
                Person.objects.create(email=work.arguments["secret"], name=work.arguments["secret"])
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT '{work.arguments['secret']}' FROM nowhere")

        @jobs.tick("fail with a value", every=0.5)
        def tick() -> None:
            warnings.warn(f"{TOLD} in a warning", stacklevel=1)
            try:
                {}[TOLD]
            except KeyError as problem:
                raise RuntimeError(f"{TOLD} in a tick") from problem
