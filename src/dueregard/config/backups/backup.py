"""`dueregard backup DIR`."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from dueregard.almanac import clock
from dueregard.config.backups import copying, manifest
from dueregard.config.backups.errors import CannotCopy
from dueregard.config.router import database_of
from dueregard.journal import heads
from dueregard.journal.chain import verify
from dueregard.journal.verifying import CHAINS

# Made anew at each start, or of one process only.
LEFT_OUT = {"static"}
ENDINGS_LEFT_OUT = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal", ".lock", ".restoring")


def backup(folder: Path, *, say: Callable[[str], None]) -> None:
    """Write a backup of both databases and the files to a folder that is not there yet.

    Raises
    ------
    CannotCopy
        When the folder is there, a database cannot be copied, or the journal in the copy is not sound. Nothing
        is left under the name of the folder.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CannotCopy(f"{folder} is not empty. Give the name of a new folder.")
    if Path(settings.VAR) in folder.resolve().parents:
        raise CannotCopy(
            f"{folder} lies in {settings.VAR}, which is what is backed up. Choose another place."
        )
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "databases").mkdir(parents=True, mode=0o700)
    (unfinished / "files").mkdir(mode=0o700)
    try:
        _fill(unfinished, say)
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    manifest.read(folder)  # read back what was written, byte for byte
    say(f"The backup in {folder} is complete and was read back.")
    say(f"The keys are not in it: keep a copy of {settings.KEYS_FILE} apart from it.")


def _fill(folder: Path, say: Callable[[str], None]) -> None:
    copied_heads = [
        path for path in sorted(Path(settings.VAR).glob("*.head")) if _copied(path, folder / "files")
    ]
    heads_before = {chain: heads.kept(chain.CHAIN) for chain in CHAINS}
    databases = {}
    for alias in copying.NAMES:
        target = folder / "databases" / copying.file_name(alias)
        with copying.snapshot(alias, target) as connection:
            counted = copying.rows(connection)
            for chain in CHAINS:
                if database_of(chain._meta.app_label) == alias:
                    verdict = verify(chain, head=heads_before[chain])
                    if not verdict.is_sound:
                        raise CannotCopy(f"The journal is not sound, so it is not backed up: {verdict.wrong}")
        databases[alias] = {"kind": connection.vendor, "file": target.name, "rows": counted}
        say(f"{copying.NAMES[alias]}: {sum(counted.values()):,} rows in {len(counted)} tables")
    number = sum(_copied(path, folder / "files") for path in _files() if path not in copied_heads)
    say(f"files: {number + len(copied_heads):,}")
    manifest.write(
        folder,
        manifest.Manifest(
            made_at=clock.now().isoformat(),
            databases=databases,
            files={
                str(path.relative_to(folder)): manifest.sha256(path)
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            },
            keys=manifest.fingerprints(),
        ),
    )


def _files() -> Iterator[Path]:
    """Yield each file beside the databases: uploads, accepted rows, reports, mail; never a key."""
    var = Path(settings.VAR)
    for folder, names, files in os.walk(var):
        if Path(folder) == var:
            names[:] = sorted(set(names) - LEFT_OUT)
        for name in sorted(files):
            path = Path(folder) / name
            if path.resolve() != Path(settings.KEYS_FILE).resolve() and not name.endswith(ENDINGS_LEFT_OUT):
                yield path


def _copied(path: Path, files: Path) -> bool:
    """Copy one file to its place in the backup; one that is gone by now belonged to an attempt that has ended."""
    target = files / path.relative_to(settings.VAR)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        shutil.copy2(path, target)
    except FileNotFoundError:
        return False
    return True
