"""The first administrators of an installation: with nobody to ask and nobody to agree, they come from its set-up."""

from collections.abc import Callable, Sequence

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dueregard import journal
from dueregard.almanac import clock
from dueregard.people.actions import NotLetIn, NotNow, latest_end
from dueregard.people.models import Person, RoleHolding, Source
from dueregard.people.system import SET_UP


class AdministratorsInForce(NotNow):
    """There are administrators, who give roles from here on."""


def make_first(given: Sequence[tuple[str, str]], *, say: Callable[[str], None]) -> int:
    """Make the first administrators, say what was done or what is wrong, and return 0 or 1."""
    wrong = _wrong_with(given)
    if wrong:
        say(wrong)
        return 1
    try:
        made = set_first_administrators(given)
    except AdministratorsInForce:
        say("Nothing was changed: there are administrators already. They give roles at /people/roles/.")
        return 1
    except NotLetIn as refusal:
        say(f"Nothing was changed: {refusal} is known here as somebody who has left. Name another person.")
        return 1
    for person in made:
        say(f"{person.name} ({person.email}) is an administrator now.")
    say(
        "Each of them chooses a password on the sign-in page, by “I have forgotten my password, or have none yet”."
    )
    return 0


def _wrong_with(given: Sequence[tuple[str, str]]) -> str:
    for email, name in given:
        try:
            validate_email(email)
        except ValidationError:
            return f"“{email}” is not an email address. Give an address and a name in turn."
        if not name.strip():
            return f"The name that belongs to {email} is empty. Give an address and a name in turn."
    if len({email.lower() for email, _ in given}) < len(given):
        return "The two addresses are the same. Two people are needed: one asks for a role, the other agrees."
    return ""


@journal.action
def set_first_administrators(given: Sequence[tuple[str, str]]) -> list[Person]:
    """Give the role of administrator to people, from their e-mail addresses and names.

    It works only while no administrator is in force: at the beginning, or when the roles of all have run out. Nobody
    gets a password by it.
    """
    now = clock.now()
    holdings = RoleHolding.objects.at(now).filter(role="administrator").select_related("person__staff")
    if any(holding.person.may_sign_in for holding in holdings):
        raise AdministratorsInForce
    made = [_administrator(email.strip(), name.strip()) for email, name in given]
    journal.record(
        "made the first administrators", made[0], by=SET_UP, people=[str(person.pk) for person in made]
    )
    return made


def _administrator(email: str, name: str) -> Person:
    person = Person.objects.select_related("staff").filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.create(email=email.lower(), name=name, password=make_password(None))
    if not person.may_sign_in:
        raise NotLetIn(person.email)
    now = clock.now()
    RoleHolding.objects.create(
        person=person, role="administrator", starts=now, ends=latest_end(now), source=Source.SET_UP
    )
    return person
