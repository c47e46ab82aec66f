from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "dueregard.statistics"
    label = "statistics"
