import logging

from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "dueregard.config"
    label = "config"

    def ready(self) -> None:
        """Let warnings of Python go through the log, which drops their words: they may hold values."""
        if not settings.DEBUG:
            logging.captureWarnings(True)
