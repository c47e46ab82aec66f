"""What the pages of passports show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dueregard.almanac import clock
from dueregard.almanac.bands import band
from dueregard.almanac.periods import Quarter
from dueregard.leave.passports.models import Grant, Passport, SignedVersion
from dueregard.people.models import Staff, is_colleague


@dataclass(frozen=True)
class Owned:
    """A passport as its owner finds it: to whom it is shown, what waits to be decided, and what was signed."""

    passport: Passport
    shown: Grant | None
    last: Grant | None
    versions: Sequence[SignedVersion]
    is_changed: bool
    manager: Staff | None

    @property
    def waits_to_be_shown(self) -> bool:
        """Whether another manager, or the day that was named, has ended what its owner did not take back."""
        return bool(self.manager and self.shown is None and self.last and not self.last.is_taken_back)

    @property
    def has_new_manager(self) -> bool:
        """Whether the manager of today is another than the one to whom it was shown."""
        return bool(self.last and self.manager and self.last.manager_id != self.manager.pk)


def owned_by(user: Any) -> Owned | None:
    """Return somebody's own passport, if there is one, as it stands."""
    found = Passport.objects.visible_to(user).select_related("staff__manager__person").first()
    if found is None:
        return None
    versions = list(found.versions.prefetch_related("signatures__person"))
    last = found.grants.select_related("manager__person", "version").first()
    shown = last if last and last.is_good else None
    return Owned(
        passport=found,
        shown=shown,
        last=last,
        versions=versions,
        is_changed=bool(versions) and versions[0].agreed != found.words.agreed,
        manager=found.staff.manager,
    )


def waits_for(user: Any) -> bool:
    """Say whether something about passports waits for this person: to sign, to show again, or to look at again."""
    if not is_colleague(user):
        return False
    if Grant.objects.unsigned(user).exists():
        return True
    owned = owned_by(user)
    return owned is not None and (owned.waits_to_be_shown or owned.passport.is_review_due)


def how_many() -> str:
    """Return the band of how many had been signed by two people when the quarter began.

    It moves once a quarter, so that nobody who looks before and after a colleague's talk with a manager learns of it.
    """
    quarter = Quarter.containing(clock.today())
    return band(Passport.objects.signed_by_both(quarter.first).count())
