"""Every write of joint responses. The actor is a place; what happens at its time has none."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks import keyring, seats
from dueregard.networks.acting import action, note
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.voice.collective import boxes
from dueregard.voice.collective.joint.content import (
    MOST_OCTETS,
    MOST_PARAGRAPHS,
    Content,
    Mark,
    Standing,
    Texts,
    Version,
    paragraphs,
    tally,
)
from dueregard.voice.collective.models import JointResponse

LEAST_DAYS = timedelta(days=2)
"""Members have at least so long to mark a text."""

GOING = (Standing.DRAFT, Standing.MARKING, Standing.MARKED)
WRITABLE = (Standing.DRAFT, Standing.MARKED)


class Refused(Exception):
    """This cannot be done with a joint response now. Nothing was changed."""


class NotNow(Refused):
    """It does not stand where this can be done."""


class ChangedMeanwhile(Refused):
    """Somebody saved another version after this one was read."""


class BegunAlready(Refused):
    """The network writes a response to the same consultation."""


class NothingWritten(Refused):
    """There is no text."""


class TooLong(Refused):
    """The text has too many paragraphs, or is too long; or a mark does not fit on a slip."""


class WrongDay(Refused):
    """The last day to mark is too soon, or not before the consultation closes."""


class AnotherPairOfEyes(Refused):
    """Whoever wrote the last version does not send it alone, unless they are the chair or a deputy."""


@action
def begin(consultation: UUID, texts: Texts, *, token: UUID, by: Place) -> JointResponse:
    """Begin a joint response. The same token again is the same response."""
    require(by, "voice.write-together", by.network)
    network = seats.locked(by.network)
    sent = JointResponse.objects.filter(pk=token, network=network).first()
    if sent is not None:
        return sent
    if any(each.content.consultation == str(consultation) for each in JointResponse.objects.visible_to(by)):
        raise BegunAlready
    _refuse_unless_it_fits(texts)
    joint = JointResponse(id=token, network=network)
    _write(joint, Content(str(consultation), Standing.DRAFT, (_version(1, texts, by),)))
    note("began a joint response", joint)
    return joint


@action
def write(joint: JointResponse, texts: Texts, *, version: int, by: Place) -> JointResponse:
    """Save another version. Where members had marked the text, what came of it is gone: the new text is marked anew."""
    require(by, "voice.change-joint", joint)
    joint, content = _locked(joint, *WRITABLE, version=version)
    _refuse_unless_it_fits(texts)
    if dict(texts) != dict(content.latest.texts):
        versions = content.with_version(_version(version + 1, texts, by))
        _write(joint, Content(content.consultation, Standing.DRAFT, versions))
    note("wrote a joint response", joint)
    return joint


@action
def put_to_members(
    joint: JointResponse, until: date, *, before: date, version: int, by: Place
) -> JointResponse:
    """Let members mark the text until a day, which must lie before the consultation closes."""
    require(by, "voice.change-joint", joint)
    joint, content = _locked(joint, Standing.DRAFT, version=version)
    if not clock.today() + LEAST_DAYS <= until < before:
        raise WrongDay
    boxes.lock()
    box = uuid4()
    boxes.begin(box)
    _write(joint, replace(content, standing=Standing.MARKING, box=str(box), until=until.isoformat()))
    note("put a joint response to members", joint)
    return joint


@action
def take_back(joint: JointResponse, *, by: Place) -> JointResponse:
    """Take the text back before the marks are counted: they are destroyed unread."""
    require(by, "voice.change-joint", joint)
    joint, content = _locked(joint, Standing.MARKING)
    boxes.lock()
    boxes.destroy([UUID(content.box)])
    _write(joint, Content(content.consultation, Standing.DRAFT, content.versions))
    note("took a joint response back", joint)
    return joint


@action
def mark(joint: JointResponse, said: Mark, *, version: int, by: Place) -> None:
    """Mark the text; marked again, the last mark counts."""
    require(by, "voice.mark-joint", joint)
    found = JointResponse.objects.select_for_update(of=("self",)).get(pk=joint.pk)
    content = found.content
    if content.standing != Standing.MARKING or _is_over(content):
        raise NotNow
    if content.latest.number != version:
        raise ChangedMeanwhile
    if said.is_too_long:
        raise TooLong
    numbers = {each.number for each in content.paragraphs}
    boxes.lock()
    boxes.put(UUID(content.box), replace(said, concerns=said.concerns & numbers).written, staff=_staff(by))


@action
def send(joint: JointResponse, *, version: int, by: Place) -> JointResponse:
    """Let a text that is marked go out."""
    require(by, "voice.change-joint", joint)
    joint, content = _locked(joint, Standing.MARKED, version=version)
    if not by.leads and content.latest.voice == by.voice:
        raise AnotherPairOfEyes
    _write(joint, replace(content, standing=Standing.PASSED))
    note("sent a joint response", joint)
    return joint


@action
def drop(joint: JointResponse, *, by: Place) -> None:
    """Drop a joint response that has not gone out; nothing is left of it, nor of its marks."""
    require(by, "voice.change-joint", joint)
    joint, content = _locked(joint, *GOING)
    if content.box:
        boxes.lock()
        boxes.destroy([UUID(content.box)])
    note("dropped a joint response", joint)
    joint.delete()


@action
def count(joint: JointResponse) -> None:
    """Count the marks once their last day is over, and destroy them. It is automatic work."""
    joint, content = _locked(joint, Standing.MARKING)
    if not _is_over(content):
        raise NotNow
    boxes.lock()
    boxes.empty_slips()
    box = UUID(content.box)
    marks = [Mark.read(words) for words in boxes.contents(box)]
    boxes.destroy([box])
    marked = tally(marks, [each.number for each in content.paragraphs])
    _write(joint, replace(content, standing=Standing.MARKED, box="", marked=marked))
    note("counted the marks on a joint response", joint)


@action
def settle(joint: JointResponse, standing: Standing) -> None:
    """Note that it has reached the other database, or came too late for it. It is automatic work."""
    joint, content = _locked(joint, Standing.PASSED)
    _write(joint, replace(content, standing=standing))
    note("a joint response was settled", joint)


@action
def destroy(joint: JointResponse) -> None:
    """Destroy a joint response whose consultation is long over, with its marks if there are any. Automatic work."""
    joint, content = _locked(joint, *Standing)
    if content.box:
        boxes.lock()
        boxes.destroy([UUID(content.box)])
    note("destroyed a joint response", joint)
    joint.delete()


@action
def forget(place: Place) -> None:
    """Forget who wrote, of whoever gets up: their versions stay, as nobody's."""
    require(place, "networks.sit", place.network)
    for joint in JointResponse.objects.select_for_update().filter(network=place.network):
        content = joint.content
        versions = tuple(
            replace(each, voice="", signed="") if each.voice == place.voice else each
            for each in content.versions
        )
        if versions != content.versions:
            _write(joint, replace(content, versions=versions))
            note("somebody who leaves has written nothing", joint)


