"""Whoever steals a backup, without the keys: learns nobody's network, and cannot tell two worlds apart by it."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from dueregard.access import keysfile
from dueregard.almanac import clock
from dueregard.config.backups import backup, restore
from dueregard.networks import seats
from dueregard.people.models import Person, Team
from tests.databases import empty_databases
from tests.networks.members import NOW
from tests.networks.scenes import HANDLES, Scene, make_scene
from tests.networks.two_worlds import Seen, differing, in_clear_of_all, let_ticks_run, same_ids

Cast = dict[str, Person]
CODE = re.compile(rb'"code": "[0-9a-f]{64}"')
"""What the head of a chain ends with: a code under a key, over digests of what is closed."""


@pytest.fixture
def scene(shared_databases: Any, team: Team, cast: Cast, tmp_path: Path, settings: Any) -> Any:
    """Give the scene of two worlds in an installation of its own, with a keys file beside its databases."""
    settings.VAR = tmp_path / "var"
    settings.KEYS_FILE = settings.VAR / "keys.json"
    settings.VAR.mkdir()
    keysfile.begin(settings.KEYS_FILE, {"signing": keysfile.new_key(), "voice": {"1": keysfile.new_key()}})
    with clock.standing_at(NOW):
        yield make_scene("Kaleidoscope", cast, team)


def quiet(words: str) -> None:
    """Say nothing."""


def octets_of(copy: Path) -> bytes:
    """Return a copy of a database as octets to search, small letters; a dump is unpacked first."""
    if copy.suffix == ".dump":
        done = subprocess.run(["pg_restore", "--file=-", str(copy)], capture_output=True, check=True)
        return done.stdout.lower()
    return copy.read_bytes().lower()


def spellings(key: UUID) -> list[bytes]:
    """Return every way in which a key may be written."""
    return [key.hex.encode(), str(key).encode(), key.bytes.lower()]


def names_of(person: Person) -> list[bytes]:
    words = [person.name, person.email, person.staff.number, *person.name.split()]
    return [*(word.lower().encode() for word in words), *spellings(person.pk), *spellings(person.staff.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_backup_names_no_member_and_holds_no_key(scene: Scene, tmp_path: Path, settings: Any) -> None:
    scene.all_states(scene.these)
    folder = tmp_path / "backup"
    backup.backup(folder, say=quiet)
    (main,) = folder.glob("databases/main.*")
    (commons,) = folder.glob("databases/commons.*")
    beside = b"\n".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and path not in {main, commons}
    )
    beside = beside.lower()
    people = [*scene.these.values(), *scene.others.values()]
    network = scene.network
    places = [place for each in people if (place := seats.find(each, network)) is not None]
    assert len(places) == 3  # joined, is chair, wrote
    about = [network.name.lower().encode(), network.code.encode(), *spellings(network.pk)]
    about += [handle.lower().encode() for handle in HANDLES.values()]
    about += [word.encode() for place in places for word in (place.voice, *place.tags)]
    in_main, in_commons = octets_of(main), octets_of(commons)
    assert [word for person in people for word in names_of(person) if word in in_commons] == []
    assert [word for word in about if word in in_main] == []
    # Beside the databases there is nothing of either, so nothing that joins them.
    assert [word for person in people for word in names_of(person) if word in beside] == []
    assert [word for word in about if word in beside] == []
    # The same search finds what is there, so that it is no search for nothing.
    assert network.name.lower().encode() in in_commons
    assert places[0].voice.encode() in in_commons
    assert scene.these["joined"].email.encode() in in_main
    keys = json.loads(settings.KEYS_FILE.read_text())["networks"]
    secrets = [key.lower().encode() for each in keys.values() for key in each.values()]
    assert len(secrets) == 2
    assert not list(folder.rglob("*keys*"))
    assert [key for key in secrets if key in in_main or key in in_commons or key in beside] == []


@pytest.mark.django_db(transaction=True)
def test_backups_of_two_worlds_do_not_differ(scene: Scene, tmp_path: Path, settings: Any) -> None:
    begun = tmp_path / "begun"
    backup.backup(begun, say=quiet)
    keys = settings.KEYS_FILE.read_bytes()
    one, other = (
        backup_of_a_world(name, begun, keys, scene, who, tmp_path, settings)
        for name, who in (("one", scene.these), ("other", scene.others))
    )
    assert differing(one, other) == []
    assert len(one) > 60
    assert b"octets" in one["commons: networks_post"]


def backup_of_a_world(
    name: str, begun: Path, keys: bytes, scene: Scene, who: dict[str, Person], tmp_path: Path, settings: Any
) -> Seen:
    """Begin again from a backup, let five people act, and return what a backup of that tells without the keys."""
    place = tmp_path / name
    place.mkdir()
    settings.VAR = place
    settings.KEYS_FILE = tmp_path / f"{name}.keys.json"
    settings.KEYS_FILE.write_bytes(keys)
    settings.KEYS_FILE.chmod(0o600)
    folder = tmp_path / f"backup of {name}"
    with empty_databases():
        assert restore.restore(begun, say=quiet) == 0
        with same_ids() as begin_again:
            scene.all_states(who)
            let_ticks_run(begin_again)
        backup.backup(folder, say=quiet)
    with empty_databases():
        settings.VAR = tmp_path / f"{name} again"
        settings.VAR.mkdir()
        assert restore.restore(folder, say=quiet) == 0
        tables = in_clear_of_all()
        vendor = connections["commons"].vendor
    told = {
        key: json.dumps(value).encode()
        for key, value in json.loads((folder / "manifest.json").read_text()).items()
    }
    told.pop("files")  # digests of files, of which what is closed has another each time
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            at = str(path.relative_to(folder))
            is_copy = path.parent.name == "databases"
            # A packed dump of what is random has no fixed length: there the length of each value is compared alone.
            told[f"size of {at}"] = (
                b"" if is_copy and vendor == "postgresql" else str(path.stat().st_size).encode()
            )
            if path.parent.parent.name == "files" or path.parent.name == "files":
                told[f"contents of {at}"] = CODE.sub(b"(a code under a key)", path.read_bytes())
    shutil.rmtree(folder)
    return tables | told
