"""What is due is sent at least once, by one sender at a time, and then erased."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from dueregard import post
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.post import leases
from dueregard.post.errors import Refused, TryAgain, Unreachable
from dueregard.post.models import Message
from dueregard.post.outlets import files
from dueregard.post.sending import ATTEMPTS, remove_outlived, send_due, wait_after
from tests import postgres
from tests.post.conftest import ADDRESS, Told, write
from tests.post.test_outbox import in_threads

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    """The clock, held in the test's hand."""

    def __init__(self, at: datetime) -> None:
        self._hold = ExitStack()
        self.stand(at)

    def stand(self, at: datetime) -> None:
        self.let_go()
        self._hold.enter_context(clock.standing_at(at))

    def let_go(self) -> None:
        self._hold.close()

    @property
    def at(self) -> datetime:
        return clock.now()

    def pass_by(self, **time: float) -> None:
        self.stand(self.at + timedelta(**time))


@pytest.fixture
def hand() -> Iterator[Clock]:
    held = Clock(NOON)
    yield held
    held.let_go()


@pytest.mark.django_db
def test_a_sent_message_is_erased(outlet: Told, hand: Clock) -> None:
    write()
    hand.pass_by(seconds=5)
    send_due()
    message = Message.objects.get()
    assert (message.state, message.attempts, message.ended_at) == ("sent", 1, hand.at)
    assert (message.contents, message.reason, message.sender) == (None, "", "")
    assert len(outlet.carried) == 1


@pytest.mark.django_db
def test_a_sent_message_is_not_sent_again(outlet: Told) -> None:
    write()
    send_due()
    send_due()
    assert len(outlet.carried) == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_message_is_on_its_way(outlet: Told) -> None:
    write()
    seen = []
    outlet.meanwhile = lambda: seen.append(connection.in_atomic_block)
    send_due()
    assert seen == [False]


@pytest.mark.django_db
def test_sending_leaves_no_entry_in_the_journal(outlet: Told) -> None:
    write()
    send_due()
    assert outlet.carried
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_message_that_was_refused_for_good_fails_at_once(outlet: Told) -> None:
    write()
    outlet.refusals[ADDRESS] = Refused("The mail server refused the address for good (550).")
    send_due()
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("failed", 1)
    assert message.contents is None
    assert message.reason == "The mail server refused the address for good (550)."


@pytest.mark.django_db
def test_a_message_is_tried_for_about_four_hours_and_then_fails(outlet: Told, hand: Clock) -> None:
    write()
    outlet.refusals[ADDRESS] = TryAgain("The mail server did not take the address (451).")
    waits = []
    for attempt in range(1, ATTEMPTS):
        send_due()
        message = Message.objects.get()
        assert (message.state, message.attempts) == ("waiting", attempt)
        waits.append(message.due_at - hand.at)
        hand.stand(message.due_at - timedelta(seconds=1))
        send_due()
        message.refresh_from_db()
        assert message.attempts == attempt  # not before its time
        hand.pass_by(seconds=1)
    assert waits == [wait_after(attempt) for attempt in range(1, ATTEMPTS)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert timedelta(hours=4) < hand.at - NOON < timedelta(hours=4, minutes=30)
    send_due()
    message = Message.objects.get()
    assert (message.state, message.attempts, message.contents) == ("failed", ATTEMPTS, None)
    assert message.reason == "The mail server did not take the address (451)."


@pytest.mark.django_db
def test_one_that_is_put_off_does_not_hold_up_the_next(outlet: Told) -> None:
    write()
    write("birch@rowan.example")
    outlet.refusals[ADDRESS] = TryAgain("later")
    send_due()
    assert [letter.to for letter in outlet.carried] == ["birch@rowan.example"]


@pytest.mark.django_db
def test_an_outlet_that_takes_nothing_is_asked_once_in_a_round(outlet: Told) -> None:
    for name in "abc":
        write(f"{name}@rowan.example")
        outlet.refusals[f"{name}@rowan.example"] = Unreachable("silent")
    send_due()
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]


@pytest.mark.django_db
def test_nobody_else_takes_a_message_while_it_is_held(hand: Clock) -> None:
    write()
    lease = leases.claim()
    assert lease is not None
    hand.pass_by(seconds=leases.LENGTH.total_seconds())
    assert leases.claim() is None
    hand.pass_by(seconds=1)
    second = leases.claim()
    assert second is not None
    assert (second.message_id, second.attempt) == (lease.message_id, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["mark_sent", "mark_failed", "put_off"])
