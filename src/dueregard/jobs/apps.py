from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dueregard.jobs"
    label = "jobs"

    def ready(self) -> None:
        from dueregard.jobs import rules  # noqa: F401  (registers who may cancel a job)
