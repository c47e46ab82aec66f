from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dueregard.jobs"
    label = "jobs"
