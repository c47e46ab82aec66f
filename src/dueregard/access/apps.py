from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "dueregard.access"
    label = "access"

    def ready(self) -> None:
        from dueregard.access import routes  # noqa: F401  (registers the start-up check)
