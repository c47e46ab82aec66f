"""The outlets of an installation that has no mail server."""

import stat
from pathlib import Path
from typing import Any

import pytest

from dueregard.post.models import Message
from dueregard.post.outlets import files
from dueregard.post.sending import send_due
from tests.post.conftest import ADDRESS, write

pytestmark = pytest.mark.django_db


def test_a_letter_becomes_a_file_that_its_owner_alone_reads(folder: Path) -> None:
    message = write()
    send_due()
    (path,) = folder.iterdir()
    assert path.name == f"{message.pk}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    letter = files.read(message.pk)
    assert letter is not None
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "Birch <b>Example</b> asks for leave")
    assert "has asked for leave from Monday" in letter.get_content()


def test_a_letter_that_is_written_twice_is_one_file(folder: Path) -> None:
    message = write()
    letter = message.letter()
    for _ in range(2):
        files.FileOutlet().deliver(letter)
    assert [path.name for path in folder.iterdir()] == [f"{message.pk}.eml"]


@pytest.mark.parametrize("in_the_way", ["of the folder", "of the file"])
def test_a_file_that_cannot_be_written_is_tried_again_and_leaves_nothing_behind(
    folder: Path, in_the_way: str
) -> None:
    path = files.path_of(write().pk)
    if in_the_way == "of the folder":
        folder.write_text("a file where the folder should be")
    else:
        path.mkdir(parents=True)
    send_due()
    message = Message.objects.get()
    assert (message.state, message.reason) == ("waiting", files.NOT_WRITTEN)
    assert set(folder.parent.rglob("*")) <= {folder, path}


def test_a_letter_that_was_never_written_is_not_there(folder: Path) -> None:
    assert files.read(write().pk) is None


def test_the_console_shows_the_words_as_they_are_read(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL = "console"
    message = write(who="Zoë Example")
    send_due()
    shown = capsys.readouterr().out
    assert f"To: {ADDRESS}\n" in shown
    assert "Subject: Zoë Example asks for leave\n" in shown
    assert f"Message-ID: <{message.pk}@localhost>\n" in shown
    assert "Zoë Example has asked for leave from Monday." in shown
    assert Message.objects.get().state == "sent"
