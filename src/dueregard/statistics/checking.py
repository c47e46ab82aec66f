"""What runs in the limited child process: read one file with one plan. It knows no database and no settings."""

from pathlib import Path
from typing import Any

import disparity


def prepare(plan: str, data: str, directory: str) -> dict[str, Any]:
    """Check the file, write its accepted and refused rows into `directory`, and return the receipt."""
    receipt = disparity.prepare(disparity.read_plan(plan.encode()), Path(data), Path(directory))
    return receipt.as_dict()
