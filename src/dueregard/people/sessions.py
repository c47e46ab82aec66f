"""Sessions: where a person is signed in."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from dueregard.people.models import Person


def end_sessions_of(person: Person) -> int:
    """Sign a person out wherever they are signed in, at their next click, and return of how many sessions.

    A session does not say outside its content whose it is, so each is opened. With 10,000 of them this takes about
    a second, and people seldom leave.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for session in Session.objects.iterator(chunk_size=1000):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            store(session.session_key).delete()
            ended += 1
    return ended
