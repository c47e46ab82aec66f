"""Every write of passports. The journal says that it was done, and nothing of what stands in one."""

from datetime import date

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.jobs import Actor
from dueregard.leave.days import months_after
from dueregard.leave.passports import emails
from dueregard.leave.passports.models import Grant, Passport, Reading, Signature, SignedVersion
from dueregard.leave.passports.words import Agreed, Words
from dueregard.people.models import Person, Staff
from dueregard.records.digests import sha256_of

MONTHS_SHOWN = 12
"""For how long a version can be shown at most, and when it is looked at again at the latest."""


class NotNow(Exception):
    """It is not in a state in which this can be done. The tree: the refusals of this module."""


class NoManager(NotNow):
    """Nobody who works here is the line manager, so there is nobody to show it to."""


class NothingToShow(NotNow):
    """The agreed part is empty."""


class WrongDay(NotNow):
    """The last day is before today, or more than a year ahead."""


class ShownToNobody(NotNow):
    """There is nothing to take back."""


class NothingSigned(NotNow):
    """There is no version to look at again."""


class AlreadySigned(NotNow):
    """This person has signed this version."""


@journal.action
def write(words: Words, *, by: Person) -> Passport:
    """Write one's draft, in place of what it said before; the first time this begins a passport."""
    require(by, Passport.get_perm("write"))
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.staff.pk)
    passport = Passport.objects.filter(staff=staff).first() or Passport(staff=staff)
    passport.enclose(words.__dict__)
    passport.written_at = clock.now()
    passport.save()
    journal.record("wrote in a passport", passport, by=by)
    return passport


@journal.action
def share(passport: Passport, *, last_day: date, by: Person) -> Grant:
    """Sign the agreed part as it stands, and show it to the line manager of today until a day.

    What was shown before is shown no longer. The same words again are the same version, which a new manager signs too.

    Raises
    ------
    NotNow
        When there is no manager, nothing to show, or the day does not fit; its kinds say why.
    """
    require(by, Passport.get_perm("share"), passport)
    passport = _locked(passport)
    manager = passport.staff.manager
    if manager is None or manager.has_left or not manager.is_employed:
        raise NoManager
    agreed = passport.words.agreed
    if agreed.is_empty:
        raise NothingToShow
    today = clock.today()
    if not today <= last_day <= months_after(today, MONTHS_SHOWN):
        raise WrongDay
    version = _version_of(passport, agreed)
    _end(passport)
    grant = Grant.objects.create(
        passport=passport, version=version, manager=manager, begun_at=clock.now(), last_day=last_day
    )
    Signature.objects.get_or_create(version=version, person=by, defaults={"signed_at": clock.now()})
    _look_again_in_a_year(passport)
    emails.tell(emails.SHOWN, manager, occasion=str(grant.pk))
    journal.record("shared a passport", passport, by=by)
    return grant


@journal.action
def sign(grant: Grant, *, by: Person) -> Grant:
    """Sign, as the manager, the version that is shown."""
    grant = _locked_grant(grant)
    require(by, Grant.get_perm("sign"), grant)
    if grant.version.signatures.filter(person=by).exists():
        raise AlreadySigned
    Signature.objects.create(version=grant.version, person=by, signed_at=clock.now())
    emails.tell(emails.SIGNED, grant.passport.staff, occasion=str(grant.pk))
    journal.record("signed a passport", grant.passport, by=by)
    return grant


@journal.action
def note_reading(grant: Grant, *, by: Person) -> Reading:
    """Note that the manager reads what is shown, for the owner to see."""
    grant = _locked_grant(grant)
    require(by, Grant.get_perm("read"), grant)
    reading = Reading.objects.create(grant=grant, person=by, at=clock.now())
    journal.record("read a passport", grant.passport, by=by)
    return reading


@journal.action
def revoke(passport: Passport, *, by: Person) -> Passport:
    """Show it to nobody from now on. The manager finds no page there, and is not written to."""
    require(by, Passport.get_perm("revoke"), passport)
    passport = _locked(passport)
    if not _end(passport, is_taken_back=True):
        raise ShownToNobody
    journal.record("stopped sharing a passport", passport, by=by)
    return passport


