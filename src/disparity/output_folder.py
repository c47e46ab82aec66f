"""The folder of a report: whole or absent, and never in place of somebody's files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from disparity.errors import DisparityError
from disparity.problems import quoted

RECORD = "release.json"
OURS = "disparity/release@"


class FolderNotFree(DisparityError):
    """The folder holds something that a report must not replace."""


def free_folder(folder: Path, *, keep: Iterable[Path]) -> Path:
    """Return the full path of a folder that a report may be written to; nothing is changed.

    It is free if it is not there, is empty, or holds a report of ours and nothing else. `keep` are files that
    are being read, so that it must not hold them either.
    """
    full = folder.resolve()
    if not full.parent.is_dir():
        raise FolderNotFree(f"{folder}: the folder above it is not there. Make it first.")
    for kept in keep:
        if full in kept.resolve().parents:
            raise FolderNotFree(f"{folder}: it holds {kept.name}, which is being read. Name another folder.")
    if not full.exists():
        return full
    if not full.is_dir():
        raise FolderNotFree(f"{folder}: this is a file, not a folder. Name another folder.")
    present = {each.name for each in full.iterdir()}
    others = present - _own_files(full)
    if others:
        held = quoted(sorted(others), at_most=3)
        raise FolderNotFree(f"{folder}: it holds {held}, which is no part of a report. Name another folder.")
    return full


@contextmanager
def moved_into_place(folder: Path) -> Iterator[Path]:
    """Give a folder to write to, and move it to `folder` at the end; after an error nothing has changed."""
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        written = Path(beside) / "new"
        written.mkdir()
        yield written
        old = Path(beside) / "old"
        try:
            if folder.exists():
                folder.rename(old)
            written.rename(folder)
        except BaseException:  # such as Ctrl+C between the two
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise


def _own_files(folder: Path) -> set[str]:
    """Return the names that the record of a report in `folder` lists; none if there is no report."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
        if str(record["format"]).startswith(OURS):
            return {RECORD, *record["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass  # then it is not a report of ours
    return set()
