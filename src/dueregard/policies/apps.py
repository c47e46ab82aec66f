from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "dueregard.policies"
    label = "policies"

    def ready(self) -> None:
        """Let each part of the room take its places."""
        from dueregard.policies.charters import registration as charters

        charters.register()