def standing(*standings: Standing) -> Iterator[JointResponse]:
    """Give the joint responses that stand so, of the networks whose keys are here."""
    for network in Network.objects.order_by("pk"):
        if not keyring.has_keys(network.pk):
            continue
        for joint in JointResponse.objects.filter(network=network).select_related("network").order_by("pk"):
            if joint.content.standing in standings:
                yield joint


def to_be_counted() -> list[JointResponse]:
    """Return those whose last day to be marked is over."""
    return [each for each in standing(Standing.MARKING) if _is_over(each.content)]


def own_mark(joint: JointResponse, *, by: Place) -> Mark | None:
    """Return what this very reader has marked, or nothing."""
    content = joint.content
    if content.standing != Standing.MARKING:
        return None
    written = boxes.said_by(UUID(content.box), staff=_staff(by))
    return None if written is None else Mark.read(written)


def _is_over(content: Content) -> bool:
    return content.last_day is not None and content.last_day < clock.today()


def _version(number: int, texts: Texts, by: Place) -> Version:
    return Version(number, dict(texts), by.signature, by.voice, clock.today().isoformat())


def _refuse_unless_it_fits(texts: Texts) -> None:
    found = paragraphs(texts)
    if not found:
        raise NothingWritten
    if len(found) > MOST_PARAGRAPHS or sum(len(text.encode()) for text in texts.values()) > MOST_OCTETS:
        raise TooLong


def _write(joint: JointResponse, content: Content) -> None:
    joint.enclose(asdict(content))
    joint.save()


def _locked(joint: JointResponse, *standings: Standing, version: int = 0) -> tuple[JointResponse, Content]:
    """Return a joint response as it stands, held until the end of the action; elsewhere or otherwise it is refused."""
    seats.locked(joint.network)
    found = JointResponse.objects.select_for_update(of=("self",)).select_related("network")
    held = found.filter(pk=joint.pk).first()
    if held is None or held.content.standing not in standings:
        raise NotNow
    if version and held.content.latest.number != version:
        raise ChangedMeanwhile
    return held, held.content


def _staff(by: Place) -> UUID:
    return UUID(by.held.staff)