@journal.action
def review(passport: Passport, *, by: Person) -> Passport:
    """Say that it still holds: it is looked at again in a year."""
    require(by, Passport.get_perm("review"), passport)
    passport = _locked(passport)
    if not passport.versions.exists():
        raise NothingSigned
    _look_again_in_a_year(passport)
    journal.record("looked at a passport again", passport, by=by)
    return passport


@journal.action
def destroy(passport: Passport, *, by: Person) -> None:
    """Destroy it with every version, signature, grant and reading. Only the journal knows that there was one."""
    require(by, Passport.get_perm("destroy"), passport)
    _destroy(_locked(passport), by=by)


def look_after(*, by: Actor) -> None:
    """Do what falls due: end what is shown no longer, write to owners about it, and destroy what leavers left."""
    today = clock.today()
    good = Grant.objects.good().values("pk")
    for grant in Grant.objects.filter(ended_at=None).exclude(pk__in=good).select_related("passport__staff"):
        _let_end(grant, by=by)
    for passport in Passport.objects.to_remind_of(today):
        _remind(passport, by=by)
    for passport in Passport.objects.of_leavers(today):
        _destroy_of_leaver(passport, by=by)


@journal.action
def _let_end(grant: Grant, *, by: Actor) -> None:
    """End a grant by which nobody can read any more, and let its owner know that there is something to decide."""
    passport = _locked(grant.passport)
    if not Grant.objects.filter(pk=grant.pk, ended_at=None).exists() or grant.is_good:
        return
    _end(passport)
    emails.tell(emails.ENDED, passport.staff, occasion=str(grant.pk))
    journal.record("stopped showing a passport", passport, by=by)


@journal.action
def _remind(passport: Passport, *, by: Actor) -> None:
    """Write to the owner, once for each day that is named, that it is time to look at it again."""
    passport = _locked(passport)
    passport.reminded_of = passport.review_on
    passport.save(update_fields=["reminded_of"])
    emails.tell(emails.REVIEW, passport.staff, occasion=f"{passport.pk} {passport.review_on}")
    journal.record("reminded somebody of a passport", passport, by=by)


@journal.action
def _destroy_of_leaver(passport: Passport, *, by: Actor) -> None:
    _destroy(_locked(passport), by=by)


def _destroy(passport: Passport, *, by: Person | Actor) -> None:
    key = passport.pk
    passport.delete()
    passport.pk = key  # the entry names what is gone
    journal.record("destroyed a passport", passport, by=by)


def _locked(passport: Passport) -> Passport:
    """Return it as it stands, held until the end of the action."""
    found = Passport.objects.select_for_update(of=("self",)).select_related("staff__manager__person")
    return found.get(pk=passport.pk)


def _locked_grant(grant: Grant) -> Grant:
    """Return a grant as it stands, held with its passport, so that it cannot be taken back meanwhile."""
    Passport.objects.select_for_update().get(pk=grant.passport_id)
    found = Grant.objects.select_related("passport__staff__person", "version", "manager__person")
    return found.get(pk=grant.pk)


def _version_of(passport: Passport, agreed: Agreed) -> SignedVersion:
    """Return the last version if it says the same, or else a new one."""
    last = passport.versions.first()
    if last is not None and last.agreed == agreed:
        return last
    number = last.number + 1 if last else 1
    version = SignedVersion(passport=passport, number=number, made_at=clock.now())
    content = SignedVersion.content(agreed, number)
    version.digest = sha256_of(content)
    version.enclose(content)
    version.save(force_insert=True)
    return version


def _end(passport: Passport, *, is_taken_back: bool = False) -> int:
    return passport.grants.filter(ended_at=None).update(ended_at=clock.now(), is_taken_back=is_taken_back)


def _look_again_in_a_year(passport: Passport) -> None:
    passport.review_on = months_after(clock.today(), MONTHS_SHOWN)
    passport.save(update_fields=["review_on"])
