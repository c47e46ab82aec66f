"""The ground everything stands on: two databases, kills, a journal that tells, backup, leave, sign-in."""

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from dueregard.almanac import clock
from dueregard.journal import chain
from dueregard.journal.models import Entry
from dueregard.people.models import Person, Staff
from tests import postgres
from tests.access import test_role_matrix
from tests.config.house import House, Writers, kill_again_and_again
from tests.config.leave_writers import LeaveWriters, half_done, is_whole, lost, make_colleagues
from tests.databases import ALIASES, addresses, empty_databases
from tests.journal import tampering
from tests.leave import test_races
from tests.repository import test_adding_a_module, test_files, test_models

ROOT = Path(__file__).parents[2]


# 1


@pytest.mark.django_db
def test_1_the_suite_runs_on_sqlite_and_on_postgresql() -> None:
    """`make test` runs everything twice, and this run is on the database that it was asked for."""
    shown = subprocess.run(
        ["make", "-n", "test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"CI": ""},
    ).stdout
    runs = [line for line in shown.splitlines() if "-m pytest" in line]
    assert [line.startswith("DUEREGARD_TEST_DATABASE=postgres ") for line in runs] == [False, True]
    assert runs[1].removeprefix("DUEREGARD_TEST_DATABASE=postgres ") == runs[0]
    wanted = "postgresql" if postgres.IS_ASKED_FOR else "sqlite"
    assert {connections[alias].vendor for alias in ALIASES} == {wanted}


# 2


@pytest.fixture
def house(shared_databases: dict[str, str], tmp_path: Path, settings: Any) -> Iterator[House]:
    """An installation that is served, on databases of its own."""
    settings.VAR = tmp_path
    made = House(tmp_path, shared_databases)
    settings.KEYS_FILE = tmp_path / "keys.json"
    shutil.copy(Path(os.environ["DUEREGARD_VAR"]) / "keys.json", settings.KEYS_FILE)
    yield made
    made.end()


def kill(house: House, *, times: int) -> None:
    """Kill web and worker under six writers, and compare what is left with what was acknowledged."""
    sessions = make_colleagues(6)
    house.start()
    with Writers(LeaveWriters(house, sessions).step) as writers:
        waited = kill_again_and_again(house, writers, times=times, seed=2026)
    house.end()
    print(
        f"{times} kills, {len(writers.acknowledged)} writes acknowledged, {len(lost(writers.acknowledged))} lost, "
        f"{writers.refused} not answered, served again after {max(waited):.1f} s at most"
    )
    assert writers.unforeseen == []
    assert len(writers.acknowledged) > 10 * times
    assert writers.refused > 0, "no kill met a writer"
    assert lost(writers.acknowledged) == []
    assert half_done() == []
    assert is_whole()
    verdict = chain.verify(Entry)
    assert verdict.is_sound, verdict
    assert verdict.entries >= len(writers.acknowledged)


def test_2_nothing_acknowledged_is_lost_when_web_and_worker_are_killed(house: House) -> None:
    kill(house, times=3)


@pytest.mark.prove
def test_2_nothing_acknowledged_is_lost_in_twenty_kills(house: House) -> None:
    kill(house, times=20)


# 3


@pytest.mark.usefixtures("journal_of_twelve")
def test_3_two_hundred_of_two_hundred_changes_are_found() -> None:
    """Each is named by the first entry that is no longer what was written. (Refused changes: tests/journal.)"""
    assert tampering.not_found(changes=200, seed=2026) == []


# 4


def test_4_a_backup_under_load_is_restored_whole(house: House, tmp_path: Path) -> None:
    sessions = make_colleagues(3)
    house.start()
    backup = tmp_path.with_name(f"{tmp_path.name}-backup")
    with Writers(LeaveWriters(house, sessions).step, number=3) as writers:
        while len(writers.acknowledged) < 20:
            assert writers.unforeseen == []
        before = list(writers.acknowledged)
        done = house.command("backup", str(backup))
        during = len(writers.acknowledged) - len(before)
    assert (done.returncode, writers.unforeseen) == (0, []), done.stderr
    assert during > 0, "nobody wrote while the backup was taken"
    house.end()
    place = tmp_path.with_name(f"{tmp_path.name}-elsewhere")
    place.mkdir()
    with empty_databases():
        elsewhere = House(place, addresses())
        without_keys = elsewhere.command("restore", str(backup))
        assert without_keys.returncode == 1
        assert "not those of this backup" in without_keys.stdout
        shutil.copy(house.var / "keys.json", place / "keys.json")
        verified = elsewhere.command("journal", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        # What was under way when the copy was made may be in it or not; what was acknowledged before it is.
        asked_for = [words for words in before if words.startswith("asked")]
        assert lost(asked_for) == []
        assert half_done() == []


# 5


def test_5_eight_requests_at_once_never_take_more_than_five_days(shared_databases: dict[str, str]) -> None:
    """Of five people; what happens without the lock and the constraint is in tests/leave/test_races.py."""
    test_races.nobody_has_more_than_five_days(5)


@pytest.mark.prove
def test_5_eight_requests_at_once_of_two_hundred_people(shared_databases: dict[str, str]) -> None:
    test_races.nobody_has_more_than_five_days(200)


# 6


def test_6_the_sixth_attempt_is_refused_whoever_it_is_and_a_leaver_is_a_stranger_at_once(
    cast: dict[str, Person], settings: Any
) -> None:
    """The journeys in Chromium, with second factor, recovery and OpenID Connect, are in tests/people/accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    known, password = cast["staff"], "a long enough phrase"
    known.set_password(password)
    known.save()
    signed_in = Client()
    assert signed_in.post("/sign-in/", {"login": known.email, "password": password}).status_code == 302
    assert signed_in.get("/you/").status_code == 200

    def answer(email: str, password: str) -> tuple[int, str]:
        response = Client().post("/sign-in/", {"login": email, "password": password})
        token = r'name="csrfmiddlewaretoken" value="[^"]+"'
        return response.status_code, re.sub(token, "", response.content.decode()).replace(email, "(address)")

    for _ in range(5):
        assert answer(known.email, "wrong") == answer("nobody@rowan.example", "wrong")
    refused = answer(known.email, password)
    assert refused == answer("nobody@rowan.example", password)
    assert "too many attempts" in refused[1]
    assert signed_in.get("/you/").status_code == 200
    yesterday = clock.day_of(clock.now()) - timedelta(days=1)
    Staff.objects.filter(person=known).update(ended=yesterday)
    assert signed_in.get("/you/").status_code == 302


# 7


@pytest.fixture
def copied_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of the written specifications, which the tests of the repository read in place of the real ones."""
    (tmp_path / "docs").mkdir()
    for name in ("docs/role-matrix.csv", "docs/privacy.csv", ".env.example"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(test_role_matrix, "MATRIX", tmp_path / "docs/role-matrix.csv")
    monkeypatch.setattr(test_models, "PRIVACY", tmp_path / "docs/privacy.csv")
    monkeypatch.setattr(test_files, "EXAMPLE", tmp_path / ".env.example")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("docs/role-matrix.csv", test_role_matrix.test_the_matrix_lists_every_route_and_every_role),
        ("docs/privacy.csv", test_models.test_every_field_has_a_privacy_decision),
        (".env.example", test_files.test_every_setting_is_read_listed_and_in_the_example_file),
    ],
)
def test_7_a_missing_row_is_found(name: str, check: Any, copied_docs: Path) -> None:
    """Each row in turn is taken out of a copy; the check must fail each time, and pass on the whole."""
    check()
    file = copied_docs / name
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    first = 0 if name == ".env.example" else 1
    rows = [place for place in range(first, len(lines)) if not lines[place].startswith(("#", "\n"))]
    assert len(rows) > 15
    for place in rows:
        file.write_text("".join(lines[:place] + lines[place + 1 :]), encoding="utf-8")
        with pytest.raises(AssertionError):
            check()
    file.write_text("".join(lines), encoding="utf-8")
    assert len(list(csv.reader(lines))) == len(lines)


# 8


@pytest.mark.prove
def test_8_a_room_made_by_following_the_guide_to_the_letter_passes_every_check(tmp_path: Path) -> None:
    """The suite follows the guide too, but for the slow checks: tests/repository/test_adding_a_module.py."""
    copy = test_adding_a_module.copy_of_the_repository(tmp_path)
    steps = list(test_adding_a_module.steps())
    assert "make check" in test_adding_a_module.GUIDE.read_text(encoding="utf-8")
    for step in steps:
        step.apply(copy)
