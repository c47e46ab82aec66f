"""`dueregard restore DIR`."""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections

from dueregard.config.backups import copying, manifest
from dueregard.config.backups.errors import CannotCopy
from dueregard.config.backups.manifest import Manifest
from dueregard.journal import seals
from dueregard.journal.chain import verify
from dueregard.journal.verifying import CHAINS


def restore(folder: Path, *, say: Callable[[str], None]) -> int:
    """Put a backup back into an empty place, compare everything, and return 0; 1 where the keys are not the ones.

    Raises
    ------
    NotABackup
        When the backup is not what it was. Nothing was changed.
    CannotCopy
        When the place is not empty or a database refuses. What was put back by then is taken away again.
    """
    backup = manifest.read(folder)
    _refuse_other_kinds(backup)
    _refuse_what_is_there()
    done: list[str] = []
    try:
        for alias, database in backup.databases.items():
            done.append(alias)
            copying.put_back(alias, folder / "databases" / database["file"])
        _compare(backup)
        _put_files(folder / "files")
    except BaseException:
        for alias in done:
            copying.take_away(alias)
        raise
    for alias, database in backup.databases.items():
        say(f"{copying.NAMES[alias]}: {sum(database['rows'].values()):,} rows, as many as were backed up")
    say(f"files: {sum(name.startswith('files/') for name in backup.files):,}, each as it was")
    return _look_at_keys(backup, say)


def _refuse_other_kinds(backup: Manifest) -> None:
    for alias, database in backup.databases.items():
        here = connections[alias].vendor
        if database["kind"] != here:
            raise CannotCopy(
                f"The backup of “{copying.NAMES[alias]}” is of {database['kind']}, and the database here is {here}. "
                "Set DUEREGARD_DATABASE_URL and DUEREGARD_COMMONS_URL to the kind that was backed up."
            )


def _refuse_what_is_there() -> None:
    for alias, name in copying.NAMES.items():
        if not copying.is_empty(alias):
            raise CannotCopy(f"The database “{name}” is not empty. Restore into an empty place.")
    var, keys = Path(settings.VAR), Path(settings.KEYS_FILE).resolve()
    there = [path for path in var.glob("*") if path.resolve() != keys and path.name != "static"]
    there = [path for path in there if not path.name.endswith((".lock", ".sqlite3"))]
    if there:
        raise CannotCopy(f"{var} holds {there[0].name}. Restore into an empty place.")


def _compare(backup: Manifest) -> None:
    """Compare the rows of each table with what was backed up, and look for every seal."""
    for alias, database in backup.databases.items():
        found = copying.rows(connections[alias])
        if found != database["rows"]:
            other = {
                name
                for name in found.keys() | database["rows"].keys()
                if found.get(name) != database["rows"].get(name)
            }
            raise CannotCopy(
                f"After the restore the tables {', '.join(sorted(other))} have other numbers of rows."
            )
        broken = seals.broken(alias)
        if broken:
            raise CannotCopy(" ".join(broken))


def _put_files(files: Path) -> None:
    """Copy the files beside their place first, and move them there when all have arrived."""
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = var / "arriving.restoring"
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.copytree(files, arriving)
    for path in sorted(arriving.iterdir()):
        path.replace(var / path.name)
    arriving.rmdir()


def _look_at_keys(backup: Manifest, say: Callable[[str], None]) -> int:
    """Say whether the keys here are those that the backup needs, and whether the journal is sound."""
    if manifest.fingerprints() != backup.keys:
        say(
            f"The keys in {settings.KEYS_FILE} are not those of this backup. What is stored closed stays closed, and "
            "the journal cannot be verified, until the right keys file is put in its place."
        )
        return 1
    verdicts = [verify(chain) for chain in CHAINS]
    for verdict in verdicts:
        say(f"{verdict.chain}: {verdict.entries:,} entries; {verdict.wrong or 'sound'}")
    return 0 if all(verdict.is_sound for verdict in verdicts) else 1
