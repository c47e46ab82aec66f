"""A message is put in the outbox together with its cause, once, and closed."""

import threading
from typing import Any

import pytest
from django.db import connections, transaction

from dueregard import journal, post
from dueregard.access.envelopes import CannotOpen
from dueregard.journal.models import Entry
from dueregard.people.models import Directorate, Person
from dueregard.post import checks
from dueregard.post.models import Message
from dueregard.post.sending import send_due
from tests.post.conftest import ADDRESS, VALUES, Told, write


@journal.action
def found(name: str, *, by: Person, fails: bool = False) -> Directorate:
    """Found a directorate, an action as any app has them, and write about it."""
    made = Directorate.objects.create(name=name)
    post.send("a request came", to=ADDRESS, key=f"{name} founded", **VALUES)
    journal.record("founded a directorate", made, by=by)
    if fails:
        raise ValueError("a guard that comes late")
    return made


@pytest.mark.django_db
def test_a_message_goes_out_with_its_cause(analyst: Person, outlet: Told) -> None:
    found("Research", by=analyst)
    send_due()
    (letter,) = outlet.carried
    assert (letter.to, letter.subject) == (ADDRESS, "Birch <b>Example</b> asks for leave")
    assert letter.text == (
        "Birch <b>Example</b> has asked for leave from Monday.\nRead it at https://due-regard.example/leave/\n"
    )
    assert [entry.deed for entry in Entry.objects.order_by("number")][-1] == "founded a directorate"


@pytest.mark.django_db
def test_an_action_that_fails_later_sends_nothing(analyst: Person, outlet: Told) -> None:
    with pytest.raises(ValueError, match="late"):
        found("Research", by=analyst, fails=True)
    send_due()
    assert not outlet.carried
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_same_occasion_and_address_are_one_message(outlet: Told) -> None:
    first = write(key="leave 1 asked for")
    again = write(ADDRESS.upper(), key="leave 1 asked for", day="Tuesday")
    assert again.pk == first.pk
    send_due()
    assert write(key="leave 1 asked for").pk == first.pk
    send_due()
    assert ["Monday" in letter.text for letter in outlet.carried] == [True]


@pytest.mark.django_db
def test_another_occasion_or_another_address_is_another_message() -> None:
    write(key="leave 1 asked for")
    write(key="leave 2 asked for")
    write("birch@rowan.example", key="leave 1 asked for")
    assert Message.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        post.send("a request came", to=ADDRESS, key="leave 1 asked for", **VALUES)
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@rowan.example, b@rowan.example",
        "Ash <ash@rowan.example>",
        "ash@rowan.example\nBcc: all@rowan.example",
        "ash@rowan.example\r\n",
        None,
    ],
)
def test_what_is_not_one_address_is_refused(to: Any) -> None:
    with pytest.raises(post.NotAnAddress, match=r"name@example\.org"), transaction.atomic():
        post.send("a request came", to=to, key="leave 1 asked for", **VALUES)
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["Ash\nBcc: all@rowan.example", "Ash\rX", "Ash\x00", "Ash\u2028X", "Ash\x85X"]
)
def test_a_subject_with_a_line_break_is_refused(who: str) -> None:
    with pytest.raises(post.UnfitMessage, match="one line"):
        write(who=who)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_long_subject_is_cut_and_a_long_text_is_refused() -> None:
    assert len(write(who="A" * 300).letter().subject) == 200
    with pytest.raises(post.UnfitMessage, match="too long"):
        write(day="x" * 70_000)


@pytest.mark.django_db
def test_slips_of_ours_are_refused() -> None:
    with pytest.raises(ValueError, match="No kind of message"):
        write(kind="leave taken")
    with pytest.raises(ValueError, match="needs a key"), transaction.atomic():
        post.send("a request came", to=ADDRESS, key="", **VALUES)
    post.kind("a request was agreed", subject="Agreed", template="post_tests/asked.txt")
    write(key="leave 1")
    with pytest.raises(ValueError, match="Put the kind into the key"):
        write(key="leave 1", kind="a request was agreed")
    with pytest.raises(ValueError, match="another kind"):
        post.kind("a request was agreed", subject="Granted", template="post_tests/asked.txt")
    with pytest.raises(ValueError, match="cannot be the name"):
        post.kind("private", subject="x", template="post_tests/asked.txt")


@pytest.mark.django_db
def test_a_private_kind_says_nothing_and_is_kept_under_the_common_name() -> None:
    post.kind("a voice was heard", subject="Heard", template="no/such/template.txt", private=True)
    network, voice = write(kind="a network wrote"), write(kind="a voice was heard")
    assert {network.kind, voice.kind} == {"private"}
    letters = [network.letter(), voice.letter()]
    assert {letter.subject for letter in letters} == {"You have updates in Due Regard"}
    assert len({letter.text for letter in letters}) == 1
    assert "https://due-regard.example/\n" in letters[0].text
    for value in VALUES.values():
        assert value not in letters[0].text


@pytest.mark.django_db
def test_two_private_kinds_may_have_the_same_key() -> None:
    post.kind("a voice was heard", subject="Heard", template="post_tests/asked.txt", private=True)
    assert write(kind="a network wrote", key="case 1").pk != write(kind="a voice was heard", key="case 1").pk


@pytest.mark.django_db
def test_messages_are_stored_closed_and_as_long_as_one_another() -> None:
    short, long = write(day="Monday"), write("l@rowan.example", day="Monday" * 300)
    assert len(short.contents or b"") == len(long.contents or b"") > 4096
    for message in (short, long):
        kept = bytes(Message.objects.get(pk=message.pk).contents or b"")
        assert b"rowan" not in kept
        assert b"Monday" not in kept


@pytest.mark.django_db
def test_contents_do_not_open_on_another_message() -> None:
    one, other = write(), write()
    one.contents = other.contents
    with pytest.raises(CannotOpen):
        one.letter()


@pytest.mark.django_db
def test_administrators_alone_see_messages(cast: dict[str, Person]) -> None:
    write(cast["staff"].email)
    seen = {who for who, person in cast.items() if Message.objects.visible_to(person).exists()}
    assert seen == {"administrator"}


@pytest.mark.usefixtures("shared_databases")
def test_two_actions_that_race_send_one_message() -> None:
    together = threading.Barrier(4)
    written = []

    def act() -> None:
        try:
            together.wait()
            written.append(write(key="leave 1 asked for").pk)
        finally:
            connections.close_all()

    in_threads(act, 4)
    assert Message.objects.count() == 1
    assert set(written) == {Message.objects.get().pk}
    assert len(written) == 4


@pytest.mark.usefixtures("shared_databases")
def test_of_two_actions_that_race_the_second_sends_what_the_first_took_back() -> None:
    has_written, second = threading.Event(), []

    def act_second() -> None:
        has_written.wait(10)
        try:
            second.append(write(key="leave 1 asked for").pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=act_second)
    thread.start()
    with transaction.atomic():
        first = post.send("a request came", to=ADDRESS, key="leave 1 asked for", **VALUES).pk
        has_written.set()
        thread.join(0.3)  # it waits for us, and whether it does already makes no difference to the end
        transaction.set_rollback(True)
    thread.join()
    assert [message.pk for message in Message.objects.all()] == second
    assert second != [first]


def in_threads(work: Any, number: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_kind_without_a_template_stops_the_start() -> None:
    assert checks.check_kinds(None) == []
    post.kind("a request was agreed", subject="Agreed", template="leave/mail/no-such.txt")
    (error,) = checks.check_kinds(None)
    assert error.id == "post.E001"
    assert "leave/mail/no-such.txt of “a request was agreed” messages" in error.msg
