from django.apps import AppConfig


class AlmanacConfig(AppConfig):
    name = "dueregard.almanac"
    label = "almanac"
