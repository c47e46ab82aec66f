from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "dueregard.thread"
    label = "thread"
