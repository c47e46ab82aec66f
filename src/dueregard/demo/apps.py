from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "dueregard.demo"
    label = "demo"
