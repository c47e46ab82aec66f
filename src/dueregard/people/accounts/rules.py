"""Who may end which session, and who may help somebody who has lost their second factor."""

from typing import Any

import rules

from dueregard.people.models import Person


@rules.predicate
def is_of_this_person(user: Any, session: Any) -> bool:
    """The session is one of the person's own."""
    return bool(session.user_id == user.pk)


@rules.predicate
def is_oneself(user: Any, person: Person) -> bool:
    """The person it is about is the person who asks."""
    return bool(person.pk == user.pk)


@rules.predicate
def looks_after_accounts(user: Any, person: Person) -> bool:
    """A system administrator."""
    return bool(user.holds("administrator"))


rules.set_perm("people.end_session", is_of_this_person)
rules.set_perm("people.end_sessions", is_oneself | looks_after_accounts)
rules.set_perm("people.remove_second_factors", looks_after_accounts & ~is_oneself)
