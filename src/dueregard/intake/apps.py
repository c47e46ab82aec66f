from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "dueregard.intake"
    label = "intake"
