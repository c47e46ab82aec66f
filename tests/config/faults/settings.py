"""The settings of an installation with faults: the real ones, with a few views, a job and a tick that fail."""

from dueregard.config.settings import *  # noqa: F403
from dueregard.config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.config.faults.apps.FaultsConfig"]
ROOT_URLCONF = "tests.config.faults.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
