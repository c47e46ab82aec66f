"""Where sessions begin and end. The other changes to an account are in `views`, around allauth's own."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import login, logout
from django.http import HttpRequest

import dueregard.people.accounts.rules  # noqa: F401  (registers who may)
from dueregard import journal
from dueregard.access import require
from dueregard.people.models import Person
from dueregard.people.sessions import end_sessions_of

BACKEND = "dueregard.people.accounts.backend.PersonBackend"


@journal.action
def sign_in(person: Person, *, request: HttpRequest) -> None:
    """Begin a session in this browser for a person who has shown who they are."""
    ways = [_way(record) for record in get_authentication_records(request, person)]
    login(request, person, backend=BACKEND)
    request.session.save()  # here and not after the answer, so that it stands with its entry
    UserSession.objects.create_from_request(request)
    journal.record("signed in", person, by=person, ways=ways)


def _way(record: dict[str, str]) -> str:
    """Return how a person showed who they are, in one word."""
    return record.get("type") or record["method"]


@journal.action
def sign_out(person: Person, *, request: HttpRequest) -> None:
    """End the session of this browser."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    journal.record("signed out", person, by=person)


@journal.action
def end_session(session: UserSession, *, by: Person) -> None:
    """End one of one's own sessions, in another browser perhaps."""
    require(by, "people.end_session", session)
    session.end()
    journal.record("ended a session", by, by=by)


@journal.action
def end_other_sessions(person: Person, *, besides: str | None, by: Person) -> int:
    """End every session of a person but the one with this key, and return how many were ended."""
    require(by, "people.end_sessions", person)
    others = list(UserSession.objects.filter(user=person).exclude(session_key=besides))
    for session in others:
        session.end()
    journal.record("ended other sessions", person, by=by, sessions=len(others))
    return len(others)


@journal.action
def end_sessions(person: Person, *, by: Person) -> int:
    """Sign a person out wherever they are signed in, and return of how many sessions."""
    require(by, "people.end_sessions", person)
    UserSession.objects.filter(user=person).delete()
    ended = end_sessions_of(person)
    journal.record("ended the sessions of a person", person, by=by, sessions=ended)
    return ended


@journal.action
def remove_second_factors(person: Person, *, by: Person) -> int:
    """Remove the second factors of somebody who has lost them, sign them out everywhere, and tell them so.

    They are let in by their password again, so whoever asks for this must have been seen to be that person. Nobody
    does it for themselves: their own page asks again who they are.
    """
    require(by, "people.remove_second_factors", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    factors = Authenticator.objects.filter(user=person)
    kinds = sorted(factors.values_list("type", flat=True))
    factors.delete()
    end_sessions(person, by=by)
    get_adapter().send_notification_mail("second_factors_removed", person)
    journal.record("removed the second factors of a person", person, by=by, kinds=kinds)
    return len(kinds)
