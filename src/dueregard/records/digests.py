"""The digest of a sealed content: over one spelling of it, so that it is the same on any machine."""

import hashlib
import json
from typing import Any


def sha256_of(content: dict[str, Any]) -> str:
    """Return the digest of a content, in hexadecimal: over its JSON with sorted names and no blanks."""
    spelled = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()
