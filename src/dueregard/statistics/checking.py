"""What runs in the limited child process: read one file with one plan. It knows no database and no settings."""

import tempfile
from pathlib import Path
from typing import Any

import disparity


def prepare(plan: str, data: str, name: str, directory: str) -> dict[str, Any]:
    """Check the file, write its accepted and refused rows into `directory`, and return the receipt.

    `name` is what its sender calls the file that lies at `data`: its problems say where they are by it, and
    an ending that promises another kind of file is one of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / _on_disk(name)
        named.symlink_to(data)
        receipt = disparity.prepare(disparity.read_plan(plan.encode()), named, Path(directory))
    return receipt.as_dict()


def _on_disk(name: str) -> str:
    """Return the name no longer than a folder takes: it counts bytes, of which a letter may have four."""
    ending = Path(name).suffix
    return _cut(name.removesuffix(ending), 150) + _cut(ending, 50)


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
