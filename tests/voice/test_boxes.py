"""Boxes and slips: what is put in is counted once, and written so that nothing tells who put it in, or where."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from dueregard.access.envelopes import CannotOpen
from dueregard.networks import keyring
from dueregard.networks.acting import action
from dueregard.voice.collective import boxes, rotation
from dueregard.voice.collective.inside import Inside, Said
from dueregard.voice.collective.models import Box, Slip

ONE, OTHER = UUID(int=1), UUID(int=2)
ANNA, BEN = UUID(int=11), UUID(int=12)


@contextmanager
def kept_keys() -> Iterator[None]:
    before = Path(settings.KEYS_FILE).read_text(encoding="utf-8")
    try:
        yield
    finally:
        Path(settings.KEYS_FILE).write_text(before, encoding="utf-8")


@action
def put(about: UUID, staff: UUID, words: str = "") -> None:
    boxes.lock()
    boxes.put(about, words, staff=staff)


@action
def take_back(about: UUID, staff: UUID) -> None:
    boxes.lock()
    boxes.take_back(about, staff=staff)


@action
def empty_slips() -> None:
    boxes.lock()
    boxes.empty_slips()


@action
def destroy(*about: UUID) -> None:
    boxes.lock()
    boxes.destroy(about)


def counts() -> dict[UUID, int]:
    return {box.pk: len(box.holds.said) for box in Box.objects.all()}


@pytest.fixture
def two(db: Any) -> None:
    @action
    def begin() -> None:
        boxes.begin(ONE)
        boxes.begin(OTHER)

    begin()


@pytest.mark.usefixtures("two")
def test_a_double_press_counts_once_and_what_is_taken_back_does_not_count() -> None:
    put(ONE, ANNA)
    put(ONE, ANNA)
    put(ONE, BEN)
    put(OTHER, BEN)
    assert boxes.said_by(ONE, staff=ANNA) == ""
    take_back(ONE, BEN)
    assert boxes.said_by(ONE, staff=BEN) is None
    empty_slips()
    assert counts() == {ONE: 1, OTHER: 1}
    take_back(OTHER, BEN)
    take_back(OTHER, ANNA)  # who put nothing in takes nothing back
    empty_slips()
    assert counts() == {ONE: 1, OTHER: 0}


@pytest.mark.usefixtures("two")
def test_many_acts_in_any_order_are_what_a_plain_table_would_hold() -> None:
    drawn = random.Random(5)
    plain: dict[UUID, dict[UUID, str]] = {ONE: {}, OTHER: {}}
    people = [UUID(int=100 + number) for number in range(40)]
    for _ in range(150):
        about, staff = drawn.choice([ONE, OTHER]), drawn.choice(people)
        if drawn.random() < 0.7:
            words = drawn.choice(["", "yes", "no"])
            plain[about][staff] = words
            put(about, staff, words)
        else:
            plain[about].pop(staff, None)
            take_back(about, staff)
        if drawn.random() < 0.05:
            empty_slips()
    for staff in people:
        assert boxes.said_by(ONE, staff=staff) == plain[ONE].get(staff)
    empty_slips()
    assert {about: sorted(boxes.contents(about)) for about in plain} == {
        about: sorted(said.values()) for about, said in plain.items()
    }


@pytest.mark.usefixtures("two")
def test_a_full_lot_is_emptied_and_nothing_is_lost() -> None:
    for number in range(boxes.LOT + 5):
        put(ONE, UUID(int=500 + number))
    assert Slip.objects.count() == boxes.LOT
    assert boxes.how_many_wait() == 5
    empty_slips()
    assert counts()[ONE] == boxes.LOT + 5


@pytest.mark.usefixtures("two")
def test_every_act_writes_every_slip_and_no_box() -> None:
    def slips() -> dict[UUID, bytes]:
        return {slip.pk: bytes(slip.contents) for slip in Slip.objects.all()}

    def contents() -> dict[UUID, bytes]:
        return {box.pk: bytes(box.contents) for box in Box.objects.all()}

    before, in_boxes = slips(), contents()
    put(ONE, ANNA)
    after = slips()
    assert not before.keys() & after.keys()
    assert {len(each) for each in (*before.values(), *after.values())} == {len(next(iter(before.values())))}
    assert contents() == in_boxes
    empty_slips()
    assert all(contents()[about] != in_boxes[about] for about in (ONE, OTHER))


@pytest.mark.usefixtures("two")
def test_slips_lie_in_no_order_of_acts() -> None:
    for number in range(12):
        put(ONE, UUID(int=700 + number))
    mark = next(box for box in Box.objects.filter(pk=ONE)).holds.mark
    wanted = [mark(UUID(int=700 + number)) for number in range(12)]
    rows = list(Slip.objects.raw("SELECT * FROM collective_slip"))  # as they lie there
    found = {row.says.mark: place for place, row in enumerate(rows) if row.says}
    places = [found[each] for each in wanted]
    assert places != sorted(places)


@pytest.mark.usefixtures("two")
def test_a_person_has_another_mark_in_each_box_and_none_once_it_is_destroyed() -> None:
    put(ONE, ANNA)
    put(OTHER, ANNA)
    empty_slips()
    marks = [set(box.holds.said) for box in Box.objects.all()]
    assert len(marks[0] | marks[1]) == 2
    destroy(ONE)
    assert list(counts()) == [OTHER]
    with pytest.raises(boxes.NoSuchBox):
        put(ONE, ANNA)


@pytest.mark.usefixtures("two")
def test_what_waits_for_a_box_that_is_over_is_forgotten() -> None:
    put(ONE, ANNA)
    destroy(ONE)
    empty_slips()
    assert boxes.how_many_wait() == 0
    assert counts() == {OTHER: 0}


@pytest.mark.usefixtures("two")
def test_a_box_is_shown_in_bands_from_ten_and_as_it_was_last_counted() -> None:
    @action
    def count() -> None:
        boxes.lock()
        boxes.empty_slips()
        boxes.count()

    for number in range(9):
        put(ONE, UUID(int=900 + number))
    count()
    assert boxes.shown() == {ONE: "", OTHER: ""}
    put(ONE, UUID(int=909))
    empty_slips()
    assert boxes.shown()[ONE] == ""  # no press of a button moves the band
    count()
    assert boxes.shown() == {ONE: "10-24", OTHER: ""}
    take_back(ONE, UUID(int=909))
    count()
    assert boxes.shown()[ONE] == ""


@pytest.mark.usefixtures("two")
def test_what_does_not_fit_a_slip_is_refused_and_nothing_is_written() -> None:
    before = {bytes(slip.contents) for slip in Slip.objects.all()}
    with pytest.raises(ValueError, match="do not fit"):
        put(ONE, ANNA, "x" * 1_024)
    assert {bytes(slip.contents) for slip in Slip.objects.all()} == before


@pytest.mark.usefixtures("two")
def test_a_change_of_keys_loses_nothing_and_the_old_key_opens_nothing() -> None:
    with kept_keys():
        put(ONE, ANNA)
        old = keyring.ring(keyring.VOICE)
        number = rotation.rotate(grace=0)
        assert list(keyring.ring(keyring.VOICE).keys) == [number]
        assert number == max(old.keys) + 1
        assert boxes.said_by(ONE, staff=ANNA) == ""
        for row in (*Box.objects.all(), *Slip.objects.all()):
            with pytest.raises(CannotOpen):
                old.open_(bytes(row.contents), about=row._about)


@pytest.mark.usefixtures("two")
def test_without_the_keys_nothing_is_put_in() -> None:
    with kept_keys():
        kept = json.loads(Path(settings.KEYS_FILE).read_text(encoding="utf-8"))
        del kept["voice"]
        Path(settings.KEYS_FILE).write_text(json.dumps(kept), encoding="utf-8")
        with pytest.raises(keyring.KeysMissing):
            put(ONE, ANNA)


def test_the_mark_of_a_person_says_nothing_without_the_secret() -> None:
    one, other = Inside.new(), Inside.new()
    assert one.mark(ANNA) == one.mark(ANNA) != one.mark(BEN)
    assert one.mark(ANNA) != other.mark(ANNA)
    assert one.with_slip(Said(ONE, one.mark(ANNA), "")).with_slip(Said(ONE, one.mark(ANNA), None)) == one