def test_a_sender_that_comes_back_late_changes_nothing(hand: Clock, note: str) -> None:
    write()
    late = leases.claim()
    hand.pass_by(minutes=10)
    held = leases.claim()
    assert late is not None
    assert held is not None
    before = Message.objects.values().get()
    arguments: dict[str, Any] = {"mark_sent": {}, "mark_failed": {"reason": "x"}}.get(
        note, {"wait": timedelta(), "reason": "x"}
    )
    assert getattr(late, note)(**arguments) is False
    assert Message.objects.values().get() == before
    assert held.mark_sent() is True


@pytest.mark.django_db
def test_what_kills_every_sender_is_given_up(outlet: Told, hand: Clock) -> None:
    write()
    for _ in range(ATTEMPTS):
        assert leases.claim() is not None
        hand.pass_by(minutes=10)
    send_due()
    message = Message.objects.get()
    assert (message.state, message.reason) == ("failed", "Sending it was interrupted again and again.")
    assert not outlet.carried


@pytest.mark.django_db
def test_a_message_whose_key_is_away_waits_for_it(outlet: Told, hand: Clock, settings: Any) -> None:
    write()
    keys = settings.ENVELOPE_KEYS
    settings.ENVELOPE_KEYS = {7: bytes(32)}
    send_due()
    assert Message.objects.get().reason.startswith("It could not be opened")
    settings.ENVELOPE_KEYS = keys
    hand.pass_by(minutes=1)
    send_due()
    assert [letter.to for letter in outlet.carried] == [ADDRESS]


@pytest.mark.django_db
def test_the_longest_waiting_is_told_in_seconds(outlet: Told, hand: Clock) -> None:
    assert post.oldest_waiting() is None
    write()
    hand.pass_by(seconds=40)
    write("birch@rowan.example")
    assert post.oldest_waiting() == 40.0
    lease = leases.claim()
    assert lease is not None
    assert post.oldest_waiting() == 0.0
    lease.put_off(timedelta(seconds=30), "later")
    hand.pass_by(seconds=31)
    assert post.oldest_waiting() == 31.0
    send_due()
    assert post.oldest_waiting() is None


@pytest.mark.django_db
def test_after_ninety_days_message_and_file_are_removed(folder: Path, hand: Clock) -> None:
    old, waiting = write(), write("birch@rowan.example")
    Message.objects.filter(pk=waiting.pk).update(due_at=hand.at + timedelta(days=365))
    send_due()
    (folder / f"{old.pk}.eml.left").touch()
    hand.pass_by(days=50)
    young = write("cedar@rowan.example")
    send_due()
    assert remove_outlived(NOON + timedelta(days=90)) == 0
    assert files.path_of(old.pk).exists()
    assert remove_outlived(NOON + timedelta(days=90, seconds=1)) == 1
    assert set(Message.objects.values_list("pk", flat=True)) == {waiting.pk, young.pk}
    assert [path.name for path in folder.iterdir()] == [f"{young.pk}.eml"]


@pytest.mark.usefixtures("shared_databases")
def test_four_senders_send_two_hundred_messages_once_each(outlet: Told) -> None:
    wanted = [f"person{number}@rowan.example" for number in range(200)]
    for to in wanted:
        write(to)

    def send_all() -> None:
        try:
            while Message.objects.open().exists():
                send_due()
        finally:
            connections.close_all()

    in_threads(send_all, 4)
    assert Counter(letter.to for letter in outlet.carried) == dict.fromkeys(wanted, 1)
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.usefixtures("shared_databases")
def test_no_dump_of_the_database_holds_an_address_or_a_word(folder: Path) -> None:
    write("quillfeather@rowan.example", key="occasion-of-quillfeather", who="Zebedee Quillfeather")
    waiting = raw_dump()
    send_due()
    sent = raw_dump()
    for dump in (waiting, sent):
        assert b"a request came" in dump
        assert not [word for word in (b"uillfeather", b"Zebedee", b"occasion-of", b"rowan") if word in dump]
    assert Message.objects.get().contents is None
    assert b"quillfeather@rowan.example" in next(folder.iterdir()).read_bytes()


def raw_dump() -> bytes:
    """Return everything the main database holds: the octets of its files, or each row of each table as text."""
    if not postgres.IS_ASKED_FOR:
        path = Path(connection.settings_dict["NAME"])
        return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [text for (text,) in cursor.fetchall()]
    hexed = "\n".join(rows)
    binary = Message.objects.exclude(contents=None).values_list("contents", flat=True)
    return hexed.encode() + b"".join(map(bytes, binary))
