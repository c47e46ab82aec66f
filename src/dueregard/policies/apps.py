from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "dueregard.policies"
    label = "policies"
