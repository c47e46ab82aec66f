from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "dueregard.design"
    label = "design"
