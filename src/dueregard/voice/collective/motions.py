"""What a network means to say to the outside: begun by any member, passed by its chair or by three, then said.

What is said leaves the commons at a tick (`dueregard.voice.ticks`). From the moment a motion passes it holds no voice.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db import models

from dueregard.access import require
from dueregard.networks import seats
from dueregard.networks.acting import action, note
from dueregard.networks.seats import Place
from dueregard.voice.collective.models import Motion

MEMBERS_NEEDED = 3
MOST_OPEN = 40


class Kind(models.TextChoices):
    """What a motion is about."""

    RAISE = "raise", "Raise an issue"
    VERDICT = "verdict", "Say whether it helped"
    SHOW = "show", "Let all staff read it"
    WITHDRAW = "withdraw", "Withdraw it"


class Standing(models.TextChoices):
    """Where a motion stands."""

    OPEN = "open", "Waiting for members to stand behind it"
    PASSED = "passed", "On its way"
    SAID = "said", "Said"


class Refused(Exception):
    """This cannot be done with a motion now. Nothing was changed."""


class NotOpen(Refused):
    """It has passed, so nothing about it can be changed any more."""


class ChangedMeanwhile(Refused):
    """Somebody changed it after it was read."""


class TooMany(Refused):
    """So many motions are open that another would not be read."""


class SaidAlready(Refused):
    """The same is on its way, or waits for members already."""


class SentBefore(Refused):
    """The form was sent before, with other words."""


@dataclass(frozen=True)
class Wording:
    """The words of a motion: which of them there are depends on its kind."""

    about: str = ""
    theme: str = ""
    title: str = ""
    text: str = ""
    wanted: str = ""
    leader: str = ""
    is_shown: bool = False
    verdict: str = ""


@dataclass(frozen=True)
class Moved:
    """A motion as members read it: never who began it, nor who stands behind it, but for the reader's own part."""

    pk: UUID
    kind: Kind
    standing: Standing
    issue: UUID
    wording: Wording
    version: int
    mine: bool = False
    behind_it: bool = False


@action
def move(kind: Kind, wording: Wording, *, issue: UUID, token: UUID, by: Place) -> Motion:
    """Begin a motion. Its beginner stands behind it. The same token again is the same motion."""
    require(by, "voice.move", by.network)
    network = seats.locked(by.network)
    sent = Motion.objects.filter(pk=token, network=network).first()
    if sent is not None:
        if Wording(**sent.inside["wording"]) != wording:
            raise SentBefore
        return sent
    here = list(Motion.objects.visible_to(by))
    if sum(each.inside["standing"] == Standing.OPEN for each in here) >= MOST_OPEN:
        raise TooMany
    if kind != Kind.RAISE and any(_is_same(each, kind, issue) for each in here):
        raise SaidAlready
    motion = Motion(id=token, network=network)
    _write(
        motion,
        {
            "kind": kind,
            "standing": Standing.OPEN,
            "issue": str(issue),
            "wording": asdict(wording),
            "version": 1,
            "beginner": by.voice,
            "behind": [],
        },
    )
    _stand(motion, by)
    note("began a motion", motion)
    return motion


@action
def reword(motion: Motion, wording: Wording, *, version: int, by: Place) -> Motion:
    """Change the words of a motion that is open; whoever stood behind the old words does not stand behind the new."""
    require(by, "voice.change-motion", motion)
    motion = _locked_open(motion)
    if motion.inside["version"] != version:
        raise ChangedMeanwhile
    _write(motion, {**motion.inside, "wording": asdict(wording), "version": version + 1, "behind": []})
    _stand(motion, by)
    note("reworded a motion", motion)
    return motion


@action
def stand_behind(motion: Motion, *, version: int, by: Place) -> Motion:
    """Stand behind a motion, in the words that were read. It passes with the third member, or with the chair."""
    require(by, "voice.stand", motion)
    motion = _locked_open(motion)
    if motion.inside["version"] != version:
        raise ChangedMeanwhile
    _stand(motion, by)
    note("stood behind a motion", motion)
    return motion


