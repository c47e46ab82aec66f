"""Every write of charters."""

from dataclasses import dataclass
from datetime import date

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.policies.charters.kinds import Kind, may_follow, renewal
from dueregard.policies.charters.models import Charter, Correction, Standing
from dueregard.policies.charters.rules import keeps_charters
from dueregard.records.models import Evidence


class NotNow(Exception):
    """It is not in a state in which this can be done. The tree: the refusals of this module."""


class AddedAlready(NotNow):
    """The body has this charter already."""


class NotAKeeper(NotNow):
    """The owner would be somebody who does not keep charters."""


class LevelSkipped(NotNow):
    """The level does not follow the one before."""


class WrongDay(NotNow):
    """It would begin in the future, or not after what is recorded already."""


class WrongRenewal(NotNow):
    """The day of its renewal is missing, not after it begins, or another than the charter's own."""


class NotInIt(NotNow):
    """The body is not in this charter, so that it cannot leave it."""


class NotTheNewest(NotNow):
    """Something was recorded after it, or it was corrected already: only the newest can be corrected."""


@dataclass(frozen=True)
class Basis:
    """What a standing rests on: evidence, words, or both."""

    evidence: Evidence | None
    says: str


@journal.action
def add(kind: Kind, *, owner: Person, by: Person) -> Charter:
    """Add a charter, with who looks after it."""
    require(by, Charter.get_perm("add"))
    if not keeps_charters(owner):
        raise NotAKeeper
    charter, is_new = Charter.objects.get_or_create(code=kind.code, defaults={"owner": owner})
    if not is_new:
        raise AddedAlready
    journal.record("added a charter", charter, by=by)
    return charter


@journal.action
def hand_over(charter: Charter, *, to: Person, by: Person) -> Charter:
    """Give a charter another owner."""
    require(by, Charter.get_perm("keep"), charter)
    charter = _locked(charter)
    if not keeps_charters(to):
        raise NotAKeeper
    charter.owner = to
    charter.save(update_fields=["owner"])
    journal.record("handed over a charter", charter, by=by, to=str(to.pk))
    return charter


@journal.action
def record_level(
    charter: Charter, *, level: int, since: date, renew_on: date | None, basis: Basis, by: Person
) -> Standing:
    """Record a level, or that it was renewed. Without `renew_on` it is the day that the charter itself fixes.

    Raises
    ------
    NotNow
        When the level or a day does not fit; its kinds say why.
    """
    require(by, Charter.get_perm("keep"), charter)
    charter = _locked(charter)
    newest = _newest(charter)
    if not may_follow(charter.kind, newest.level if newest else 0, level):
        raise LevelSkipped
    _refuse_unless_next(since, newest)
    fixed = renewal(charter.kind, since)
    until = renew_on or fixed
    if until is None or until <= since or until != (fixed or until):
        raise WrongRenewal
    standing = Standing.objects.create(
        charter=charter,
        level=level,
        since=since,
        renew_on=until,
        evidence=basis.evidence,
        says=basis.says,
        recorded_by=by,
    )
    journal.record("recorded a level of a charter", standing, by=by, level=level, since=since.isoformat())
    return standing


@journal.action
def leave(charter: Charter, *, since: date, says: str, by: Person) -> Standing:
    """Record that the body left a charter on a day, and why. A level can follow, from the first on."""
    require(by, Charter.get_perm("keep"), charter)
    charter = _locked(charter)
    newest = _newest(charter)
    if newest is None or not newest.level:
        raise NotInIt
    _refuse_unless_next(since, newest)
    standing = Standing.objects.create(charter=charter, level=0, since=since, says=says, recorded_by=by)
    journal.record("left a charter", standing, by=by, since=since.isoformat())
    return standing


@journal.action
def correct(standing: Standing, *, why: str, by: Person) -> Correction:
    """Say that the newest standing was recorded in error; the one before it counts again."""
    require(by, Charter.get_perm("keep"), standing.charter)
    newest = _newest(_locked(standing.charter))
    if newest is None or newest.pk != standing.pk:
        raise NotTheNewest
    correction = Correction.objects.create(standing=standing, why=why, by=by)
    journal.record("corrected a charter", standing, by=by)
    return correction


def _locked(charter: Charter) -> Charter:
    return Charter.objects.select_for_update().get(pk=charter.pk)


def _newest(charter: Charter) -> Standing | None:
    return charter.standings.uncorrected().first()


def _refuse_unless_next(since: date, newest: Standing | None) -> None:
    if since > clock.today() or (newest is not None and since <= newest.since):
        raise WrongDay
