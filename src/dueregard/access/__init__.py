"""Who may: default deny.

Nouns: a *policy* says who may open a route; a *predicate* (the `rules` library) says who may do something to a
record; `visible_to(user)` on each model's queryset says which records exist for a person.

Main rules: a route without a declared policy stops the start; what one may not see answers exactly as what does
not exist; a person's roles are asked at each request (`user.holds(role)`), never kept in a session.
"""

from dueregard.access.policies import everyone, holders_of, signed_in
from dueregard.access.requirements import NotAllowed, require

__all__ = ["NotAllowed", "everyone", "holders_of", "require", "signed_in"]
