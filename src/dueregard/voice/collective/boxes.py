"""Boxes and slips: put in, taken back, emptied and counted so that nobody can tell who said what.

The slips are always `LOT` rows, most of them empty. Whoever puts something in, or takes it back, writes all of them
anew in random order in one transaction; when the lot is full it is emptied first. Emptying writes every box anew, in
random order, and every slip empty. Neither the order of rows, nor their number, their lengths or the transaction that
wrote them says what changed. The functions here are called in an action of the commons, which holds `lock`.

Source: the experiment of detached ballots with PostgreSQL's `xmin` that `docs/adr/0018-slips-and-boxes.md` tells of.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from uuid import UUID

from django.db import connections

from dueregard.almanac import bands
from dueregard.networks.acting import COMMONS, note
from dueregard.voice.collective.inside import MARK_OCTETS, Inside, Said
from dueregard.voice.collective.models import Box, Slip

LOT = 32
LOCK = 0xB0CE5


class NoSuchBox(LookupError):
    """Nothing is collected about this: it has not begun, or it is over."""


def lock() -> None:
    """Let one action at a time write slips and boxes, until its transaction ends."""
    connection = connections[COMMONS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    # On SQLite the transaction itself lets one writer in.


def begin(about: UUID) -> None:
    """Open a box about something, unless there is one; with the first one the empty slips are laid out."""
    if not Slip.objects.exists():
        _write_slips(())
    if not Box.objects.filter(pk=about).exists():
        _write_boxes({**_all_boxes(), about: Inside.new()})


def put(about: UUID, words: str, *, staff: UUID) -> None:
    """Put in what somebody says about something; said again, the last one counts.

    Raises
    ------
    NoSuchBox
        When nothing is collected about it.
    """
    _park(Said(about, _open(about).mark(staff), words))


def put_apart(who: UUID, what: UUID, words: str, *, staff: UUID) -> None:
    """Put in once that somebody has said something, and in another box what they said, under a mark of chance.

    Nothing joins the two, not for those who hold the keys either. Of somebody who has said something before nothing
    more is put in; the slips are written anew all the same, so that it looks the same from outside
    (docs/adr/0020-survey-answers-apart.md).

    Raises
    ------
    NoSuchBox
        When one of the two is not there.
    """
    said, _ = _open(who), _open(what)
    if said_by(who, staff=staff) is None:
        _park(Said(who, said.mark(staff), ""), Said(what, secrets.token_hex(MARK_OCTETS), words))
    else:
        _write_slips(_waiting())


def put_together(about: UUID, words: Mapping[UUID, str]) -> None:
    """Put in what many people say at once, by their employments, straight into the box: of use where nobody watches."""
    holds = _open(about)
    for staff, said in words.items():
        holds = holds.with_slip(Said(about, holds.mark(staff), said))
    _write_boxes({**_all_boxes(), about: holds})


def take_back(about: UUID, *, staff: UUID) -> None:
    """Take back what somebody said, whether or not they said anything."""
    _park(Said(about, _open(about).mark(staff), None))


def take_back_together(about: UUID, staff: Iterable[UUID]) -> None:
    """Take out at once what was put in by several marks, straight from the box: of use once it has been heard."""
    holds = _open(about)
    for each in staff:
        holds = holds.with_slip(Said(about, holds.mark(each), None))
    _write_boxes({**_all_boxes(), about: holds})


def begun() -> set[UUID]:
    """Return about what there is a box."""
    return set(Box.objects.values_list("pk", flat=True))


def said_by(about: UUID, *, staff: UUID) -> str | None:
    """Return what this person said about it, for their own eyes, or nothing."""
    holds = _open(about)
    mark = holds.mark(staff)
    for slip in _waiting():
        if (slip.box, slip.mark) == (about, mark):
            return slip.words
    return holds.said.get(mark)


def empty_slips() -> None:
    """Empty the slips into the boxes, and write every slip and every box anew, whether or not anything waits."""
    boxes = _all_boxes()
    for slip in _waiting():
        if slip.box in boxes:  # what was said about something that is over since is forgotten
            boxes[slip.box] = boxes[slip.box].with_slip(slip)
    _write_boxes(boxes)
    _write_slips(())


def how_many_wait() -> int:
    """Return how many slips are not empty."""
    return len(_waiting())


def contents(about: UUID) -> list[str]:
    """Return what is in a box, in an order that says nothing and without the marks. Slips that wait are not in it."""
    words = list(_open(about).said.values())
    secrets.SystemRandom().shuffle(words)
    return words


def count() -> None:
    """Count every box: its band stays as it is until the next count, whatever is put in or taken back meanwhile."""
    _write_boxes(
        {about: replace(holds, band=band_of(len(holds.said))) for about, holds in _all_boxes().items()}
    )


def band_of(number: int) -> str:
    """Return the band of a number of people; nothing below ten, where it would point at the first of them."""
    band = bands.band(number)
    return "" if band == bands.FIRST_BAND else band


def shown() -> dict[UUID, str]:
    """Return the band of each box as it was last counted."""
    return {about: holds.band for about, holds in _all_boxes().items()}


def destroy(about: Iterable[UUID]) -> None:
    """Destroy some boxes, with all that is in them."""
    over = set(about)
    _write_boxes({each: holds for each, holds in _all_boxes().items() if each not in over})


def _open(about: UUID) -> Inside:
    box = Box.objects.filter(pk=about).first()
    if box is None:
        raise NoSuchBox("Nothing is collected about this: it has not begun, or it is over.")
    return box.holds


def _waiting() -> list[Said]:
    return [says for slip in Slip.objects.all() if (says := slip.says) is not None]


def _park(*slips: Said) -> None:
    """Let slips wait in place of earlier ones by the same marks, and write the whole lot anew."""
    anew = {(each.box, each.mark) for each in slips}
    others = [each for each in _waiting() if (each.box, each.mark) not in anew]
    if len(others) + len(slips) > LOT:
        empty_slips()
        others = []
    _write_slips([*others, *slips])


def _write_slips(waiting: Iterable[Said]) -> None:
    plain = [slip.plain() for slip in waiting]
    rows = [Slip() for _ in range(LOT)]
    for number, row in enumerate(rows):
        row.enclose(plain[number] if number < len(plain) else {})
    secrets.SystemRandom().shuffle(rows)
    Slip.objects.all().delete()
    Slip.objects.bulk_create(rows)
    note("slips were written anew", *rows)


def _all_boxes() -> dict[UUID, Inside]:
    return {box.pk: box.holds for box in Box.objects.all()}


def _write_boxes(boxes: dict[UUID, Inside]) -> None:
    rows = []
    for about, holds in boxes.items():
        row = Box(id=about)
        row.enclose({**asdict(holds), "said": dict(sorted(holds.said.items()))})
        rows.append(row)
    secrets.SystemRandom().shuffle(rows)
    Box.objects.all().delete()
    Box.objects.bulk_create(rows)
    note("boxes were written anew", *rows)
