from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "dueregard.journal"
    label = "journal"
