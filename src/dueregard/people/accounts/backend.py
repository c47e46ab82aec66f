"""Who is let in: asked when a person signs in and again at each request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from dueregard.people.models import Person


class PersonBackend(AuthenticationBackend):
    """Finds a person by e-mail address and password; lets in only those who may sign in today."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """Return the person whose address and password these are, if they are let in.

        Every answer takes one run of the slow hash, so that the time it takes does not tell who has an account.
        """
        email, password = credentials.get("email"), credentials.get("password")
        if not email or not password:
            return None
        person = Person.objects.select_related("staff").filter(email__iexact=email).first()
        if person is None:
            Person().set_password(password)
            return None
        is_right = person.check_password(password)
        return person if is_right and self.user_can_authenticate(person) else None

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person of a session, or nobody once they are not let in any more."""
        person = Person.objects.select_related("staff").filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Say whether this person is let in today."""
        return bool(user.may_sign_in)
