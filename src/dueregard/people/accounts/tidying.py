"""Remove sessions and counts that are over, so that they are not kept for longer than they are of use."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from dueregard import jobs
from dueregard.almanac import clock
from dueregard.people.accounts import limits

EVERY_HOUR = 60 * 60


@jobs.tick("remove what is over from accounts", every=EVERY_HOUR)
def remove_what_is_over() -> None:
    """Remove expired sessions, what was noted of them, and counts of attempts; nobody's deed, so no entry."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    limits.remove_expired()
