"""What a view that asks for sign-in is given."""

from django.http import HttpRequest

from dueregard.people.models import Person


class SignedInRequest(HttpRequest):
    """A request whose policy admits only people who are signed in, so that its user is a person."""

    user: Person
