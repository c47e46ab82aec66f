"""The door for the web server. It refuses to open while a route has no access policy."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")

application = get_wsgi_application()

from dueregard.access.routes import refuse_undeclared_routes  # noqa: E402  (after Django is set up)

refuse_undeclared_routes()