@action
def step_back(motion: Motion, *, by: Place) -> Motion:
    """Not stand behind a motion any more."""
    require(by, "voice.stand", motion)
    motion = _locked_open(motion)
    _write(
        motion, {**motion.inside, "behind": [each for each in motion.inside["behind"] if each != by.voice]}
    )
    note("stepped back from a motion", motion)
    return motion


@action
def drop(motion: Motion, *, by: Place) -> None:
    """Drop a motion that is open; nothing is left of it."""
    require(by, "voice.change-motion", motion)
    motion = _locked_open(motion)
    note("dropped a motion", motion)
    motion.delete()


@action
def mark_said(motion: Motion) -> None:
    """Note that what a motion says has reached the other database. It is automatic work."""
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    _write(motion, {**motion.inside, "standing": Standing.SAID})
    note("a motion was said", motion)


@action
def forget(place: Place) -> None:
    """Forget where somebody stood who gets up. What they began stays, as nobody's."""
    require(place, "networks.sit", place.network)
    for motion in Motion.objects.select_for_update().filter(network=place.network):
        inside = motion.inside
        if place.voice in (*inside["behind"], inside["beginner"]):
            left = [each for each in inside["behind"] if each != place.voice]
            beginner = "" if inside["beginner"] == place.voice else inside["beginner"]
            _write(motion, {**inside, "behind": left, "beginner": beginner})
            note("somebody who leaves stands behind nothing", motion)


def passed() -> Iterator[Motion]:
    """Give the motions that have passed and are not said yet."""
    for motion in Motion.objects.select_related("network").order_by("pk"):
        if motion.inside["standing"] == Standing.PASSED:
            yield motion


def seen_by(place: Place) -> list[Moved]:
    """Return the motions of a network as one member reads them, those that are open first, then by title."""
    moved = [as_read(motion, place) for motion in Motion.objects.visible_to(place)]
    order = list(Standing)
    return sorted(moved, key=lambda each: (order.index(each.standing), each.wording.title, str(each.pk)))


def read(motion: Motion) -> Moved:
    """Return what a motion says, to nobody in particular."""
    inside = motion.inside
    return Moved(
        pk=motion.pk,
        kind=Kind(inside["kind"]),
        standing=Standing(inside["standing"]),
        issue=UUID(inside["issue"]),
        wording=Wording(**inside["wording"]),
        version=inside["version"],
    )


def as_read(motion: Motion, place: Place) -> Moved:
    """Return a motion as one member reads it."""
    inside = motion.inside
    mine, behind_it = inside["beginner"] == place.voice, place.voice in inside["behind"]
    return replace(read(motion), mine=mine, behind_it=behind_it)


def raised_by(place: Place) -> set[UUID]:
    """Return the issues that the place's network has raised."""
    return {
        each.issue for each in seen_by(place) if each.kind == Kind.RAISE and each.standing == Standing.SAID
    }


def _is_same(motion: Motion, kind: Kind, issue: UUID) -> bool:
    inside = motion.inside
    return bool(
        inside["kind"] == kind and inside["issue"] == str(issue) and inside["standing"] != Standing.SAID
    )


def _stand(motion: Motion, by: Place) -> None:
    """Stand behind a motion; let it pass, and forget everybody, once a chair, a deputy or three members do."""
    inside = motion.inside
    behind = sorted({*inside["behind"], by.voice})
    if by.leads or len(behind) >= MEMBERS_NEEDED:
        _write(motion, {**inside, "standing": Standing.PASSED, "beginner": "", "behind": []})
    else:
        _write(motion, {**inside, "behind": behind})


def _write(motion: Motion, inside: dict[str, Any]) -> None:
    motion.enclose(inside)
    motion.save()


def _locked_open(motion: Motion) -> Motion:
    """Return a motion as it stands now, held until the end of the action; one that has passed is refused."""
    seats.locked(motion.network)
    found = (
        Motion.objects.select_for_update(of=("self",)).select_related("network").filter(pk=motion.pk).first()
    )
    if found is None or found.inside["standing"] != Standing.OPEN:
        raise NotOpen
    return found
