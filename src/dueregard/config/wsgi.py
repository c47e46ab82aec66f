"""The door for the web server. It refuses to open while a route has no access policy, or a seal is broken."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")

application = get_wsgi_application()

from django.db import connections  # noqa: E402  (after Django is set up)

from dueregard.access.routes import refuse_undeclared_routes  # noqa: E402  (likewise)
from dueregard.journal.seals import refuse_broken_seals  # noqa: E402  (likewise)

refuse_undeclared_routes()
refuse_broken_seals()
connections.close_all()  # the web server forks from here, and a connection must not be shared
