"""The routes of the house, and some that fail."""

import logging
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Library
from django.urls import path

from dueregard import access, jobs
from dueregard.config import urls as real
from dueregard.people.models import Person
from dueregard.people.system import SET_UP


class Careless:
    """Somebody else's object, whose own words are private."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __repr__(self) -> str:
        return self.secret


def raise_value(secret: str) -> None:
    raise ValueError(f"“{secret}” is not right")


def raise_from(secret: str) -> None:
    try:
        {}[secret]
    except KeyError as problem:
        raise RuntimeError(secret) from problem


def raise_integrity(secret: str) -> None:
    with transaction.atomic():
        for _ in range(2):
            Person.objects.create(email=f"{secret}@rowan.example", name=secret)


def raise_sql(secret: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM nowhere", [secret])


def raise_template(secret: str) -> None:
    engine = Engine(libraries={}, debug=True)
    library = Library()
    library.filter("raising", raise_value)
    engine.template_builtins.append(library)
    engine.from_string("{{ secret|raising }}").render(Context({"secret": secret}))


def log_carelessly(secret: str) -> None:
    for name in ("somebody.else", "django.security.DisallowedHost", "gunicorn.error"):
        log = logging.getLogger(name)
        log.error(f"{secret} was written by somebody else")
        log.error("written apart: %s", secret)
        log.error(Careless(secret))
        log.warning("with extra", extra={"secret": secret, "route": f"{secret}@x", "method": secret})
    logging.getLogger("dueregard.faults").error(
        "ours: %s", secret, extra={"job_kind": f"{secret}@rowan.example", "status": secret}
    )
    logging.getLogger("dueregard.faults").error("%d is no number", secret)


def fail_in_background(secret: str) -> None:
    with transaction.atomic():
        for how in ("raise", "integrity", "sql"):
            jobs.start("fail with a value", key=f"{secret} {how}", by=SET_UP, how=how, secret=secret)


WAYS = {
    function.__name__.replace("_", "-"): function
    for function in (
        raise_value,
        raise_from,
        raise_integrity,
        raise_sql,
        raise_template,
        log_carelessly,
        fail_in_background,
    )
}


@access.everyone
def fail(request: HttpRequest, way: str, secret: str) -> HttpResponse:
    WAYS[way](secret)
    return HttpResponse("done")


handler500: Any = real.handler500
urlpatterns = [path("faults/<slug:way>/<str:secret>/", fail, name="fault"), *real.urlpatterns]
