"""A process for the tests that kill one: the real sender, in rounds without a pause, with a short lease."""

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
django.setup()

from dueregard.post import leases, sending  # noqa: E402  (after Django is set up)

leases.LENGTH = timedelta(seconds=float(os.environ["LEASE_OF_THE_TESTS"]))

if __name__ == "__main__":
    while True:
        sending.send_due()
