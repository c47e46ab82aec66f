from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "dueregard.policies"
    label = "policies"

    def ready(self) -> None:
        """Take the places of each part."""
        from dueregard.policies.texts import registration as texts

        texts.register()
